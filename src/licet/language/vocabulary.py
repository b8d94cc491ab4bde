"""What a condition may speak of: facts, units, kinds of item, places, roles and scopes. The law loader fills it from data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from licet.language.tree import Among, Fact, Node, walk
from licet.language.units import Unit, UnitTable
from licet.model.shipment import Value
from licet.model.source import Source

FACT_TYPES = ("quantity", "number", "integer", "boolean", "choice", "choices", "text", "date", "place", "kind")


@dataclass(slots=True)
class FactDefinition:
    """One thing that can be known, declared once: its type, unit, bounds, question and rare default."""

    name: str
    owner: str
    type: str
    question: str
    unit: Unit | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    bounds: Mapping[str, Fraction] = field(default_factory=dict)
    default: Value | None = None
    assumption: str = ""
    derive: Node | None = None
    help: str = ""
    at: str = ""


@dataclass(slots=True)
class Scope:
    """A collection that a condition can quantify over: who owns it, what its members are, which fact says it is complete."""

    name: str
    owner: str
    members: str
    key: str
    closed_by: str
    question: str
    given_means: str = ""


@dataclass(slots=True)
class PlaceSet:
    """A dated set of places. A place that is neither in nor excluded is outside, unless the set is `open`: then it is unknown."""

    name: str
    title: str
    members: tuple[tuple[str, date | None, date | None], ...]
    unconfirmed: frozenset[str]
    excludes: frozenset[str]
    open: bool
    note: str = ""
    sources: tuple[Source, ...] = ()

    def members_on(self, day: date) -> frozenset[str]:
        """Return the members on a day; intervals are half-open."""
        return frozenset(place for place, start, end in self.members if (start is None or start <= day) and (end is None or day < end))


@dataclass(slots=True)
class Kind:
    """A kind of item: its title, the kinds directly above it, and what else people call it."""

    name: str
    title: str
    parents: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Taxonomy:
    """Which kind of item is also which.

    >>> kinds = Taxonomy({"tool": Kind("tool", "Tool", ()), "etch": Kind("etch", "Etch", ("tool",)), "ald": Kind("ald", "ALD", ("tool",))})
    >>> kinds.test(("etch",), "tool"), kinds.test(("etch",), "ald"), kinds.test(("tool",), "etch")
    (True, False, None)
    """

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = dict(kinds)
        self.names = {word: kind.name for kind in kinds.values() for word in (*kind.aliases, kind.name)}
        self._tested: dict[tuple[tuple[str, ...], str], bool | None] = {}
        self.above: dict[str, frozenset[str]] = {name: frozenset(self._climb(name)) for name in kinds}

    def _climb(self, name: str) -> set[str]:
        found = {name}
        for parent in self.kinds[name].parents:
            found |= self._climb(parent)
        return found

    def test(self, given: tuple[str, ...], asked: str) -> bool | None:
        """Say whether an item of the given kinds is of the kind asked; a broader kind than asked leaves it unknown."""
        key = (given, asked)
        if key not in self._tested:
            self._tested[key] = self._test(given, asked)
        return self._tested[key]

    def _test(self, given: tuple[str, ...], asked: str) -> bool | None:
        if any(asked in self.above[kind] for kind in given):
            return True
        if any(kind in self.above[below] for kind in given for below in self.below(asked)):
            return None
        return False

    def below(self, name: str) -> tuple[str, ...]:
        """Return the kind and everything under it."""
        return tuple(kind for kind, above in self.above.items() if name in above)


@dataclass(slots=True)
class Vocabulary:
    """Everything a condition may name. `fact_names` holds names and aliases by owner: a party and an item both have a name.

    `reaches` says how the heading of an entry reaches further items: over which scope, and what must hold of the item.
    """

    facts: dict[str, FactDefinition]
    units: UnitTable
    kinds: Taxonomy
    countries: dict[str, str]
    country_names: dict[str, str]
    place_sets: dict[str, PlaceSet]
    roles: dict[str, bool]
    scopes: dict[str, Scope]
    role_titles: dict[str, str] = field(default_factory=dict)
    fact_names: dict[str, dict[str, str]] = field(default_factory=dict)
    contradictions: tuple[tuple[Node, str], ...] = ()
    reaches: dict[str, tuple[str, Node]] = field(default_factory=dict)
    means: tuple[str, ...] = ()
    defaults: dict[str, dict[str, Value]] = field(default_factory=dict)
    spelled: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Derived facts that ask whether a text is one of those written: the fact, the text it reads, and the values."""

    def settle(self) -> None:
        """Build the look-ups that follow from the facts: names with aliases, defaults by owner."""
        self.means = tuple(scope.given_means for scope in self.scopes.values() if scope.given_means)
        self.fact_names = {}
        for fact in self.facts.values():
            for name in (fact.name, *fact.aliases):
                self.fact_names.setdefault(fact.owner, {})[name] = fact.name
        self.defaults = {}
        for fact in self.facts.values():
            if fact.default is not None and fact.derive is None:  # a derived fact falls back on its default only when nothing follows
                self.defaults.setdefault(fact.owner, {})[fact.name] = fact.default
        self.spelled = tuple(
            (fact.name, node.subject.name, node.values)
            for fact in self.facts.values()
            for node in (walk(fact.derive) if fact.derive is not None else ())
            if isinstance(node, Among) and isinstance(node.subject, Fact) and self.facts[node.subject.name].type == "text"
        )
