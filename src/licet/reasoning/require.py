"""Require: which requirements, notifications and prohibitions bite? All of them, not the first."""

from __future__ import annotations

from dataclasses import dataclass, field

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce, Standing
from licet.law.statute import ItemRef, RuleKind
from licet.model.outcome import Outcome
from licet.reasoning.classify import Classifier

OUTCOMES = {
    RuleKind.REQUIREMENT: Outcome.LICENCE_REQUIRED,
    RuleKind.NOTIFICATION: Outcome.NOTIFY_AUTHORITY,
    RuleKind.PROHIBITION: Outcome.PROHIBITED,
}


@dataclass(slots=True)
class Bite:
    """A rule that bites (true) or may (open), with the paragraphs that trigger it."""

    rule: RuleInForce
    value: Kleene
    triggers: list[tuple[Standing, Kleene]]
    outcome: Outcome
    releases: list[tuple[RuleInForce, Kleene]] = field(default_factory=list)

    @property
    def enforced(self) -> Kleene:
        """Whether it bites by what the authority enforces: not announced as unenforced, nor triggered only by what is."""
        if self.rule.unenforced is not None:
            return False
        if all(standing.unenforced is None for standing, _ in self.triggers):
            return self.value
        listed: Kleene = False
        for standing, value in self.triggers:
            if standing.unenforced is None:
                listed = kleene_or(listed, value)
        return kleene_and(self.value, listed)


def holds(found: RuleInForce, env: Env, classifier: Classifier) -> tuple[Kleene, list[tuple[Standing, Kleene]]]:
    """Return whether a rule holds for the shipment, and the paragraphs that trigger it."""
    read: Kleene = found.read(env) if found.read is not None else True
    if read is False:
        return False, []
    value, rule = kleene_and(found.binds, read), found.rule
    if not rule.items:
        return value, []
    triggers = classifier.triggers(env, rule.items, rule.except_items)
    listed: Kleene = False
    for _, met in triggers:
        listed = kleene_or(listed, met)
    said = bool(env.item.declared) or env.supposed is not None
    if said and listed is not True and any(_said_under(ref, env, classifier) for ref in rule.items):
        listed = True
    return kleene_and(value, listed), triggers


def _said_under(ref: ItemRef, env: Env, classifier: Classifier) -> bool:
    """Whether the item is declared, or supposed for the sake of argument, under a reference."""
    return (bool(env.item.declared) and classifier.declared_under(env, ref)) or classifier.supposed_under(env, ref)


def require(regime: RegimeOnDay, env: Env, classifier: Classifier) -> list[Bite]:
    """Return the rules that bite or may bite, in the order of the law."""
    bites = []
    for found in regime.demands().biting:
        if env.base is not None and not found.leans_on_defaults and env.base.memo.get(found.rule.id) is False:
            continue
        value, triggers = holds(found, env, classifier)
        env.memo[found.rule.id] = value
        if value is not False:
            bites.append(Bite(found, value, triggers, OUTCOMES[found.rule.kind]))
    return bites
