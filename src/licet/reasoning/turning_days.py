"""Turning days: the nearest days before and after which the answer is another. Each is tried out; days that cannot matter are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from licet.language import tree as t
from licet.language.surroundings import Env
from licet.law.in_force import LawOnDay
from licet.law.statute import BITING, GROUP, RELEASING, ItemRef, RuleKind
from licet.model.determination import Change, RegimeFinding
from licet.model.outcome import Interval, Outcome
from licet.model.shipment import Item, Shipment

if TYPE_CHECKING:
    from licet.reasoning.determine import Engine


def turning_days(engine: Engine, shipment: Shipment, outcome: Interval, findings: tuple[RegimeFinding, ...]) -> Iterator[Change]:
    """Yield the nearest later and the nearest earlier day on which the answer turns, as far back as the law that reaches it was read."""
    if shipment.known_on is not None:
        return
    reaching = [engine.law.regimes[finding.regime] for finding in findings if finding.outcome.upper is not Outcome.NOT_SUBJECT]
    read_from = max((regime.known_from for regime in reaching if regime.known_from is not None), default=date.min)
    read_through = min((regime.known_through for regime in reaching), default=date.max)
    days = days_at_stake(engine, shipment, frozenset(regime.id for regime in reaching))
    for day in (day for day in days if day > shipment.day):
        then = engine.outcome(replace(shipment, day=day))
        if then != outcome:
            late = " (a day whose law was not read in full)" if day > read_through else ""
            yield Change(f"from {day.isoformat()} on{late}", then)
            break
    for day in reversed([day for day in days if read_from < day <= shipment.day]):
        then = engine.outcome(replace(shipment, day=day - timedelta(days=1)))
        if then != outcome:
            yield Change(f"before {day.isoformat()}", then)
            break


def days_at_stake(engine: Engine, shipment: Shipment, reaching: frozenset[str]) -> list[date]:
    """Return the days on which a text that could touch the shipment changes, or a set that one of its places belongs to.

    Args:
        engine: for its law.
        shipment: the shipment.
        reaching: the regimes that reach the shipment or may.

    """
    law, env, _ = engine.law_on(shipment)
    items = [env.item, *(env.item.hosts or ()), *(env.item.components or ())]
    if any(item.declared for item in items):
        return list(engine.calendar.days)  # a declared code can stand anywhere
    moving = _moving_sets(law, _places_of(env))
    days = {day for places in moving.values() for day in places}
    surroundings = [env if item is env.item else env.of_item(item) for item in items]
    possible = [(own, found) for own in surroundings for found in law.could_meet(own.sort) if found.list.partition(":")[0] in reaching]
    entries = {(found.list, part) for _, found in possible for part in (found.entry, found.entry[:GROUP], "")}
    for own, found in possible:
        if not found.days <= days and not _stays_false(found.condition, own, law, moving, entries):
            days |= found.days
    for rule in law.law.rules:
        moves = rule.kind is RuleKind.REACH or (rule.regime in reaching and rule.kind in (*BITING, *RELEASING))
        if moves and not rule.days <= days and _touches(rule.items, entries) and not _stays_false(rule.when, env, law, moving, entries):
            days |= rule.days
    return sorted(days)


def _touches(refs: Iterable[ItemRef], entries: set[tuple[str, str]]) -> bool:
    """Whether a rule has no items, or some among the entries that the item could meet."""
    refs = tuple(refs)
    return not refs or any((ref.list, ref.code.partition(".")[0]) in entries for ref in refs)


def _places_of(env: Env) -> set[str]:
    items: list[Item] = [env.item, *(env.item.hosts or ()), *(env.item.components or ())]
    records = [env.shipment, *(item.facts for item in items), *(party.facts for party in env.parties)]
    return {value for facts in records for value in facts.values() if isinstance(value, str)}


def _moving_sets(law: LawOnDay, places: set[str]) -> dict[str, set[date]]:
    """Return the sets of places that one of the shipment's places enters or leaves, with the days."""
    found: dict[str, set[date]] = {}
    for name, declared in law.vocabulary.place_sets.items():
        days = {day for place, start, end in declared.members if place in places for day in (start, end) if day is not None}
        if days:
            found[name] = days
    return found


def _stays_false(condition: t.Node | None, env: Env, law: LawOnDay, moving: dict[str, set[date]], entries: set[tuple[str, str]]) -> bool:
    """Whether a condition is false for the shipment on every day: a part of it is false now, with nothing in it that a day could change."""
    if condition is None:
        return False
    parts = condition.parts if isinstance(condition, t.And) else (condition,)
    return any(_stays(part, law, moving, entries) and law.evaluate.visit(part)(env) is False for part in parts)


def _stays(condition: t.Node, law: LawOnDay, moving: dict[str, set[date]], entries: set[tuple[str, str]]) -> bool:
    """Whether nothing in a condition changes with the days: no dated text or place, no day, no paragraph that the item could meet."""
    for part in t.walk(condition):
        match part:
            case t.Meets(list=list_id, code=code) if (list_id, code.partition(".")[0]) in entries:
                return False
            case t.Day() | t.Fact(name="date"):
                return False
            case t.Defined(versions=versions) if len(versions) > 1 or versions[0].valid.days():
                return False
            case t.InPlaces(sets=sets) if any(name in moving for name in sets):
                return False
    return True
