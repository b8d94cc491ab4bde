"""Reach: does this regime reach the shipment at all, and by which hook?"""

from __future__ import annotations

from dataclasses import dataclass

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce


@dataclass(slots=True)
class Reached:
    """Whether the regime reaches the shipment, and each hook that does or may."""

    value: Kleene
    hooks: list[tuple[RuleInForce, Kleene]]


def reach(regime: RegimeOnDay, env: Env) -> Reached:
    """Return whether any reach rule of the regime holds; a regime without one reaches everything."""
    if not regime.has_reach:
        return Reached(True, [])
    value: Kleene = False
    hooks: list[tuple[RuleInForce, Kleene]] = []
    for found in regime.reach:
        holds: Kleene = kleene_and(found.binds, found.read(env) if found.read is not None else True)
        if holds is not False:
            hooks.append((found, holds))
            value = kleene_or(value, holds)
    return Reached(value, hooks)
