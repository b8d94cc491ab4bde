"""Changes: what would change the answer. Every change shown has been tried out, so none is a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from licet.language import tree as t
from licet.language.show import show_value, words
from licet.language.vocabulary import FactDefinition
from licet.law.in_force import LawOnDay
from licet.law.on_day import RegimeOnDay, RuleInForce
from licet.law.statute import Paragraph
from licet.model.determination import Change, RegimeFinding
from licet.model.outcome import Interval
from licet.model.shipment import Shipment, Value
from licet.reasoning.once import Unrolled
from licet.reasoning.turning_days import turning_days

if TYPE_CHECKING:
    from licet.reasoning.determine import Engine

STEP = 1e-6
"""How far past a threshold a value is tried, as a share of it."""


class TriedOut(Unrolled[Change]):
    """The nearest days, values, circumstances and destinations that would change the outcome, each tried out when asked for.

    The days come first and stand alone under `days`: they say most, and others need not be tried for them.
    """

    __slots__ = ("days",)

    def __init__(self, engine: Engine, shipment: Shipment, outcome: Interval, findings: tuple[RegimeFinding, ...]) -> None:
        """Try nothing yet."""
        self.days: Unrolled[Change] = Unrolled(_each_once(turning_days(engine, shipment, outcome, findings)))
        others = (way(engine, shipment, outcome, findings) for way in (_thresholds, _circumstances, _destinations))
        super().__init__(_each_once(chain(self.days, chain.from_iterable(others))))


def _each_once(changes: Iterable[Change]) -> Iterator[Change]:
    found: set[str] = set()
    for change in changes:
        if change.what not in found:
            found.add(change.what)
            yield change


def _thresholds(engine: Engine, shipment: Shipment, outcome: Interval, findings: tuple[RegimeFinding, ...]) -> Iterator[Change]:
    """Values of the item just past a threshold of a paragraph that is met, open or nearly met."""
    law, env, _ = engine.law_on(shipment)
    tried: set[tuple[str, float, str]] = set()
    for paragraph in _paragraphs_at_stake(law, findings):
        for test in t.walk(paragraph.condition) if paragraph.condition is not None else ():
            if not (isinstance(test, t.Compare) and isinstance(test.left, t.Fact) and isinstance(test.right, t.Number)):
                continue
            name = test.left.name
            current = env.facts.get(name)
            if test.left.owner != "item" or not isinstance(current, float):
                continue
            key = (name, test.right.value, test.operator)
            if key in tried:
                continue
            tried.add(key)
            value, sign = _other_side(test, current)
            fact = law.vocabulary.facts[name]
            then = engine.outcome(with_fact(shipment, fact, value))
            if then != outcome:
                threshold = fact.unit.show(test.right.value) if fact.unit else show_value(test.right.value)
                yield Change(f"{words(name)} {sign} {threshold}", then)


def _paragraphs_at_stake(law: LawOnDay, findings: tuple[RegimeFinding, ...]) -> list[Paragraph]:
    refs = {reason.id for finding in findings for reason in finding.paragraphs}
    refs |= {miss.paragraph for finding in findings for miss in finding.near_misses}
    return [standing.paragraph for on_day in law.lists.values() for standing in on_day.standing if standing.paragraph.ref in refs]


def _other_side(test: t.Compare, current: float) -> tuple[float, str]:
    """Return a value on the other side of the threshold, and the sign that describes that side."""
    assert isinstance(test.right, t.Number)  # noqa: S101  # the caller looked
    bound = test.right.value
    step = abs(bound) * STEP or STEP
    below, above = bound - step, bound + step
    match test.operator:
        case "<":
            return (bound, ">=") if current < bound else (below, "<")
        case "<=":
            return (above, ">") if current <= bound else (bound, "<=")
        case ">":
            return (bound, "<=") if current > bound else (above, ">")
        case _:
            return (below, "<") if current >= bound else (bound, ">=")


def _circumstances(engine: Engine, shipment: Shipment, outcome: Interval, findings: tuple[RegimeFinding, ...]) -> Iterator[Change]:
    """Other values of the circumstances that the answer assumed; what decides reach would be another question."""
    law, _, _ = engine.law_on(shipment)
    names: dict[str, None] = {}
    for regime in law.regimes.values():
        if any(finding.regime == regime.regime.id and finding.reach for finding in findings):
            for found in _moving(regime):
                names.update(dict.fromkeys(law.default_facts(found.rule.when)))
    asked = {name for regime in law.regimes.values() for hook in regime.reach for name in law.default_facts(hook.rule.when)}
    for name in names:
        fact = law.vocabulary.facts[name]
        if name in asked or name in shipment.facts or name in shipment.item.facts or fact.owner not in ("item", "shipment"):
            continue
        for value in _alternatives(fact):
            then = engine.outcome(with_fact(shipment, fact, value))
            if then != outcome:
                yield Change(f"{words(name)} is {show_value(value)}", then)


def _moving(regime: RegimeOnDay) -> Iterator[RuleInForce]:
    """Yield the rules that move an outcome."""
    demands = regime.demands()
    yield from demands.biting
    yield from demands.releasing


def _alternatives(fact: FactDefinition) -> Iterator[Value]:
    if fact.type == "boolean":
        yield not fact.default
    elif fact.type == "choice":
        yield from (value for value in fact.values if value != fact.default)
    elif fact.type == "choices":
        yield from (frozenset((value,)) for value in fact.values if frozenset((value,)) != fact.default)


def _destinations(engine: Engine, shipment: Shipment, outcome: Interval, findings: tuple[RegimeFinding, ...]) -> Iterator[Change]:
    """Sets of destinations of the releases, and of the regimes' own territory, where the answer is another."""
    law, _, _ = engine.law_on(shipment)
    destination = law.vocabulary.facts["destination"]
    current = shipment.facts.get("destination")
    tried: set[str] = set()
    for regime in law.regimes.values():
        if not any(finding.regime == regime.regime.id and finding.reach for finding in findings):
            continue
        for found in _moving(regime):
            for node in t.walk(found.rule.when) if found.rule.when is not None else ():
                if not (isinstance(node, t.InPlaces) and node.subject == t.Fact("destination", "shipment")):
                    continue
                for name in node.sets:
                    members = law.places(name).members
                    if name in tried or not members or current in members:
                        continue
                    tried.add(name)
                    then = {engine.outcome(with_fact(shipment, destination, place)) for place in sorted(members)[:3]}
                    if len(then) == 1 and outcome not in then:
                        yield Change(f"to {law.vocabulary.place_sets[name].title}", then.pop())


def with_fact(shipment: Shipment, fact: FactDefinition, value: Value) -> Shipment:
    """Return the shipment with one fact of the shipment or its item changed."""
    if fact.owner == "item":
        return replace(shipment, item=replace(shipment.item, facts={**shipment.item.facts, fact.name: value}))
    if fact.name == "date" and isinstance(value, date):
        return replace(shipment, day=value)
    return replace(shipment, facts={**shipment.facts, fact.name: value})
