"""Text in columns: each column wraps within its own width, so that a table fits a screen of a hundred columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

WIDTH = 100


def columns(rows: Iterable[Sequence[str]], widths: Sequence[int], indent: int = 2) -> Iterator[str]:
    """Yield the lines of rows whose cells wrap; a line break within a cell stays one.

    >>> print(*columns([("Netherlands", "3B001.f.4.b", "a licence is asked for")], (12, 12, 12)), sep=chr(10))
      Netherlands  3B001.f.4.b  a licence is
                                asked for
    """
    for row in rows:
        cells = [[line for part in cell.split("\n") for line in _wrap(part, width)] for cell, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            yield (" " * indent + " ".join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True))).rstrip()


def rule(widths: Sequence[int], indent: int = 2) -> str:
    """Return the line below the head of a table."""
    return " " * indent + " ".join("-" * width for width in widths)


def paragraph(text: str, indent: int = 2, hang: int = 0) -> list[str]:
    """Return a text wrapped to the screen, further lines indented by `hang` more."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False, break_long_words=False
    )


def _wrap(text: str, width: int) -> list[str]:
    """Wrap at spaces; a code that is longer than its column is cut after a point rather than anywhere."""
    lines: list[str] = []
    for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]:
        while len(line) > width:
            cut = max(line.rfind(sign, 1, width - 1) for sign in "._-/") + 1 or width
            lines.append(line[:cut])
            line = line[cut:]  # noqa: PLW2901  # the rest of the same line
        lines.append(line)
    return lines
