"""What the law consists of once it is read: regimes, lists, paragraphs, rules, and when each of them holds.

Nothing changes these after loading. They are not declared frozen, since a frozen class takes three times as long to make and a
cold start makes dozens of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from licet.language.surroundings import Kleene
from licet.language.tree import Node
from licet.language.vocabulary import Vocabulary
from licet.law.beside import Concept, Event
from licet.model.shipment import Given, Value
from licet.model.source import Doubt, Source


@dataclass(slots=True)
class Span:
    """A time within validity when the text does not apply (suspended) or is not enforced; half-open, by day."""

    start: date
    end: date | None
    published: date | None = None
    by: str = ""
    sequel_unconfirmed: bool = False

    def known(self, known_on: date | None) -> bool:
        """Whether the span had been announced."""
        return known_on is None or self.published is None or self.published <= known_on

    def covers(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(slots=True)
class Validity:
    """When a text holds. Days are half-open: `end` is the first day it no longer holds."""

    published: date | None = None
    start: date | None = None
    end: date | None = None
    end_published: date | None = None
    comply_from: date | None = None
    suspended: tuple[Span, ...] = ()
    not_enforced: tuple[Span, ...] = ()

    def in_force(self, day: date, known_on: date | None = None) -> Kleene:
        """Say whether the text binds on a day, as known on another; unknown after a suspension whose sequel nobody confirmed.

        >>> dutch = Validity(published=date(2023, 6, 30), start=date(2023, 9, 1))
        >>> dutch.in_force(date(2023, 8, 31)), dutch.in_force(date(2023, 9, 1)), dutch.in_force(date(2023, 9, 1), date(2023, 6, 29))
        (False, True, False)
        """
        if known_on is not None and self.published is not None and self.published > known_on:
            return False
        begins = max((start for start in (self.start, self.comply_from) if start is not None), default=None)
        if begins is not None and day < begins:
            return False
        if self.end is not None and day >= self.end and (known_on is None or self.end_published is None or self.end_published <= known_on):
            return False
        result: Kleene = True
        for span in self.suspended:
            if not span.known(known_on):
                continue
            if span.covers(day):
                return False
            if span.sequel_unconfirmed and span.end is not None and day >= span.end:
                result = None
        return result

    def unenforced(self, day: date, known_on: date | None = None) -> Span | None:
        """Return the announcement by which the text is not enforced on a day, or None."""
        return next((span for span in self.not_enforced if span.known(known_on) and span.covers(day)), None)

    def days(self) -> set[date]:
        """Return the days on which what binds can change."""
        spans = [*self.suspended, *self.not_enforced]
        ends = [self.start, self.end, self.comply_from, *(span.start for span in spans), *(span.end for span in spans)]
        return {day for day in ends if day is not None}

    def publications(self) -> set[date]:
        """Return the days on which what is known can change."""
        known = [self.published, self.end_published, *(span.published for span in (*self.suspended, *self.not_enforced))]
        return {day for day in known if day is not None}

    def overlaps(self, other: Validity) -> bool:
        """Whether two texts would hold on a same day."""
        starts_before = other.end is None or self.start is None or self.start < other.end
        ends_after = self.end is None or other.start is None or other.start < self.end
        return starts_before and ends_after

    def __str__(self) -> str:
        start = self.start.isoformat() if self.start else "the beginning"
        return f"from {start} until {self.end.isoformat()}" if self.end else f"since {start}"


class RuleKind(StrEnum):
    """What a rule does."""

    REACH = "reach"
    REQUIREMENT = "requirement"
    NOTIFICATION = "notification"
    PROHIBITION = "prohibition"
    EXCEPTION = "exception"
    GENERAL_AUTHORISATION = "general_authorisation"
    REVIEW_POLICY = "review_policy"
    CONFLICT = "conflict"
    DUTY = "duty"


BITING = (RuleKind.REQUIREMENT, RuleKind.NOTIFICATION, RuleKind.PROHIBITION)
RELEASING = (RuleKind.EXCEPTION, RuleKind.GENERAL_AUTHORISATION)
EVERY_RULE = "every_rule"
"""What a conflict opposes if it lies in heeding any rule of the other law that holds something back."""

ANSWERING = (*RELEASING, RuleKind.REVIEW_POLICY)
"""Rules that speak about other rules, which they name under `answers`."""

REVIEW_POLICIES = ("approval", "presumption_of_approval", "case_by_case", "presumption_of_denial", "policy_of_denial")
"""How an application is judged, from the kindest to the sternest."""


GROUP = 2
"""How many characters name a group of a list at most: `3B` takes in 3B001, while `3B00` takes in nothing."""


class ItemRef(NamedTuple):
    """A reference to a list, or to a paragraph of it and all below: `eu:annex-i/3B001.f`; `3B` takes in a whole group."""

    list: str
    code: str = ""

    def takes_in(self, code: str) -> bool:
        """Whether a paragraph of the same list falls under the reference.

        >>> ItemRef("eu:annex-i", "3B001.f").takes_in("3B001.f.1"), ItemRef("eu:annex-i", "3B001").takes_in("3B0011")
        (True, False)
        """
        if not self.code or code == self.code:
            return True
        return code.startswith(self.code) if len(self.code) <= GROUP else code.startswith(self.code + ".")

    def __str__(self) -> str:
        return f"{self.list}/{self.code}" if self.code else self.list


@dataclass(slots=True)
class Paragraph:
    """One dated text of one paragraph. Only leaves carry a `condition`: their own and all their parents' texts, joined by and."""

    list: str
    code: str
    entry: str
    title: str
    heading: str
    when: Node | None
    condition: Node | None
    valid: Validity
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...]
    note: str
    see: tuple[str, ...]
    at: str
    days: frozenset[date] = frozenset()
    """The days on which this text can begin or cease to hold, or say something else."""
    ref: str = field(init=False)
    """The full reference: list and code."""

    def __post_init__(self) -> None:
        self.ref = f"{self.list}/{self.code}"


@dataclass(slots=True)
class Rule:
    """One dated text of one rule."""

    id: str
    regime: str
    title: str
    kind: RuleKind
    hook: str
    items: tuple[ItemRef, ...]
    except_items: tuple[ItemRef, ...]
    when: Node | None
    answers: tuple[str, ...]
    form: str
    review: str
    authority: str
    conditions: tuple[str, ...]
    against: str
    opposes: tuple[str, ...]
    only: tuple[str, ...]
    note: str
    see: tuple[str, ...]
    valid: Validity
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...]
    at: str
    days: frozenset[date] = frozenset()
    """The days on which this text can begin or cease to hold, or say something else."""

    def takes_in(self, list_id: str, code: str) -> bool:
        """Whether a paragraph lies among the rule's items and not among those it leaves out."""
        named = [any(ref.list == list_id and ref.takes_in(code) for ref in refs) for refs in (self.items, self.except_items)]
        return (not self.items or named[0]) and not named[1]


@dataclass(slots=True)
class Act:
    """A legal act that is referred to by name in validities."""

    id: str
    title: str
    published: date | None
    start: date | None
    sources: tuple[Source, ...]
    note: str = ""


@dataclass(slots=True)
class ControlList:
    """A list of controlled items, and the condition of being on it at all."""

    id: str
    regime: str
    title: str
    condition: Node | None
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...]
    at: str = ""


@dataclass(slots=True)
class Regime:
    """One legal order."""

    id: str
    name: str
    adjective: str
    governs: tuple[str, ...]
    known_from: date | None
    known_through: date
    beyond: str
    unlisted: str
    code_name: str
    acts: Mapping[str, Act]
    lists: Mapping[str, ControlList]
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class Product:
    """A real product with its public specifications, each with its source."""

    id: str
    name: str
    aliases: tuple[str, ...]
    facts: Mapping[str, Value]
    given: Mapping[str, Given]
    records: Mapping[str, tuple[Mapping[str, Value], ...]]
    sources: tuple[Source, ...]
    note: str
    at: str


@dataclass(slots=True)
class Law:
    """Everything that has been loaded, with the hash of its text."""

    vocabulary: Vocabulary
    regimes: dict[str, Regime]
    paragraphs: tuple[Paragraph, ...]
    rules: tuple[Rule, ...]
    products: dict[str, Product]
    hash: str
    layers: tuple[str, ...] = ()
    doubts: dict[str, Doubt] = field(default_factory=dict)
    code_aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    """Other numbers of entries, by list: the same entry can be numbered otherwise in another publication."""
    days_of_change: tuple[date, ...] = ()
    days_of_publication: tuple[date, ...] = ()
    concepts: dict[str, Concept] = field(default_factory=dict)
    """The same equipment on the lists of several regimes; decides nothing."""
    events: tuple[Event, ...] = ()
    """Dated events around the law, in their order; decide nothing."""
    _entries: dict[str, frozenset[str]] = field(default_factory=dict)

    def entries_of(self, regime: str) -> frozenset[str]:
        """Return the entries and codes of a regime's lists, on any day."""
        found = self._entries.get(regime)
        if found is None:
            own = [one for one in self.paragraphs if one.list.partition(":")[0] == regime]
            found = self._entries[regime] = frozenset(code for one in own for code in (one.entry, one.code))
        return found

    def codes_named(self, regime: str, code: str) -> tuple[str, ...]:
        """Return the codes that a code can mean on the lists of a regime: itself, and what other numberings call it."""
        return (
            code,
            *(
                entry + code[len(alias) :]
                for (list_id, alias), entry in self.code_aliases.items()
                if list_id.partition(":")[0] == regime and (code.lower() == alias.lower() or code.lower().startswith(alias.lower() + "."))
            ),
        )
