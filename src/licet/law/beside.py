"""What stands beside the law and decides nothing: the same equipment on the lists of other regimes, and dated events around the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from licet.language.tree import Node
from licet.model.source import Confidence, Source


@dataclass(slots=True)
class Cell:
    """What one regime has for a concept in a span of days: a code of its lists, nothing that was found, or something not confirmed.

    `none` says that no dedicated entry was found, which is not that none exists. Days are half-open: `until` is the first day it no
    longer holds; without `since` it is long-standing.
    """

    code: str
    ref: str
    since: date | None
    until: date | None
    none: bool
    open: bool
    note: str
    confidence: Confidence
    sources: tuple[Source, ...]
    at: str

    def holds(self, day: date) -> bool:
        """Whether the cell speaks of a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(slots=True)
class Concept:
    """One kind of equipment or technology, with what each regime has for it.

    `when` says which items it is about, where the paragraphs of its cells alone do not tell.
    """

    id: str
    title: str
    when: Node | None
    cells: Mapping[str, tuple[Cell, ...]]
    note: str
    at: str


EVENT_KINDS = ("law", "announcement", "statement", "report", "decision", "proposal", "proceedings", "listing")
"""What an event is: a text of law, an official announcement of one, what one side said, what the press reported, a decision on one
case, a proposal that is no law, proceedings before a court or body, a listing of parties."""


@dataclass(slots=True)
class Event:
    """Something dated that happened around the law: told in our words, a statement always as the statement of who made it.

    `day` is the first day of the span that is confirmed (`precision` is `day`, `month` or `year`).
    """

    day: date
    precision: str
    kind: str
    title: str
    by: str
    regimes: tuple[str, ...]
    concepts: tuple[str, ...]
    products: tuple[str, ...]
    confidence: Confidence
    sources: tuple[Source, ...]
    note: str
    at: str

    @property
    def when(self) -> str:
        """The day as far as it is confirmed: `2024-09-07`, `2024-09` or `2024`."""
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]
