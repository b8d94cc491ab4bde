"""Reach: does this regime reach the shipment at all, and by which hook?"""

from __future__ import annotations

from dataclasses import dataclass

from licet.language.surroundings import Env, Kleene, kleene_and, kleene_or
from licet.law.on_day import RegimeOnDay, RuleInForce


@dataclass(slots=True)
class Reached:
    """Whether the regime reaches the shipment, and each hook that does or may.

    `special` says whether a hook reaches for some rules only, and `only` names them: a law can bind a person without reaching the item.
    """

    value: Kleene
    hooks: list[tuple[RuleInForce, Kleene]]
    special: Kleene = False
    only: frozenset[str] = frozenset()

    @property
    def at_all(self) -> bool:
        """Whether the regime reaches the shipment or may, by any hook."""
        return self.value is not False or self.special is not False


def reach(regime: RegimeOnDay, env: Env) -> Reached:
    """Return whether any reach rule of the regime holds; a regime without one reaches everything."""
    if not regime.has_reach:
        return Reached(True, [])
    reached = Reached(False, [])
    for found in regime.reach:
        holds: Kleene = kleene_and(found.binds, found.read(env) if found.read is not None else True)
        if holds is False:
            continue
        reached.hooks.append((found, holds))
        if found.rule.only:
            reached.special = kleene_or(reached.special, holds)
            reached.only |= set(found.rule.only)
        else:
            reached.value = kleene_or(reached.value, holds)
    return reached
