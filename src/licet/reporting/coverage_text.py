"""Coverage as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 100
_WORDS = {"encoded": "encoded", "partly": "partly ", "not_encoded": "missing"}


def coverage_as_text(found: dict[str, Any], all_rows: bool) -> str:
    """Return what is encoded per regime; rows encoded in full are only counted unless all are asked for."""
    return "\n".join(line for regime, entry in found.items() for line in _regime(regime, entry, all_rows)) + "\n"


def _regime(regime: str, entry: dict[str, Any], all_rows: bool) -> Iterator[str]:
    known = f"from {entry['known_from']} " if entry["known_from"] else ""
    yield from textwrap.wrap(f"{entry['name']} ({regime}), known {known}through {entry['known_through']}", WIDTH, subsequent_indent="  ")
    sure = ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in sorted(entry["confidence"].items(), key=lambda pair: -pair[1]))
    counted = f"{entry['paragraphs']} paragraphs and {entry['rules']} rules ({sure}); {entry['doubts']} doubts"
    yield from textwrap.wrap(counted, WIDTH, initial_indent="  ", subsequent_indent="    ")
    counts = {status: sum(row["status"] == status for row in entry["rows"]) for status in _WORDS}
    yield f"  {len(entry['rows'])} rows of the sources: {counts['encoded']} encoded, {counts['partly']} partly, {counts['not_encoded']} not"
    for row in entry["rows"]:
        if row["status"] == "encoded" and not all_rows:
            continue
        reason = row["why"] or row["note"] or ", ".join(row["refs"])
        text = f"{row['part']}: {reason}" if reason else row["part"]
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=f"    {_WORDS[row['status']]}  ", subsequent_indent=" " * 15, break_on_hyphens=False
        )
    yield ""
