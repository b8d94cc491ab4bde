"""Conflict: where does heeding one law breach another? A conflict moves no bound and does not say which law to obey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce
from licet.law.statute import EVERY_RULE
from licet.model.outcome import Outcome
from licet.reasoning.classify import Classifier
from licet.reasoning.require import Bite, holds
from licet.reasoning.weigh import Weighed


@dataclass(slots=True)
class Conflict:
    """A conflict that stands (true) or may (open), with the rules of the other law that hold something back, or may."""

    rule: RuleInForce
    value: Kleene
    opposed: tuple[str, ...] = ()


def conflicts(regime: RegimeOnDay, weighed: Callable[[str], Weighed], env: Env, classifier: Classifier) -> Iterator[Conflict]:
    """Yield the conflicts of a regime that stand or may, whether or not the regime reaches the shipment.

    A regime that asks nothing of a shipment can still forbid to heed what another law asks of it.

    Args:
        regime: the law that forbids to heed another.
        weighed: gives what another regime was found to say.
        env: the surroundings with the stated assumptions.
        classifier: classifies the item.

    """
    for found in regime.conflicts:
        value, _ = holds(found, env, classifier)
        opposed: tuple[str, ...] = ()
        if value is not False and found.rule.opposes:
            stands, opposed = held_back(weighed(found.rule.against), frozenset(found.rule.opposes))
            value = kleene_and(value, stands)
        if value is not False:
            yield Conflict(found, value, opposed)


def held_back(weighed: Weighed, opposes: frozenset[str]) -> tuple[Kleene, tuple[str, ...]]:
    """Return whether a regime holds the shipment back by one of these rules, and which do or may."""
    value: Kleene = False
    opposed = []
    for bite in weighed.bites:
        if bite.outcome < Outcome.LICENCE_REQUIRED or not (EVERY_RULE in opposes or bite.rule.rule.id in opposes):
            continue
        stands = kleene_and(_reached(weighed, bite), _unreleased(bite))
        if stands is not False:
            opposed.append(bite.rule.rule.id)
            value = kleene_or(value, stands)
    return value, tuple(opposed)


def _reached(weighed: Weighed, bite: Bite) -> Kleene:
    reached = weighed.reached
    return kleene_or(reached.value, reached.special) if bite.rule.rule.id in reached.only else reached.value


def _unreleased(bite: Bite) -> Kleene:
    """Whether a rule bites with nothing that lifts it: what may go anyway is not held back."""
    if any(value is True for _, value in bite.releases):
        return False
    return kleene_and(bite.value, None if bite.releases else True)
