"""Hypotheses: what holds whether or not the item is on a list that another list gives way to.

"On the national list, unless on the common one" ties two regimes together: taken alone each may be open, although under either
hypothesis a licence is required. So the outcome of all regimes is taken under each hypothesis, and only what either allows is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from licet.language import tree as t
from licet.language.surroundings import Env
from licet.law.in_force import LawOnDay
from licet.law.statute import ItemRef
from licet.model.outcome import Interval, join_all
from licet.model.shipment import Shipment
from licet.reasoning.classify import Classifier
from licet.reasoning.weigh import regimes_on_lane, surroundings, weigh


def sharpen(outcome: Interval, shipment: Shipment, env: Env, law: LawOnDay, classifier: Classifier, regimes: Collection[str]) -> Interval:
    """Return the outcome of all regimes, narrowed by what holds under either hypothesis about lists that give way to each other.

    Args:
        outcome: the outcome bound by bound.
        shipment: the shipment.
        env: its surroundings, already read.
        law: the law of the day.
        classifier: what classified the item.
        regimes: the regimes that are asked.

    """
    if outcome.is_settled:
        return outcome
    for ref in set(_open_between_lists(env, law, classifier)):
        either = [_under(ref, truth, shipment, law, classifier, regimes) for truth in (True, False)]
        lower = max(outcome.lower, min(found.lower for found in either))
        upper = min(outcome.upper, max(found.upper for found in either))
        outcome = Interval(lower, upper)
    return outcome


def _open_between_lists(env: Env, law: LawOnDay, classifier: Classifier) -> Iterator[ItemRef]:
    """Yield the references that a list's own condition asks about and that are open for the item."""
    for on_day in law.lists.values():
        condition = on_day.control_list.condition
        if condition is None or all(classifier.value(one, env) is False for one in classifier.candidates(env, on_day.control_list.id)):
            continue
        for node in t.walk(condition):
            if isinstance(node, t.Meets) and env.meets(env, node.list, node.code) is None:
                yield ItemRef(node.list, node.code)


def _under(ref: ItemRef, truth: bool, shipment: Shipment, law: LawOnDay, classifier: Classifier, regimes: Collection[str]) -> Interval:
    env = surroundings(shipment, law, classifier)
    env.supposed = (ref, truth)
    return join_all(weigh(regime, env, classifier).outcome for name, regime in regimes_on_lane(law, env).items() if name in regimes)
