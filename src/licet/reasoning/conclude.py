"""Conclude: the bounds of one regime from its reach, its bites and their releases (design, section 4).

Lower bound: the most restrictive over bites that are true, each reduced to `authorisation_available` if a release that answers it
is true or open. Upper bound: the most restrictive over bites that are true or open, each so reduced only if a release is true.
"""

from __future__ import annotations

from collections.abc import Iterable

from licet.language.surroundings import Kleene
from licet.model.outcome import Interval, Outcome, exactly
from licet.reasoning.require import Bite


def conclude(reached: Kleene, bites: Iterable[Bite], enforced_only: bool = False) -> Interval:
    """Return the outcomes that one regime leaves possible.

    Args:
        reached: whether the regime reaches the shipment.
        bites: the rules that bite or may, with their releases.
        enforced_only: leave out what the authority has announced not to enforce.

    """
    if reached is False:
        return exactly(Outcome.NOT_SUBJECT)
    lower = upper = Outcome.NO_LICENCE_REQUIRED
    for bite in bites:
        value = bite.enforced if enforced_only else bite.value
        if value is False:
            continue
        released: Kleene = False
        for _, open_or_true in bite.releases:
            released = True if open_or_true is True or released is True else None
        reduced = min(bite.outcome, Outcome.AUTHORISATION_AVAILABLE)
        if value is True:
            lower = max(lower, bite.outcome if released is False else reduced)
        upper = max(upper, reduced if released is True else bite.outcome)
    return Interval(Outcome.NOT_SUBJECT if reached is None else lower, upper)
