"""How charts look, and how they become files. Drawing needs matplotlib, which is optional: `licet[plots]`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from licet.model.errors import LicetError, Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png")

INK, MUTED, FAINT, PAPER, UNREAD = "#1d2733", "#66727f", "#dfe4e8", "#ffffff", "#f0f2f4"
MET, MAYBE = "#1f5f8b", "#7d97ab"
"""Met, and open: one hue, told apart by filling and hatching, so that neither colour-blindness nor a grey printer loses it."""

OUTCOMES = {
    "not_subject": "#d3d9de",
    "no_licence_required": "#a6cbe3",
    "authorisation_available": "#5fa8a8",
    "notify_authority": "#f3cf6b",
    "licence_required": "#e0803c",
    "prohibited": "#7c1d3f",
}
"""From pale to dark in the order of restrictiveness, and of hues that every common kind of colour-blindness tells apart."""

_STYLE = {
    "font.family": ["Inter", "Source Sans 3", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "hatch.linewidth": 0.9,
    "svg.hashsalt": "licet",
}


def refuse_other_files(path: Path) -> None:
    """Refuse a file that no chart can be written to, before any work is done.

    Raises:
        LicetError: the name does not end in .svg or .png, its folder is missing, or matplotlib is.

    """
    if path.suffix.lower() not in FORMATS:
        raise LicetError(Problem("--chart", "no kind of picture that can be drawn", "a file ending in .svg or .png", str(path)))
    if not path.parent.is_dir():
        raise LicetError(Problem("--chart", "the folder does not exist", "a file in a folder that exists", str(path.parent)))
    try:
        import matplotlib  # noqa: F401, PLC0415  # asked for only to see whether it is there
    except ImportError:
        do = "python3 -m pip install 'licet[plots]'"
        raise LicetError(Problem("--chart", "drawing needs matplotlib, which is not installed", "licet[plots]", "licet", do)) from None


@contextmanager
def canvas(path: Path, width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """Give a figure in the house style, and write it to the file when done.

    Args:
        path: a file ending in .svg or .png.
        width: in inches.
        height: in inches.

    Raises:
        LicetError: the file cannot be written.

    """
    refuse_other_files(path)
    import matplotlib as mpl  # noqa: PLC0415  # slow to import, and optional
    from matplotlib.figure import Figure  # noqa: PLC0415

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # the fonts are a wish list, in order
    with mpl.rc_context(_STYLE):  # type: ignore[arg-type]  # the keys are rc keys
        figure = Figure(figsize=(width, height), facecolor=PAPER)
        yield figure, figure.add_subplot()
        stamp = {"Date": None} if path.suffix.lower() == ".svg" else {}  # the same law draws the same file
        try:
            figure.savefig(path, dpi=160, metadata=stamp)
        except OSError as error:
            problem = Problem("--chart", "the file cannot be written", "a file that may be written", error.strerror or str(path))
            raise LicetError(problem) from None


def bare(axes: Axes) -> None:
    """Take away what says nothing: the frame and the ticks."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.set_axisbelow(True)


def number_of(day: date) -> float:
    """Return where a day stands on the axis."""
    from matplotlib.dates import date2num  # noqa: PLC0415  # optional

    return float(date2num(day))  # type: ignore[no-untyped-call]  # untyped in matplotlib


def years(axes: Axes, first: date, last: date) -> None:
    """Mark the years on the axis of days."""
    marked = [day for day in (date(year, 1, 1) for year in range(first.year, last.year + 1)) if first <= day <= last]
    axes.set_xticks([number_of(day) for day in marked], [str(day.year) for day in marked], fontsize=9.5)
    axes.grid(axis="x", color=FAINT, linewidth=0.9)
