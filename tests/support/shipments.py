"""Random shipments as people write them, their values drawn near the thresholds of the law."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from licet.language import tree as t
from licet.language.vocabulary import FactDefinition
from tests.support.world import PLACES, world

Written = dict[str, Any]
Path = tuple[str | int, ...]
Strategy = st.SearchStrategy[Any]

NEAR = (1.0, 1.0, 1 + 1e-6, 1 - 1e-6, 1.05, 0.95, 0.3, 3.0, 0.0)


@st.composite
def days(draw: st.DrawFn) -> str:
    """Draw a day, most often the day before, of or after a change of the law."""
    if draw(st.booleans()):
        return (draw(st.sampled_from(world().days)) + timedelta(days=draw(st.sampled_from((0, -1, 1))))).isoformat()
    return draw(st.dates(date(2018, 1, 1), date(2027, 12, 31))).isoformat()


@st.composite
def numbers(draw: st.DrawFn, fact: FactDefinition) -> str:
    """Draw a number of a fact, within its bounds and near a threshold of the law."""
    dimension = fact.unit.dimension if fact.unit else ()
    pool = world().thresholds.get(fact.name) or world().by_dimension.get(dimension) or (1.0,)
    value = draw(st.sampled_from(pool)) * draw(st.sampled_from(NEAR))
    bounds = {word: fact.unit.to_base(bound) if fact.unit else float(bound) for word, bound in fact.bounds.items()}
    value = max(value, bounds.get("min", value))
    value = min(value, bounds.get("max", value))
    if "above" in bounds and value <= bounds["above"]:
        value = bounds["above"] + 1
    if "below" in bounds and value >= bounds["below"]:
        value = bounds["below"] - 1
    if fact.type == "integer":
        return str(max(round(value), int(bounds["above"]) + 1 if "above" in bounds else round(value)))
    return f"{value!r} {world().base_units[dimension]}" if fact.unit else repr(value)


def values(fact: FactDefinition) -> Strategy:
    """Return valid values of a fact, as written."""
    match fact.type:
        case "quantity" | "number" | "integer":
            return numbers(fact)
        case "boolean":
            return st.sampled_from(("yes", "no"))
        case "choice":
            return st.sampled_from(tuple(fact.values))
        case "choices":
            return st.lists(st.sampled_from(tuple(fact.values)), min_size=1, max_size=2, unique=True)
        case "date":
            return days()
        case "place":
            return st.sampled_from(PLACES)
        case "kind":
            return st.lists(st.sampled_from(tuple(world().law.vocabulary.kinds.kinds)), min_size=1, max_size=2, unique=True)
        case _:
            return st.sampled_from((*world().words.get(fact.name, ()), "x"))


@st.composite
def some_facts(draw: st.DrawFn, among: list[FactDefinition], most: int) -> Written:
    """Draw a subset of facts with values."""
    chosen = draw(st.lists(st.sampled_from(among), max_size=most, unique_by=lambda fact: fact.name))
    return {fact.name: draw(values(fact)) for fact in chosen}


def performances() -> Strategy:
    """Return lists of performances."""
    return st.lists(some_facts(world().facts("performance"), 2), min_size=1, max_size=2)


@st.composite
def items(draw: st.DrawFn, depth: int = 0) -> Written:
    """Draw an item with facts that concern its kind, what it is for and what it contains."""
    kinds: list[str] = draw(values(world().law.vocabulary.facts["kind"])) if depth or draw(st.integers(0, 9)) else []
    among = [fact for fact in world().facts("item") if fact.name != "kind" and world().concerns(fact, kinds)]
    item: Written = {"kind": kinds} if kinds else {}
    item.update(draw(some_facts(among, 10)))
    if draw(st.integers(0, 3)) == 0:
        item["performances"] = draw(performances())
    if depth < 2 and draw(st.integers(0, 2)) == 0:
        item["for"] = draw(items(depth + 1))
    if depth < 2 and draw(st.integers(0, 4)) == 0:
        item["contains"] = draw(st.lists(items(depth + 1), max_size=2))
    for fact in world().facts("item"):
        if fact.name in item and derivable(item, fact):
            del item[fact.name]
    return item


def parties() -> Strategy:
    """Return one party by its facts."""
    return some_facts(world().facts("party"), 3)


@st.composite
def shipments(draw: st.DrawFn) -> Written:
    """Draw a whole shipment."""
    written: Written = {"item": draw(items()), "date": draw(days())}
    for name in ("departure", "destination"):
        if draw(st.integers(0, 5)):
            written[name] = draw(values(world().law.vocabulary.facts[name]))
    written.update(draw(some_facts([fact for fact in world().facts("shipment") if fact.name not in (*written, "date")], 6)))
    roles = draw(st.lists(st.sampled_from(tuple(world().law.vocabulary.roles)), max_size=3, unique=True))
    if roles:
        written["parties"] = {role: draw(parties()) for role in roles}
    return written


@st.composite
def classified(draw: st.DrawFn) -> Written:
    """Draw a whole shipment whose items have been classified already, often rightly for another day or kind of item."""
    written: Written = draw(shipments())
    for item in (written["item"], written["item"].get("for")):
        if item is not None:
            regimes = draw(st.lists(st.sampled_from(tuple(world().codes)), max_size=3, unique=True))
            item["classification"] = {regime: draw(st.sampled_from(world().codes[regime])) for regime in regimes}
    return written


def derivable(item: Written, fact: FactDefinition) -> bool:
    """Whether a fact follows from what is said of the item, so that saying it too could contradict."""
    scopes = world().law.vocabulary.scopes
    if any(scope.given_means == fact.name and scope.key in item for scope in scopes.values()):
        return True
    return fact.derive is not None and _may_settle(fact.derive, item)


def _may_settle(node: t.Node, item: Written) -> bool:
    """Whether what is said of the item may be enough to decide a condition; one part can decide many."""
    facts, scopes = world().law.vocabulary.facts, world().law.vocabulary.scopes
    match node:
        case t.And(parts) | t.Or(parts):
            return any(_may_settle(part, item) for part in parts)
        case t.Not(part):
            return _may_settle(part, item)
        case t.Quantified(scope=scope) | t.Aggregated(scope=scope):
            return scopes[scope].owner != "item" or scopes[scope].key in item
        case t.Fact(name, "item"):
            return name in item or derivable(item, facts[name])
        case _:
            return all(_may_settle(child, item) for child in t.children(node))


def missing(written: Written) -> list[tuple[Path, Strategy]]:
    """Return every fact that is not said, with what it could be."""
    found = list(_missing_of_item(written["item"], ("item",), 0))
    found += [((fact.name,), values(fact)) for fact in world().facts("shipment") if fact.name not in written]
    roles = world().law.vocabulary.roles
    named = written.get("parties", {})
    for role, party in named.items():
        found += [(("parties", role, fact.name), values(fact)) for fact in world().facts("party") if fact.name not in party]
    all_named = written.get("all_parties_named") == "yes"
    found += [(("parties", role), parties()) for role, expected in roles.items() if role not in named and (expected or not all_named)]
    return found


def _missing_of_item(item: Written, path: Path, depth: int) -> Iterator[tuple[Path, Strategy]]:
    for fact in world().facts("item"):
        if fact.name not in item and not derivable(item, fact) and world().concerns(fact, item.get("kind", [])):
            yield (*path, fact.name), values(fact)
    if "for" in item:
        yield from _missing_of_item(item["for"], (*path, "for"), depth + 1)
    else:
        yield (*path, "for"), items(2)
    if "contains" in item:
        for number, part in enumerate(item["contains"]):
            yield from _missing_of_item(part, (*path, "contains", number), depth + 1)
    else:
        yield (*path, "contains"), st.lists(items(2), max_size=2)
    if "performances" not in item:
        yield (*path, "performances"), performances()
    else:
        for number, row in enumerate(item["performances"]):
            absent = [fact for fact in world().facts("performance") if fact.name not in row]
            yield from (((*path, "performances", number, fact.name), values(fact)) for fact in absent)


def stated(written: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the place of everything that is said, apart from the day and the item itself."""
    parts = written.items() if isinstance(written, dict) else enumerate(written) if isinstance(written, list) else ()
    for key, value in parts:
        if isinstance(key, str) and (*path, key) not in (("item",), ("date",)):
            yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from stated(value, (*path, key))


def with_fact(written: Written, path: Path, value: Any) -> Written:
    """Return the shipment with one more fact."""
    made = copy.deepcopy(written)
    place: Any = made
    for step in path[:-1]:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    place[path[-1]] = value
    return made


def without(written: Written, path: Path) -> Written:
    """Return the shipment with one fact less."""
    made = copy.deepcopy(written)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return made
