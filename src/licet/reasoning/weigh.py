"""One regime from reach to conclusion, once with the stated assumptions and once without."""

from __future__ import annotations

from dataclasses import dataclass

from licet.language.surroundings import Env
from licet.law.in_force import LawOnDay
from licet.law.on_day import Lane, RegimeOnDay
from licet.model.outcome import Interval, join_all
from licet.model.shipment import Shipment
from licet.reasoning.classify import Classifier
from licet.reasoning.conclude import conclude
from licet.reasoning.reach import Reached, reach
from licet.reasoning.release import release
from licet.reasoning.require import Bite, require


@dataclass(slots=True)
class Weighed:
    """What the pipeline found for one regime in given surroundings."""

    regime: RegimeOnDay
    env: Env
    reached: Reached
    bites: list[Bite]
    outcome: Interval


def weigh(regime: RegimeOnDay, env: Env, classifier: Classifier) -> Weighed:
    """Run reach, classify, require, release and conclude for one regime; classification happens as far as rules ask for it."""
    reached = reach(regime, env)
    bites: list[Bite] = []
    if reached.at_all:
        bites = require(regime, env, classifier)
        if reached.value is False:
            bites = [bite for bite in bites if bite.rule.rule.id in reached.only]
        release(regime, bites, env, classifier)
    return Weighed(regime, env, reached, bites, outcome_of(reached, bites))


def outcome_of(reached: Reached, bites: list[Bite], enforced_only: bool = False) -> Interval:
    """Return the outcome of a regime: by the hooks that reach the item, and by those that reach for some rules only."""
    outcome = conclude(reached.value, bites, enforced_only)
    if reached.special is False:
        return outcome
    special = [bite for bite in bites if bite.rule.rule.id in reached.only]
    return join_all((outcome, conclude(reached.special, special, enforced_only)))


def regimes_on_lane(law: LawOnDay, env: Env) -> dict[str, RegimeOnDay]:
    """Return the regimes with the rules that can hold on the shipment's lane."""
    return law.rules_for(lane_of(env))


def lane_of(env: Env) -> Lane:
    """Return what rules ask of the shipment besides quantities and days, and the kind of its item."""
    told = frozenset((name, value) for name, value in env.shipment.items() if isinstance(value, (str, bool, frozenset)))
    return Lane(told, env.sort.kinds, None if env.item.declared else env.sort)


def surroundings(shipment: Shipment, law: LawOnDay, classifier: Classifier) -> Env:
    """Return what conditions are read against, with the vocabulary's stated defaults in place of missing facts."""
    facts = {**law.vocabulary.defaults.get("shipment", {}), "date": shipment.day, **shipment.facts}
    env = Env(facts, shipment.item, shipment.parties, law, True, classifier.meets)
    env.told = {"date", *shipment.facts}
    return env


def without_assumptions(shipment: Shipment, assumed: Env) -> Env:
    """Return the same surroundings without defaults: what is not stated stays unknown."""
    facts = {"date": shipment.day, **shipment.facts}
    strict = Env(facts, shipment.item, shipment.parties, assumed.law, False, assumed.meets)
    strict.base = assumed
    return strict
