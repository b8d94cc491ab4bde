"""Draws a timeline: for each regime a dot for each day on which its law changes, the larger the more; below, what was said and done."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from licet.comparing.timeline import ITEM, MEETS, Change, Timeline
from licet.law.beside import Event
from licet.law.entries import read_ref
from licet.law.statute import Law
from licet.reporting.charts import FAINT, INK, MET, MUTED, PAPER, bare, canvas, number_of, years

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SAID = "#b5532a"
"""What was said, beside what was done: another hue and another shape."""

LISTED = 16
"""Up to how many events are told below the picture, each with its number."""

_WIDE, _LEFT, _ROOM = 12.0, 0.155, 0.83
_LANE, _SHELF, _TOLD = 0.62, 0.17, 0.19
"""Heights in inches: of a regime, of a line of labels, and of an event told below."""

_LETTER = 4.7
"""How wide a letter of a label is on average, in points."""


@dataclass(frozen=True, slots=True)
class Dot:
    """The changes of one regime on one day."""

    day: date
    count: int
    label: str


def draw_timeline(found: Timeline, law: Law, path: Path) -> None:
    """Draw a timeline.

    Args:
        found: the timeline.
        law: the law it was read from.
        path: a file ending in .svg or .png.

    Raises:
        LicetError: matplotlib is missing, or the file cannot be written.

    """
    lanes = {regime: _dots([change for change in found.changes if change.regime == regime]) for regime in found.regimes}
    lanes = {regime: dots for regime, dots in lanes.items() if dots or len(found.regimes) == 1}
    days = [dot.day for dots in lanes.values() for dot in dots] + [event.day for event in found.events] or [date.today()]
    margin = max((max(days) - min(days)) * 0.03, timedelta(days=40))
    first, last = min(days) - margin, max(days) + margin * 3  # labels stand to the right of their dots
    told = list(found.events) if len(found.events) <= LISTED else []
    title = textwrap.wrap(found.title, 84)
    rows = len(lanes) + bool(found.events)
    top, bottom = 0.85 + 0.26 * len(title), 0.75 + len(told) * _TOLD + (0.15 if told else 0)
    height = rows * _LANE
    whole = height + top + bottom
    with canvas(path, _WIDE, whole) as (figure, axes):
        axes.set_position((_LEFT, bottom / whole, _ROOM, height / whole))
        bare(axes)
        axes.set_xlim(number_of(first), number_of(last))
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        years(axes, first, last)
        for number, (regime, dots) in enumerate(lanes.items()):
            _lane(axes, law.regimes[regime].name, dots, number * _LANE, first, last)
        if found.events:
            _events(axes, found.events, len(lanes) * _LANE, bool(told))
        figure.text(0.02, 1 - 0.2 / whole, "\n".join(title), fontsize=14, fontweight="bold", va="top", linespacing=1.25)
        span = "".join(f" {word} {day}" for word, day in (("from", found.first), ("to", found.last)) if day is not None)
        about = f"What changed when{span}: the larger the dot, the more texts of the law change that day"
        about += "; ◆ said, ● done or reported" if found.events else ""
        figure.text(0.02, 1 - (0.34 + 0.26 * len(title)) / whole, about, fontsize=10, color=MUTED, va="center")
        _tell(figure, told, bottom - 0.45, whole)
        note = f"Only what is encoded is drawn. What was said is what its speaker said. Law {law.hash[:8]}. Not legal advice."
        figure.text(0.02, 0.16 / whole, note, fontsize=8, color=MUTED, va="center")


def _dots(changes: Sequence[Change]) -> list[Dot]:
    return [
        Dot(day, len(own), _label(own)) for day, own in ((day, list(group)) for day, group in groupby(changes, key=lambda one: one.day))
    ]


def _label(changes: list[Change]) -> str:
    """Return what to call a day: its outcome, its act, or its only texts."""
    outcome = next((change.title.partition(" (before")[0] for change in changes if change.subject == ITEM), "")
    codes = list(dict.fromkeys(read_ref(change.id).code for change in changes if change.what == MEETS))
    if outcome or (codes and len(codes) <= 2):
        return ", ".join(filter(None, (*codes[:2], outcome)))
    acts = [change.instrument for change in changes if change.instrument]
    return textwrap.shorten(acts[0] if acts else changes[0].title, 60, placeholder=" …")


def _lane(axes: Axes, name: str, dots: Sequence[Dot], above: float, first: date, last: date) -> None:
    axes.axhline(above + _LANE, color=FAINT, linewidth=0.9)
    axes.annotate(
        name,
        (0, above + _LANE / 2),
        (-10, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=10.5,
    )
    line = above + _LANE * 0.62
    for dot in dots:
        axes.scatter(number_of(dot.day), line, s=14 + 26 * sqrt(dot.count), color=MET, edgecolor=PAPER, linewidth=0.8, zorder=3)
    taken: list[tuple[float, float]] = []
    points = _WIDE * _ROOM * 72
    for dot in sorted(dots, key=lambda one: -one.count):  # the days on which most changes are named first, as far as there is room
        at, wide = (dot.day - first) / (last - first) * points, len(dot.label) * _LETTER + 6
        leftwards = at + wide > points
        start, end = (at - wide, at + 4) if leftwards else (at - 4, at + wide)
        if all(end < other or start > until for other, until in taken):
            taken.append((start, end))
            axes.annotate(
                dot.label, (number_of(dot.day), above + _LANE * 0.22), (3 if leftwards else -3, 0), textcoords="offset points",
                ha="right" if leftwards else "left", va="center", fontsize=7.8, color=INK,
            )  # fmt: skip
            axes.plot([number_of(dot.day)] * 2, [above + _LANE * 0.32, line], color=FAINT, linewidth=0.9, zorder=1)


def _events(axes: Axes, events: Sequence[Event], above: float, numbered: bool) -> None:
    axes.annotate(
        "Said and done", (0, above + _LANE / 2), (-10, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        ha="right", va="center", fontsize=10.5, color=MUTED,
    )  # fmt: skip
    last = -1e9
    shelf = 0
    for number, event in enumerate(events, 1):
        x = number_of(event.day)
        shelf = (shelf + 1) % 3 if x - last < (axes.get_xlim()[1] - axes.get_xlim()[0]) * 0.02 else 0
        last = x
        height = above + _LANE * (0.25 + 0.26 * shelf)
        said = event.kind == "statement"
        axes.scatter(
            x,
            height,
            s=110 if numbered else 34,
            marker="D" if said else "o",
            color=SAID if said else MUTED,
            edgecolor=PAPER,
            linewidth=0.8,
            zorder=3,
        )
        if numbered:
            axes.annotate(
                str(number), (x, height), (0, -0.5), textcoords="offset points", ha="center", va="center", fontsize=7, color=PAPER, zorder=4
            )


def _tell(figure: Figure, events: Sequence[Event], top: float, whole: float) -> None:
    for number, event in enumerate(events, 1):
        height = (top - number * _TOLD) / whole
        text = textwrap.shorten(f"{event.by}: {event.title}", 128, placeholder=" …")
        figure.text(
            0.035,
            height,
            str(number),
            fontsize=8.6,
            color=SAID if event.kind == "statement" else MUTED,
            ha="right",
            va="center",
            fontweight="bold",
        )
        figure.text(0.045, height, event.when, fontsize=8.6, color=MUTED, va="center")
        figure.text(0.115, height, text, fontsize=8.6, va="center")
