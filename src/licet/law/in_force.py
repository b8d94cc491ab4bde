"""Which text was in force, and known, on a day.

The law changes on few days. Between two of them nothing changes, so everything for such a segment is built once and kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from licet.language import tree as t
from licet.language.evaluate import Evaluate, Reading
from licet.language.surroundings import Env, Kleene, PlacesInForce, Sort
from licet.language.vocabulary import FactDefinition, Vocabulary
from licet.law.given import FALSE, TRUE, Given, replace_definitions
from licet.law.on_day import LANE_TYPES, Demands, Lane, Late, ListOnDay, RegimeOnDay, RuleInForce, Standing
from licet.law.statute import BITING, RELEASING, Law, Paragraph, Regime, Rule, RuleKind
from licet.model.determination import Horizon
from licet.model.shipment import Item
from licet.model.source import Doubt

NEW_LANE = 2
"""How often a lane is read as the whole law before it is read apart."""

MAX_LANES, MAX_ASKED, MAX_RESTS = 256, 65536, 65536
"""How many lanes are kept, counted before, and texts of sorts kept, over all days; orders repeat lanes and sorts."""


GROUPS = {kind: group[0] for group in (BITING, RELEASING) for kind in group}
"""The kind under which all kinds that do the same stand together, in the order of the law."""

DEMANDS = (BITING[0], RELEASING[0], RuleKind.DUTY, RuleKind.REVIEW_POLICY)
"""The kinds of rules in the order of `Demands`."""


class Segment(NamedTuple):
    """The number of a stretch of days, and of a stretch of publications, in which nothing changes."""

    days: int
    known: int


class Rest(NamedTuple):
    """What is left to test of a paragraph for a sort of item, whether that leans on defaults, and whether it compares numbers."""

    condition: t.Node
    leans: bool
    numeric: bool


class Shared:
    """What the segments of one law have in common: compiled readings, and texts that hold in the same way on many days."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.evaluate = Evaluate(vocabulary)
        self.rests: dict[tuple[int, Sort, tuple[int, ...]], Rest] = {}
        self._dated: dict[int, tuple[tuple[t.Version, ...], ...]] = {}
        self.standings: dict[int, Standing] = {}
        self.rules: dict[int, RuleInForce] = {}
        self.of_sort: dict[tuple[int, Sort], Standing | None] = {}
        self.lanes: dict[tuple[int, Lane], dict[str, RegimeOnDay]] = {}
        self.asked: dict[tuple[int, Lane], int] = {}
        self.laws: list[LawOnDay] = []

    def dated(self, condition: t.Node) -> tuple[tuple[t.Version, ...], ...]:
        """Return the texts of the definitions of a condition of the law that change with the days."""
        known = self._dated.get(id(condition))
        if known is None:
            definitions = {id(part.versions): part.versions for part in t.walk(condition) if isinstance(part, t.Defined)}
            dated = [one for one in definitions.values() if any(text.valid.days() | text.valid.publications() for text in one)]
            known = self._dated[id(condition)] = tuple(dated)
        return known

    def trim(self) -> None:
        """Drop what is kept of lanes and sorts once there are many, so that memory stays flat however many different orders come."""
        if len(self.asked) > MAX_ASKED or len(self.lanes) > MAX_LANES or len(self.rests) > MAX_RESTS:
            for kept in (self.lanes, self.asked, self.rests, self.of_sort):
                kept.clear()
            for law in self.laws:
                law.forget()
            self.evaluate.forget()


class Calendar:
    """Cuts a law into segments and hands out the law of a segment."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.days, self.published = law.days_of_change, law.days_of_publication
        self._known: dict[Segment, LawOnDay] = {}
        self._shared = Shared(law.vocabulary)

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
        self._shared = Shared(law.vocabulary) if shared is None else shared
        self._shared.laws.append(self)
        self._places: dict[str, PlacesInForce] = {}
        self._horizons: dict[str, Horizon] = {}
        self._leaning: dict[int, tuple[t.Node, bool]] = {}
        self._defaults: dict[int, tuple[t.Node, tuple[str, ...]]] = {}
        self._assumed: dict[tuple[str, int], tuple[Given, tuple[str, ...]]] = {}
        self.evaluate = self._shared.evaluate
        self.kept: dict[int, tuple[t.Node, object]] = {}
        self.lists: dict[str, ListOnDay] = {}
        self.regimes: dict[str, RegimeOnDay] = {}
        self._candidates: dict[Sort, dict[str, list[Standing]]] = {}
        self._lay_out()

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
        for kept in (self.kept, self._candidates, self._leaning, self._defaults, self._assumed):
            kept.clear()

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

    def _lay_out(self) -> None:
        for regime in self.law.regimes.values():
            for control_list in regime.lists.values():
                condition = control_list.condition
                read = self.evaluate.visit(condition) if condition is not None else None
                self.lists[control_list.id] = ListOnDay(control_list, read, self.leans(condition), [])
        for index, paragraph in enumerate(self.law.paragraphs):
            if paragraph.condition is None:
                continue
            binds = paragraph.valid.in_force(self._day, self._known_on)
            if binds is not False:
                self.lists[paragraph.list].standing.append(self._standing(index, paragraph, paragraph.condition, binds))
        rules: defaultdict[tuple[str, RuleKind], list[RuleInForce]] = defaultdict(list)
        for rule in self.law.rules:
            if (found := self._rule(rule)) is not None:
                rules[rule.regime, GROUPS.get(rule.kind, rule.kind)].append(found)
        for regime in self.law.regimes.values():
            lists = [self.lists[control_list.id] for control_list in regime.lists.values()]
            of_kind = {kind: rules[regime.id, kind] for kind in RuleKind}
            demands = Demands(*(of_kind[kind] for kind in DEMANDS))
            reach, conflicts = of_kind[RuleKind.REACH], of_kind[RuleKind.CONFLICT]
            self.regimes[regime.id] = RegimeOnDay(regime, lists, reach, conflicts, partial(_given, demands), bool(reach))

    def _standing(self, index: int, paragraph: Paragraph, condition: t.Node, binds: Kleene) -> Standing:
        unenforced = paragraph.valid.unenforced(self._day, self._known_on)
        found = self._shared.standings.get(index)
        if found is None:
            found = self._shared.standings[index] = Standing(paragraph, True, condition, Late(self.evaluate, condition), True, index)
        return found if binds is True and unenforced is None else replace(found, binds=binds, unenforced=unenforced)

    def _rule(self, rule: Rule) -> RuleInForce | None:
        binds = rule.valid.in_force(self._day, self._known_on)
        if binds is False:
            return None
        found = self._shared.rules.get(id(rule))
        if found is None:
            read = Late(self.evaluate, rule.when) if rule.when is not None else None
            found = self._shared.rules[id(rule)] = RuleInForce(rule, True, None, read, True, {})
        unenforced = rule.valid.unenforced(self._day, self._known_on)
        return found if binds is True and unenforced is None else replace(found, binds=binds, unenforced=unenforced)

    def _rest(self, condition: t.Node, sort: Sort, given: Given) -> Rest:
        """Return what is left to test for an item of this sort; the same on every day unless a definition changes with the days."""
        key = (id(condition), sort, tuple(id(self.text_of(versions)) for versions in self._shared.dated(condition)))
        found = self._shared.rests.get(key)
        if found is None:
            rest = given.visit(condition)
            found = self._shared.rests[key] = Rest(rest, self.leans(rest), any(isinstance(part, t.Compare) for part in t.walk(rest)))
        return found

    def leans(self, node: t.Node | None) -> bool:
        """Whether a condition can lean on a stated default (then it is read with and without)."""
        if node is None:
            return False
        kept = self._leaning.get(id(node))
        known = kept[1] if kept is not None else None
        if known is None:
            facts = self.vocabulary.facts
            known = any(
                isinstance(part, (t.Meets, t.Quantified, t.Aggregated))
                or (isinstance(part, t.Fact) and (facts[part.name].default is not None or facts[part.name].derive is not None))
                for part in t.walk(node)
            )
            self._leaning[id(node)] = (node, known)  # the node is kept, so that its id stays its own
        return known

    def default_facts(self, node: t.Node | None) -> tuple[str, ...]:
        """Return the facts with a stated default that a condition names, in the order of the text."""
        if node is None:
            return ()
        found = self._defaults.get(id(node))
        if found is None:
            names: dict[str, None] = {}
            self._collect_defaults(node, names)
            found = self._defaults[id(node)] = (node, tuple(names))  # the node is kept, so that its id stays its own
        return found[1]

    def assumed_by(self, found: RuleInForce, lane: Lane) -> tuple[str, ...]:
        """Return the facts with a stated default that a rule still hangs on where it stands, on a lane."""
        if found.rule.when is None:
            return ()
        if found.given is None:
            names: dict[str, None] = {}
            self._collect_defaults(replace_definitions(Given(self, lane.kinds, dict(lane.facts))).visit(found.rule.when), names)
            return tuple(names)
        key = (found.rule.id, id(found.given))
        known = self._assumed.get(key)
        if known is None:
            rest = replace_definitions(found.given).visit(found.rule.when)
            known = self._assumed[key] = (found.given, self.default_facts(rest))
        return known[1]

    def _collect_defaults(self, node: t.Node, names: dict[str, None]) -> None:
        facts, scopes = self.vocabulary.facts, self.vocabulary.scopes
        for part in t.walk(node):
            if isinstance(part, t.Fact):
                if facts[part.name].default is not None:
                    names[part.name] = None
                derive = facts[part.name].derive
                if derive is not None:
                    self._collect_defaults(derive, names)
            elif isinstance(part, (t.Quantified, t.Aggregated)) and scopes[part.scope].closed_by:
                names[scopes[part.scope].closed_by] = None

    def concerns(self, fact: FactDefinition, kinds: object) -> bool:
        """Whether a fact can be said of an item of the given kinds (a tuple of kinds, or None where unknown)."""
        return not isinstance(kinds, tuple) or any(self.vocabulary.kinds.test(kinds, kind) is not False for kind in fact.kinds)

    def candidates(self, sort: Sort) -> dict[str, list[Standing]]:
        """Return by list the paragraphs that an item of this sort could meet at all; the others are false for all of the sort."""
        found = self._candidates.get(sort)
        if found is None:
            given = Given(self, sort.kinds, dict(sort.told))
            found = self._candidates[sort] = {
                list_id: [one for standing in on_day.standing if (one := self._of_sort(standing, sort, given)) is not None]
                for list_id, on_day in self.lists.items()
            }
        return found

    def could_meet(self, sort: Sort) -> list[Paragraph]:
        """Return the paragraphs of any day that an item of this sort could meet, as far as texts of this day tell."""
        given = Given(self, sort.kinds, dict(sort.told))
        return [
            found
            for found in self.law.paragraphs
            if found.condition is not None and self._rest(found.condition, sort, given).condition != FALSE
        ]

    def _of_sort(self, standing: Standing, sort: Sort, given: Given) -> Standing | None:
        """Return the paragraph as it reads for items of a sort, or None if it is false for all of them."""
        if standing.paragraph.condition is None:
            return None
        key = (standing.index, sort)
        if key in self._shared.of_sort and self._shared.standings[standing.index] is standing:
            return self._shared.of_sort[key]
        rest = self._rest(standing.paragraph.condition, sort, given)
        found = None
        if rest.condition != FALSE:
            read = Late(self.evaluate, rest.condition)
            found = replace(standing, rest=rest.condition, read=read, leans_on_defaults=rest.leans, numeric=rest.numeric)
        if self._shared.standings[standing.index] is standing and not self._shared.dated(standing.paragraph.condition):
            self._shared.of_sort[key] = found
        return found

    def rules_for(self, lane: Lane) -> dict[str, RegimeOnDay]:
        """Return the regimes with their rules as they read on one lane; rules that are false there are left out.

        A lane that is new is read as the whole law: reading it apart pays only for lanes that come back.
        """
        key = (id(self), lane)
        found = self._shared.lanes.get(key)
        if found is None:
            asked = self._shared.asked[key] = self._shared.asked.get(key, 0) + 1
            if asked <= NEW_LANE:
                self._shared.trim()
                return self.regimes
            given = Given(self, lane.kinds, dict(lane.facts))
            found = self._shared.lanes[key] = {name: self._on_lane(regime, given) for name, regime in self.regimes.items()}
        return found

    def _on_lane(self, regime: RegimeOnDay, given: Given) -> RegimeOnDay:
        kept = partial(self._kept, given)
        demands = cache(lambda: Demands(*map(kept, (whole.biting, whole.releasing, whole.duties, whole.policies))))
        whole = regime.demands()
        return RegimeOnDay(regime.regime, regime.lists, kept(regime.reach), kept(regime.conflicts), demands, regime.has_reach)

    def _kept(self, given: Given, rules: list[RuleInForce]) -> list[RuleInForce]:
        found = []
        for rule in rules:
            rest = given.visit(rule.rule.when) if rule.rule.when is not None else TRUE
            if rest == FALSE:
                continue
            read = self._read_on_lane(rest, given) if rest != TRUE else None
            found.append(replace(rule, read=read, leans_on_defaults=self.leans(rest) or bool(rule.rule.items), given=given))
        return found

    def _read_on_lane(self, rest: t.Node, given: Given) -> Reading:
        """Return how to read what is left of a rule; where nothing but the lane decides it, that is one value for all."""
        read = self.evaluate.visit(rest)
        if not self._hangs_on_lane_only(rest):
            return read
        value = read(Env(dict(given.facts), Item({}), (), self, False, lambda env, list_id, code: None))
        return lambda env: value

    def _hangs_on_lane_only(self, node: t.Node) -> bool:
        facts = self.vocabulary.facts
        for part in t.walk(node):
            if isinstance(part, (t.Quantified, t.Aggregated, t.Meets, t.IsKind)):
                return False
            if isinstance(part, t.Fact):
                fact = facts[part.name]
                if fact.owner != "shipment" or fact.type not in LANE_TYPES or fact.derive is not None:  # what is derived leans on the item
                    return False
        return True

    def doubts(self, ids: list[str]) -> list[Doubt]:
        """Return doubts by their ids; an id that is a sentence already is its own doubt."""
        return [self.law.doubts.get(doubt_id) or Doubt(doubt_id, doubt_id) for doubt_id in ids]


def _given(demands: Demands) -> Demands:
    return demands
