"""Spells: from when until when an item meets a paragraph, or may, and what each regime says of it on a lane."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from licet.language.surroundings import Kleene
from licet.law.statute import Paragraph
from licet.model.outcome import Interval
from licet.model.shipment import Shipment
from licet.reasoning import Engine
from licet.reasoning.turning_days import days_at_stake

T = TypeVar("T")

FIRST = date(1900, 1, 1)
"""A day before anything here asks; what held then began before the law was read."""

LANE = ("departure", "destination")
"""The facts without which no outcome is asked: from where, to where."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days in which the item meets one paragraph (`value` true) or may (None); half-open.

    `start` None: since before anything here asks. `end` None: until further notice. `texts` are the texts of the paragraph in the stretch,
    each from its first day on; `paragraph` is the last of them, or the one of the day that was asked with `on`.
    """

    paragraph: Paragraph
    value: Kleene
    start: date | None
    end: date | None
    texts: tuple[tuple[date, Paragraph], ...] = ()

    @property
    def regime(self) -> str:
        """The regime whose list it is."""
        return self.paragraph.list.partition(":")[0]

    def covers(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def on(self, day: date) -> Spell:
        """Return the spell with the text that holds on a day of it."""
        return replace(self, paragraph=[text for first, text in self.texts if first <= day][-1])


@dataclass(frozen=True, slots=True)
class OutcomeSpell:
    """A stretch of days in which one regime says the same of the shipment; half-open."""

    regime: str
    outcome: Interval
    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Spells:
    """Everything that an item meets or may meet on any day; and on a lane (from and to given) what each regime says."""

    paragraphs: tuple[Spell, ...]
    outcomes: tuple[OutcomeSpell, ...]


def spells_of(engine: Engine, shipment: Shipment) -> Spells:
    """Return what the item meets over all days, each stretch once, in the order of regimes and days.

    Only days on which a text that could touch the shipment changes are tried, so the answer holds for every day between.
    """
    days = [FIRST, *(day for day in days_at_stake(engine, shipment, frozenset(engine.regimes)) if day > FIRST)]
    met: dict[str, list[tuple[Kleene, Paragraph | None]]] = {}
    said: dict[str, list[Interval]] = {}
    on_lane = all(name in shipment.facts for name in LANE)
    for number, day in enumerate(days):
        then = replace(shipment, day=day)
        for standing, value in engine.classify(then):
            if value is not False:
                row = met.setdefault(standing.paragraph.ref, [])
                row.extend([(False, None)] * (number - len(row)))
                if len(row) == number:
                    row.append((value, standing.paragraph))
                elif value is True:  # two texts of one paragraph on one day: the surer says
                    row[number] = (value, standing.paragraph)
        for finding in engine.determine(then).regimes if on_lane else ():
            said.setdefault(finding.regime, []).append(finding.outcome)
    order = {regime: number for number, regime in enumerate(engine.law.regimes)}
    paragraphs = [
        Spell(texts[-1][1], value, start, end, texts)
        for row in met.values()
        for value, texts, start, end in _stretches(row, days)
        if value is not False and texts
    ]
    return Spells(
        tuple(sorted(paragraphs, key=lambda one: (order[one.regime], one.start or FIRST, one.value is None, one.paragraph.ref))),
        tuple(OutcomeSpell(name, *stretch) for name in sorted(said, key=order.__getitem__) for stretch in same(said[name], days)),
    )


def _stretches(
    row: list[tuple[Kleene, Paragraph | None]], days: list[date]
) -> Iterator[tuple[Kleene, tuple[tuple[date, Paragraph], ...], date | None, date | None]]:
    padded = [*row, *([(False, None)] * (len(days) - len(row)))]
    for value, start, end in same((value for value, _ in padded), days):
        texts = [(day, text) for (_, text), day in zip(padded, days, strict=True) if text is not None and _within(day, start, end)]
        yield value, tuple(texts), start, end


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


def same(values: Iterable[T], days: list[date]) -> Iterator[tuple[T, date | None, date | None]]:
    """Yield the stretches of equal values on consecutive days of change: value, first day, first day no longer.

    >>> from datetime import date
    >>> days = [FIRST, date(2023, 9, 1), date(2024, 9, 7)]
    >>> [(value, str(start), str(end)) for value, start, end in same([1, 2, 2], days)]
    [(1, 'None', '2023-09-01'), (2, '2023-09-01', 'None')]
    """
    listed = list(values)
    cuts = [0, *(number for number, (one, other) in enumerate(pairwise(listed), 1) if one != other), len(listed)]
    for first, after in pairwise(cuts):
        yield listed[first], days[first] if first else None, days[after] if after < len(days) else None
