"""Review: by which policy would an application be judged? It moves no bound; whoever applies wants to know."""

from __future__ import annotations

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce
from licet.reasoning.classify import Classifier
from licet.reasoning.require import Bite


def reviews(regime: RegimeOnDay, bite: Bite, env: Env, classifier: Classifier) -> list[tuple[RuleInForce, Kleene]]:
    """Return the review policies for a rule that bites, in the order of the law: those that may apply, up to the first that does."""
    found: list[tuple[RuleInForce, Kleene]] = []
    for policy in regime.demands().policies_of.get(bite.rule.rule.id, ()):
        value = kleene_and(policy.binds, policy.read(env) if policy.read is not None else True)
        value = kleene_and(value, _is_about(policy, bite, env, classifier)) if value is not False else value
        if value is not False:
            found.append((policy, value))
        if value is True:
            break
    return found


def _is_about(policy: RuleInForce, bite: Bite, env: Env, classifier: Classifier) -> Kleene:
    """Say whether a policy for certain items is about the item: by what triggers the rule, else by what the item meets."""
    rule = policy.rule
    if not rule.items and not rule.except_items:
        return True
    about: Kleene = False
    for standing, met in bite.triggers:
        if policy.takes_in(standing.paragraph):
            about = kleene_or(about, met)
    if about is not True:
        for ref in rule.items:
            about = kleene_or(about, classifier.meets(env, ref.list, ref.code) if not rule.except_items else None)
    return about
