"""Rules as they read on a lane. A rule is read once for all lanes, and all days, that decide its tests alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from licet.language import tree as t
from licet.language.evaluate import Evaluate, Reading
from licet.language.surroundings import Kleene
from licet.law.decided import Decided, Lasting, Tests
from licet.law.given import FALSE, TRUE, Given, replace_definitions
from licet.law.leaning import Leaning
from licet.law.on_day import LANE_TYPES, Demands, Lane, RegimeOnDay, RuleInForce

if TYPE_CHECKING:
    from licet.law.in_force import LawOnDay

MAX_LANES, MAX_READ = 4096, 32768
"""How many lanes, and how many readings of rules, are kept over all days."""


class Lanes:
    """Reads rules apart for lanes, and keeps what was read."""

    def __init__(self, evaluate: Evaluate, leaning: Leaning) -> None:
        self.evaluate, self.leaning = evaluate, leaning
        self._tests = Tests()
        self._lasting: defaultdict[Lane, Lasting] = defaultdict(Lasting)
        self._lanes: dict[tuple[int, Lane], dict[str, RegimeOnDay] | None] = {}
        self._read: dict[tuple[object, ...], RuleInForce | None] = {}
        self._assumed: dict[tuple[int, int, Lane], tuple[str, ...]] = {}

    def rules_for(self, law: LawOnDay, lane: Lane) -> dict[str, RegimeOnDay]:
        """Return the regimes of a day with their rules as they read on one lane; rules that are false there are left out.

        The first time a lane comes it gets the rules as they are: to read them apart for it pays once it comes back.
        """
        key = (id(law), lane)
        if key not in self._lanes:
            if len(self._lanes) >= MAX_LANES:
                self._lanes.clear()
                self._lasting.clear()
            self._lanes[key] = None
            return law.regimes
        found = self._lanes[key]
        if found is None:
            out_of_reach = partial(law.out_of_reach, lane.sort) if lane.sort is not None else None
            decided = Decided(self._tests, Given(law, lane.kinds, dict(lane.facts), out_of_reach), self._lasting[lane])
            found = self._lanes[key] = {name: self._regime(regime, decided) for name, regime in law.regimes.items()}
        return found

    def is_full(self) -> bool:
        """Whether so many readings are kept that they had better be dropped, together with what was compiled for them."""
        return len(self._read) > MAX_READ

    def forget(self) -> None:
        """Drop what is kept; rules that somebody holds stay good."""
        self._lanes.clear()
        self._lasting.clear()
        self._read.clear()
        self._assumed.clear()

    def assumed_by(self, found: RuleInForce, law: LawOnDay, lane: Lane) -> tuple[str, ...]:
        """Return the facts with a stated default that a rule still hangs on where it stands, on a lane."""
        if found.rule.when is None:
            return ()
        key = (id(found.rule), id(law), lane)
        known = self._assumed.get(key)
        if known is None:
            rest = replace_definitions(Given(law, lane.kinds, dict(lane.facts))).visit(found.rule.when)
            known = self._assumed[key] = self.leaning.default_facts(rest)
        return known

    def _regime(self, regime: RegimeOnDay, decided: Decided) -> RegimeOnDay:
        kept, held = partial(self._kept, decided), partial(self._held, decided)

        @cache
        def demands() -> Demands:
            whole = regime.demands()
            return Demands(held(whole.biting), kept(whole.releasing), held(whole.duties), kept(whole.policies))

        return replace(regime, reach=kept(regime.reach), conflicts=held(regime.conflicts), demands=demands)

    def _kept(self, decided: Decided, rules: list[RuleInForce]) -> list[RuleInForce]:
        return [found for rule in rules if (found := self._on_lane(decided, rule)) is not None]

    def _held(self, decided: Decided, rules: list[RuleInForce]) -> list[RuleInForce]:
        """Return the same of rules that hold by their items, if they name some: without those that name none that can be met."""
        out_of_reach = decided.given.out_of_reach
        if out_of_reach is None:
            return self._kept(decided, rules)
        can_hold = [rule for rule in rules if not rule.rule.items or not all(out_of_reach(ref.list, ref.code) for ref in rule.rule.items)]
        return self._kept(decided, can_hold)

    def _on_lane(self, decided: Decided, found: RuleInForce) -> RuleInForce | None:
        """Return a rule as it reads on a lane, or None where it is false."""
        condition = found.rule.when
        if condition is None:
            return found
        key = (id(found.rule), found.binds, id(found.unenforced), decided.of(condition))
        if key in self._read:
            return self._read[key]
        rest = decided.given.visit(condition)
        read = None
        if rest != FALSE:
            leans = self.leaning.leans(rest) or bool(found.rule.items)
            read = replace(found, read=self._compiled(rest) if rest != TRUE else None, leans_on_defaults=leans)
        self._read[key] = read
        return read

    def _compiled(self, rest: t.Node) -> Reading:
        """Return how to read what is left of a rule; where the lane left open all that it hangs on, that is unknown for all items."""
        return _unknown if self._hangs_on_lane_only(rest) else self.evaluate.visit(rest)

    def _hangs_on_lane_only(self, node: t.Node) -> bool:
        match node:
            case t.And(parts) | t.Or(parts):
                return all(map(self._hangs_on_lane_only, parts))
            case t.Not(part) | t.InPlaces(part) | t.Among(part) | t.Includes(part):
                return self._hangs_on_lane_only(part)
            case t.Fact(name, owner):
                fact = self.leaning.vocabulary.facts[name]
                return owner == "shipment" and fact.type in LANE_TYPES and fact.derive is None  # what is derived leans on the item
            case _:
                return False


def _unknown(env: object) -> Kleene:
    """Read a condition that nothing decides."""
    return None
