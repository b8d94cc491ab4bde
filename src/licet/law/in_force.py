"""Which text was in force, and known, on a day.

The law changes on few days. Between two of them nothing changes, so everything for such a segment is built once and kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from licet.language import tree as t
from licet.language.evaluate import Evaluate
from licet.language.surroundings import Kleene, PlacesInForce, Sort
from licet.language.vocabulary import FactDefinition
from licet.law.decided import Decided, Lasting, Tests
from licet.law.given import FALSE, Given
from licet.law.laid_out import LaidOut
from licet.law.lanes import Lanes
from licet.law.leaning import Leaning
from licet.law.on_day import Lane, Late, ListOnDay, RegimeOnDay, RuleInForce, Standing
from licet.law.statute import GROUP, Law, Paragraph, Regime
from licet.model.determination import Horizon
from licet.model.source import Doubt

MAX_SORTS, MAX_RESTS = 4096, 65536
"""How many sorts of items, and how many texts of them, are kept over all days; orders repeat sorts."""


class Segment(NamedTuple):
    """The number of a stretch of days, and of a stretch of publications, in which nothing changes."""

    days: int
    known: int


class Rest(NamedTuple):
    """What is left to test of a paragraph for a sort of item, whether that leans on defaults or compares numbers, and how to read it.

    There is nothing to read where it is false.
    """

    condition: t.Node
    leans: bool
    numeric: bool
    read: Late | None


class Shared:
    """What the segments of one law have in common: compiled readings, and texts that hold in the same way on many days."""

    def __init__(self, law: Law) -> None:
        self.evaluate = Evaluate(law.vocabulary)
        self.leaning = Leaning(law.vocabulary)
        self.laid_out = LaidOut(law, self.evaluate, self.leaning)
        self.lanes = Lanes(self.evaluate, self.leaning)
        self.rests: dict[tuple[int, tuple[Kleene, ...]], Rest] = {}
        self.laws: list[LawOnDay] = []
        self.tests = Tests()
        self.lasting: defaultdict[Sort, Lasting] = defaultdict(Lasting)
        self._law = law
        self._of_kinds: dict[tuple[str, ...], frozenset[int]] = {}

    def may_be(self, kinds: tuple[str, ...] | None) -> Container[int]:
        """Return the numbers of the paragraphs that items of these kinds could meet on any day, as far as tests of kinds tell."""
        if kinds is None:
            return range(len(self._law.paragraphs))
        found = self._of_kinds.get(kinds)
        if found is None:
            test = partial(self._law.vocabulary.kinds.test, kinds)
            found = self._of_kinds[kinds] = frozenset(
                index for index, one in enumerate(self._law.paragraphs) if one.condition is not None and _kinds_allow(one.condition, test)
            )
        return found

    def trim(self) -> None:
        """Drop what is kept of lanes and sorts once there is much, so that memory stays flat however many different orders come."""
        if self.lanes.is_full() or len(self.rests) > MAX_RESTS or len(self.lasting) > MAX_SORTS:
            self.rests.clear()
            self.lasting.clear()
            self._of_kinds.clear()
            self.lanes.forget()
            self.leaning.forget()
            self.evaluate.forget()
            for law in self.laws:
                law.forget()


class Calendar:
    """Cuts a law into segments and hands out the law of a segment."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.days, self.published = law.days_of_change, law.days_of_publication
        self._known: dict[Segment, LawOnDay] = {}
        self._shared = Shared(law)

    def on(self, day: date, known_on: date | None = None) -> LawOnDay:
        """Return the law of a day, as the world knew it on another (today where none is given)."""
        known = len(self.published) if known_on is None else bisect_right(self.published, known_on)
        segment = Segment(bisect_right(self.days, day), known)
        found = self._known.get(segment)
        if found is None:
            found = self._known[segment] = LawOnDay(self.law, day, known_on, self._shared)
        return found


class LawOnDay:
    """The law in force on any day of one segment; conditions are compiled when first read."""

    def __init__(self, law: Law, day: date, known_on: date | None, shared: Shared | None = None) -> None:
        self.law = law
        self.vocabulary = law.vocabulary
        self._day, self._known_on = day, known_on
        self._shared = Shared(law) if shared is None else shared
        self._shared.laws.append(self)
        self._places: dict[str, PlacesInForce] = {}
        self._horizons: dict[str, Horizon] = {}
        self.evaluate = self._shared.evaluate
        self.kept: dict[int, tuple[t.Node, object]] = {}
        self.regimes: dict[str, RegimeOnDay] = self._shared.laid_out.on(day, known_on)
        self.lists: dict[str, ListOnDay] = {found.control_list.id: found for regime in self.regimes.values() for found in regime.lists}
        self._candidates: dict[Sort, dict[str, list[Standing]]] = {}
        self._within: dict[tuple[Sort, str], frozenset[str]] = {}

    # What the language asks of the law

    def text_of(self, versions: tuple[t.Version, ...]) -> t.Node | None:
        """Return the text of a definition in force."""
        for version in versions:
            if version.valid.in_force(self._day, self._known_on):
                return version.body
        return None

    def places(self, name: str) -> PlacesInForce:
        """Return a set of places as of the day."""
        found = self._places.get(name)
        if found is None:
            declared = self.vocabulary.place_sets[name]
            members = declared.members_on(self._day)
            found = self._places[name] = PlacesInForce(members, declared.unconfirmed, declared.excludes, declared.open)
        return found

    def forget(self) -> None:
        """Drop what is kept for sorts and lanes of this day."""
        self.kept.clear()
        self._candidates.clear()
        self._within.clear()

    # What reasoning asks of it

    def horizon(self, regime: Regime) -> Horizon:
        """Return how far the law of a regime is known, and whether this segment lies beyond."""
        found = self._horizons.get(regime.id)
        if found is None:
            late = self._day > regime.known_through
            early = regime.known_from is not None and self._day < regime.known_from
            note = ""
            if late:
                note = f"{regime.adjective} law is known here through {regime.known_through}. {regime.beyond}".strip()
            elif early:
                note = f"{regime.adjective} law is known here from {regime.known_from}; what held before was not read."
            found = self._horizons[regime.id] = Horizon(regime.known_from, regime.known_through, late or early, note)
        return found

    def _decided(self, sort: Sort) -> Decided:
        """Return what is decided of the tests of paragraphs for items of a sort."""
        return Decided(self._shared.tests, Given(self, sort.kinds, dict(sort.told)), self._shared.lasting[sort])

    def _rest(self, condition: t.Node, decided: Decided) -> Rest:
        """Return what is left to test of a paragraph; the same for all sorts and days that decide its tests alike."""
        key = (id(condition), decided.of(condition))
        found = self._shared.rests.get(key)
        if found is None:
            rest = decided.given.visit(condition)
            numeric = any(isinstance(part, t.Compare) for part in t.walk(rest))
            read = Late(self.evaluate, rest) if rest != FALSE else None
            found = self._shared.rests[key] = Rest(rest, self._shared.leaning.leans(rest), numeric, read)
        return found

    def concerns(self, fact: FactDefinition, kinds: object) -> bool:
        """Whether a fact can be said of an item of the given kinds (a tuple of kinds, or None where unknown)."""
        return not isinstance(kinds, tuple) or any(self.vocabulary.kinds.test(kinds, kind) is not False for kind in fact.kinds)

    def candidates(self, sort: Sort) -> dict[str, list[Standing]]:
        """Return by list the paragraphs that an item of this sort could meet at all; the others are false for all of the sort."""
        found = self._candidates.get(sort)
        if found is None:
            decided, may_be = self._decided(sort), self._shared.may_be(sort.kinds)
            found = self._candidates[sort] = {
                list_id: [
                    one
                    for standing in on_day.standing
                    if standing.index in may_be and (one := self._of_sort(standing, decided)) is not None
                ]
                for list_id, on_day in self.lists.items()
            }
        return found

    def out_of_reach(self, sort: Sort, list_id: str, code: str) -> bool:
        """Whether items of a sort can meet nothing under a reference on the day, unless they are declared there."""
        key = (sort, list_id)
        within = self._within.get(key)
        if within is None:
            codes = [one.paragraph.code for one in self.candidates(sort)[list_id]]
            within = self._within[key] = frozenset(above for own in codes for above in _above(own))
        return code not in within

    def could_meet(self, sort: Sort) -> list[Paragraph]:
        """Return the paragraphs of any day that an item of this sort could meet, as far as texts of this day tell."""
        decided, may_be = self._decided(sort), self._shared.may_be(sort.kinds)
        return [
            found
            for index, found in enumerate(self.law.paragraphs)
            if index in may_be and found.condition is not None and self._rest(found.condition, decided).read is not None
        ]

    def _of_sort(self, standing: Standing, decided: Decided) -> Standing | None:
        """Return the paragraph as it reads for items of a sort, or None if it is false for all of them."""
        if standing.paragraph.condition is None:
            return None
        rest = self._rest(standing.paragraph.condition, decided)
        if rest.read is None:
            return None
        return replace(standing, rest=rest.condition, read=rest.read, leans_on_defaults=rest.leans, numeric=rest.numeric)

    def rules_for(self, lane: Lane) -> dict[str, RegimeOnDay]:
        """Return the regimes with their rules as they read on one lane; rules that are false there are left out."""
        self._shared.trim()
        return self._shared.lanes.rules_for(self, lane)

    def assumed_by(self, found: RuleInForce, lane: Lane) -> tuple[str, ...]:
        """Return the facts with a stated default that a rule still hangs on where it stands, on a lane."""
        return self._shared.lanes.assumed_by(found, self, lane)

    def default_facts(self, node: t.Node | None) -> tuple[str, ...]:
        """Return the facts with a stated default that a condition names, in the order of the text."""
        return self._shared.leaning.default_facts(node)

    def doubts(self, ids: list[str]) -> list[Doubt]:
        """Return doubts by their ids; an id that is a sentence already is its own doubt."""
        return [self.law.doubts.get(doubt_id) or Doubt(doubt_id, doubt_id) for doubt_id in ids]


def _above(code: str) -> Iterator[str]:
    """Yield every reference that takes in a code: the whole list, its groups, and each paragraph above."""
    yield from (code[:length] for length in range(GROUP + 1))
    parts = code.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _kinds_allow(condition: t.Node, test: Callable[[str], Kleene]) -> bool:
    """Whether tests of the kind alone leave it possible that a condition holds."""
    match condition:
        case t.IsKind(kinds):
            return any(test(kind) is not False for kind in kinds)
        case t.And(parts):
            return all(_kinds_allow(part, test) for part in parts)
        case t.Or(parts):
            return any(_kinds_allow(part, test) for part in parts)
        case _:
            return True
