"""Assumptions: the stated defaults that an answer rests on, and what holds without them. Worked out only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licet.language.surroundings import Env
from licet.language.vocabulary import FactDefinition
from licet.law.in_force import LawOnDay
from licet.model.determination import WithoutAssumptions
from licet.model.outcome import join_all
from licet.model.shipment import Shipment
from licet.reasoning.classify import Classifier
from licet.reasoning.weigh import Weighed, lane_of, regimes_on_lane, weigh, without_assumptions


def weigh_without(shipment: Shipment, weighed: Mapping[str, Weighed], law: LawOnDay, classifier: Classifier) -> WithoutAssumptions:
    """Return what every regime says where no default stands in for a missing fact, and the defaults that make the difference.

    Args:
        shipment: the shipment.
        weighed: what each regime says with the defaults.
        law: the law of the day.
        classifier: what classified the item.

    """
    env = without_assumptions(shipment, next(iter(weighed.values())).env)
    strict = {name: weigh(regime, env, classifier) for name, regime in regimes_on_lane(law, env).items() if name in weighed}
    texts = dict.fromkeys(text for name in weighed for text in _made_by(weighed[name], strict[name], law))
    outcomes = {name: found.outcome for name, found in strict.items()}
    return WithoutAssumptions(join_all(outcomes.values()), outcomes, tuple(texts))


def _made_by(weighed: Weighed, strict: Weighed, law: LawOnDay) -> Iterator[str]:
    """Yield the assumptions that one regime's answer rests on: where it would be open without them."""
    names: dict[str, None] = {}
    lane = lane_of(strict.env)
    held = {hook.rule.id: value for hook, value in weighed.reached.hooks}
    for hook, value in strict.reached.hooks:
        if value is not held.get(hook.rule.id, False):
            names.update(dict.fromkeys(law.assumed_by(hook, lane)))
    bitten = {bite.rule.rule.id: bite for bite in weighed.bites}
    for bite in strict.bites:
        counterpart = bitten.get(bite.rule.rule.id)
        if (counterpart is None or counterpart.value is not bite.value) and bite.outcome > weighed.outcome.lower:
            names.update(dict.fromkeys(law.assumed_by(bite.rule, lane)))
            for one, value in bite.triggers:
                if weighed.env.memo.get(one.index, value) is not value:
                    names.update(dict.fromkeys(law.default_facts(one.rest)))
        if counterpart is not None:
            released = {release.rule.id: value for release, value in counterpart.releases}
            for release, value in bite.releases:
                if released.get(release.rule.id, False) is not value:
                    names.update(dict.fromkeys(law.assumed_by(release, lane)))
    kinds = weighed.env.facts.get("kind")
    for name in names:
        fact = law.vocabulary.facts[name]
        if not _is_told(fact, strict.env) and (not fact.kinds or law.concerns(fact, kinds)):
            yield fact.assumption


def _is_told(fact: FactDefinition, env: Env) -> bool:
    """Whether the shipment states a fact: on the item, on the shipment, or on every one of its records."""
    if fact.owner in ("item", "shipment"):
        return fact.name in (env.item.facts if fact.owner == "item" else env.shipment)
    records = env.parties if fact.owner == "party" else env.item.records.get(fact.owner, ())
    return bool(records) and all(fact.name in record.facts for record in records)
