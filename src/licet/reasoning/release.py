"""Release: which exceptions and general authorisations answer a requirement, or may?"""

from __future__ import annotations

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_not, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce
from licet.law.statute import Rule
from licet.reasoning.classify import Classifier
from licet.reasoning.require import Bite


def release(regime: RegimeOnDay, bites: list[Bite], env: Env, classifier: Classifier) -> None:
    """Put on every bite the releases that answer it (true) or may (open)."""
    holds: dict[str, Kleene] = {}  # one release answers many requirements
    releases_of = regime.demands().releases_of
    for bite in bites:
        for found in releases_of.get(bite.rule.rule.id, ()):
            if found.rule.id not in holds:
                holds[found.rule.id] = kleene_and(found.binds, found.read(env) if found.read is not None else True)
            value = holds[found.rule.id]
            if value is not False:
                value = kleene_and(value, _covers(found, bite, env, classifier))
            if value is not False:
                bite.releases.append((found, value))


def _covers(found: RuleInForce, bite: Bite, env: Env, classifier: Classifier) -> Kleene:
    """Say whether a release covers every paragraph that triggers the requirement."""
    rule = found.rule
    if not rule.items and not rule.except_items:
        return True
    if not bite.rule.rule.items:  # nothing listed triggers it, so the release must be met by its own items
        held: Kleene = not rule.items
        for ref in rule.items:
            held = kleene_or(held, classifier.meets(env, ref.list, ref.code))
        for ref in rule.except_items:
            held = kleene_and(held, kleene_not(classifier.meets(env, ref.list, ref.code)))
        return held
    result: Kleene = True
    for standing, met in bite.triggers:
        if not found.takes_in(standing.paragraph):
            result = kleene_and(result, kleene_not(met))
            if result is False:
                return False
    return kleene_and(result, _covers_declared(rule, bite, env, classifier))


def _covers_declared(rule: Rule, bite: Bite, env: Env, classifier: Classifier) -> Kleene:
    """A declared code without a met paragraph must lie wholly among the release's items; else it may not."""
    for ref in bite.rule.rule.items:
        declared = env.item.declared.get(ref.list.partition(":")[0])
        if declared and classifier.is_unencoded(ref.list.partition(":")[0], declared):
            return None
        if declared and classifier.declared_under(env, ref) and not rule.takes_in(ref.list, declared):
            return None if any(out.code.startswith(declared + ".") for out in (*rule.items, *rule.except_items)) else False
    return True
