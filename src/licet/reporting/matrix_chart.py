"""Draws a timeline matrix: a row for each regime, a bar for each paragraph from when it holds until when; what is open is hatched."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from licet.comparing.compare import Comparison, RegimeRow
from licet.comparing.spells import LANE, OutcomeSpell
from licet.law.statute import Law
from licet.model.outcome import BY_KEY
from licet.reporting.charts import FAINT, INK, MAYBE, MET, MUTED, OUTCOMES, PAPER, UNREAD, bare, canvas, number_of, years
from licet.reporting.compare_text import code_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EARLIEST = date(2019, 1, 1)
"""Nothing here asks for an earlier day; what held before is drawn to the left edge."""

_LINE, _STRIP, _GAP = 0.32, 0.16, 0.22
"""Heights in inches: of a bar, of the strip of outcomes, and of the space between two regimes."""

_WIDE, _LEFT, _ROOM = 12.0, 0.155, 0.83
"""The width of the picture in inches, and where within it the days begin and how much of it they fill, as shares."""

_ROOM_POINTS = _WIDE * _ROOM * 72
_LETTER = 5.1
"""How wide the days are, and a letter of a label on average, in points."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One paragraph or cell for a stretch of days: its code, and what it is, as far as there is room."""

    code: str
    title: str
    start: date | None
    end: date | None
    open: bool


@dataclass(slots=True)
class Lane:
    """One regime: its bars, its outcomes, what to say where there are none, and for which days its law was read."""

    name: str
    bars: Sequence[Bar]
    outcomes: Sequence[OutcomeSpell]
    empty: str
    known_from: date | None
    known_through: date
    shelves: list[list[Bar]] = field(default_factory=list)


def draw_comparison(found: Comparison, law: Law, path: Path) -> None:
    """Draw a comparison as a timeline matrix.

    Args:
        found: an item under every regime, or a concept of the alignment.
        law: the law it was made under.
        path: a file ending in .svg or .png.

    Raises:
        LicetError: matplotlib is missing, or the file cannot be written.

    """
    lanes = [_of_row(row) for row in found.rows] or _of_concept(found, law)
    first, last = _span(lanes, found.day)
    for lane in lanes:
        lane.shelves = _shelves(lane.bars, first, last)
    on_lane = any(lane.outcomes for lane in lanes)
    heights = [max(len(lane.shelves), 1) * _LINE + (_STRIP if lane.outcomes else 0) + _GAP for lane in lanes]
    inches = sum(heights)
    title = textwrap.wrap(_title(found), 84)
    top, bottom = 0.85 + 0.26 * len(title), 1.2 if on_lane else 1.0
    with canvas(path, _WIDE, inches + top + bottom) as (figure, axes):
        whole = inches + top + bottom
        axes.set_position((_LEFT, bottom / whole, _ROOM, inches / whole))
        bare(axes)
        axes.set_xlim(number_of(first), number_of(last))
        axes.set_ylim(inches, 0)
        axes.set_yticks([])
        years(axes, first, last)
        above = 0.0
        for lane, height in zip(lanes, heights, strict=True):
            _lane(axes, lane, above, height, first, last)
            above += height
        axes.axvline(number_of(found.day), color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
        axes.annotate(
            found.day.isoformat(), (number_of(found.day), 0), (0, 4), textcoords="offset points", ha="center", va="bottom", fontsize=8.5
        )
        figure.text(0.02, 1 - 0.2 / whole, "\n".join(title), fontsize=14, fontweight="bold", va="top", linespacing=1.25)
        about = "Which paragraphs it meets under each regime, and since when" if found.rows else "What each list has for it, and since when"
        figure.text(0.02, 1 - (0.34 + 0.26 * len(title)) / whole, about, fontsize=10, color=MUTED, va="center")
        _legend(figure, "met" if found.rows else "listed", on_lane, (bottom - 0.38) / whole)
        note = f"An empty row is not “not controlled”: only what was read is drawn. Law {law.hash[:8]}. Not legal advice."
        figure.text(0.02, 0.16 / whole, note, fontsize=8, color=MUTED, va="center")


def _title(found: Comparison) -> str:
    places = [found.shipment.facts.get(name) for name in LANE] if found.shipment is not None else []
    return f"{found.title}, {places[0]} → {places[1]}" if places and all(places) else found.title


def _of_row(row: RegimeRow) -> Lane:
    bars = [
        Bar(code_of(spell, row), spell.paragraph.title or spell.paragraph.heading, spell.start, spell.end, not spell.value)
        for spell in row.spells
    ]
    empty = "nothing read here is met" if row.ever_read else "nothing encoded here speaks of it"
    return Lane(row.name, bars, row.outcomes, empty, row.horizon.known_from, row.horizon.known_through)


def _of_concept(found: Comparison, law: Law) -> list[Lane]:
    lanes = []
    concept = found.concepts[0][0]
    for regime, own in law.regimes.items():
        cells = concept.cells.get(regime, ())
        bars = [Bar(cell.code or "not confirmed", cell.note, cell.since, cell.until, cell.open) for cell in cells if not cell.none]
        empty = "none found" if cells else "not compared"
        lanes.append(Lane(own.name, bars, (), empty, own.known_from, own.known_through))
    return lanes


def _shelves(bars: Iterable[Bar], first: date, last: date) -> list[list[Bar]]:
    """Lay bars, with their codes, on as few lines as hold them side by side; what lies outside the picture is left out."""
    shelves: list[list[Bar]] = []
    taken: list[date] = []
    for bar in bars:
        start, end = max(bar.start or first, first), min(bar.end or last, last)
        if end <= start:
            continue
        needs = max(end, start + (last - first) * (_points(_code(bar)) / _ROOM_POINTS)) if bar.end is not None else date.max
        number = next((number for number, until in enumerate(taken) if until <= start), len(shelves))
        if number == len(shelves):
            shelves.append([])
            taken.append(date.min)
        shelves[number].append(bar)
        taken[number] = needs
    return shelves


def _code(bar: Bar) -> str:
    return f"{bar.code}?" if bar.open else bar.code


def _points(text: str) -> float:
    """Return about how wide a label is, with some space around it."""
    return len(text) * _LETTER + 12


def _span(lanes: Iterable[Lane], day: date) -> tuple[date, date]:
    days = [day, *(lane.known_through for lane in lanes)]
    starts = [bar.start for lane in lanes for bar in lane.bars if bar.start is not None and bar.start > EARLIEST]
    first = min([day, *starts]) - timedelta(days=150)
    ends = [bar.end for lane in lanes for bar in lane.bars if bar.end is not None]
    return max(first, EARLIEST), max([*days, *starts, *ends]) + timedelta(days=120)


def _lane(axes: Axes, lane: Lane, above: float, height: float, first: date, last: date) -> None:
    left, right = number_of(first), number_of(last)
    axes.axhline(above + height, color=FAINT, linewidth=0.9)
    dark = [(left, number_of(lane.known_from) if lane.known_from else left), (number_of(lane.known_through), right)]
    for start, end in dark:
        if end > max(start, left):
            width = (max(start, left), end - max(start, left))
            axes.broken_barh([width], (above, height), facecolor=UNREAD, lw=0, zorder=0.5)
            axes.broken_barh([width], (above, height), facecolor=PAPER, alpha=0.45, lw=0, zorder=3)  # what is drawn there pales
    middle = above + height / 2
    axes.annotate(
        lane.name,
        (0, middle),
        (-10, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=10.5,
    )
    line = above + _GAP / 2
    if not lane.shelves:
        axes.text(left + (right - left) * 0.008, line + _LINE / 2, lane.empty, color=MUTED, fontsize=9, style="italic", va="center")
    for number, shelf in enumerate(lane.shelves or [[]]):
        for bar in shelf:
            _bar(axes, bar, line + number * _LINE, left, right)
    line += max(len(lane.shelves), 1) * _LINE
    for spell in lane.outcomes:
        start = max(number_of(spell.start), left) if spell.start else left
        end = min(number_of(spell.end), right) if spell.end else right
        if end > start:
            settled = spell.outcome.is_settled
            colour = OUTCOMES[spell.outcome.upper.key]
            axes.broken_barh(
                [(start, end - start)],
                (line + 0.03, _STRIP - 0.05),
                facecolor=colour if settled else PAPER,
                edgecolor=colour,
                hatch=None if settled else "//////",
                lw=0.6,
            )


def _bar(axes: Axes, bar: Bar, line: float, left: float, right: float) -> None:
    start = max(number_of(bar.start), left) if bar.start else left
    end = min(number_of(bar.end), right) if bar.end else right
    face, edge = (PAPER, MAYBE) if bar.open else (MET, PAPER)
    axes.broken_barh(
        [(start, end - start)],
        (line + 0.04, _LINE - 0.08),
        facecolor=face,
        edgecolor=edge,
        hatch="////" if bar.open else None,
        lw=0.9,
        zorder=2,
    )
    room = (end - start) / (right - left) * _ROOM_POINTS
    inside = _points(_code(bar)) <= room
    letters = int((room - 12) / _LETTER) - len(_code(bar)) - 2
    title = textwrap.shorten(bar.title, letters, placeholder=" …") if letters > 14 else ""
    label = axes.annotate(
        f"{_code(bar)}  {title}".strip(), (start if inside else end, line + _LINE / 2), (5 if inside else 3, -0.5),
        textcoords="offset points", ha="left", va="center", fontsize=8.6, color=INK if bar.open or not inside else PAPER, zorder=4,
    )  # fmt: skip
    if bar.open and inside:
        label.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1.2})


def _legend(figure: Figure, met: str, on_lane: bool, height: float) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415  # optional

    shown = [
        Patch(facecolor=MET, label=met),
        Patch(facecolor=PAPER, edgecolor=MAYBE, hatch="////", label="open"),
        Patch(facecolor=UNREAD, edgecolor=FAINT, label="law not read for these days"),
    ]
    outcomes = [Patch(facecolor=OUTCOMES[key], label=BY_KEY[key].label) for key in OUTCOMES]
    look = {"frameon": False, "fontsize": 8.8, "borderpad": 0, "handlelength": 1.5, "columnspacing": 1.6, "labelcolor": INK}
    figure.legend(handles=shown, loc="upper left", bbox_to_anchor=(0.02, height), ncols=3, **look)
    if on_lane:
        whole = figure.get_size_inches()[1]
        shown = [*outcomes, Patch(facecolor=PAPER, edgecolor=OUTCOMES["licence_required"], hatch="//////", label="between two of them")]
        figure.legend(handles=shown, loc="upper left", bbox_to_anchor=(0.02, height - 0.24 / whole), ncols=7, **look)
