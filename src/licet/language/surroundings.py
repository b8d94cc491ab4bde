"""What a condition is read against: three-valued logic, the facts of a shipment, and the law of the day.

Kleene's logic: unknown and false is false, unknown and true is unknown. A missing fact is unknown, never "no".
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, Protocol

from licet.language import tree as t
from licet.language.vocabulary import Scope, Vocabulary
from licet.model.shipment import Facts, Item, Record

Kleene = bool | None


def kleene_and(left: Kleene, right: Kleene) -> Kleene:
    """Return the conjunction: false if either is false, else unknown if either is unknown.

    >>> kleene_and(None, False), kleene_and(None, True)
    (False, None)
    """
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def kleene_or(left: Kleene, right: Kleene) -> Kleene:
    """Return the disjunction: true if either is true, else unknown if either is unknown.

    >>> kleene_or(None, True), kleene_or(None, False)
    (True, None)
    """
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def kleene_not(value: Kleene) -> Kleene:
    """Return the negation; unknown stays unknown."""
    return None if value is None else not value


class PlacesInForce(NamedTuple):
    """A dated place set on one day."""

    members: frozenset[str]
    unconfirmed: frozenset[str]
    excludes: frozenset[str]
    open: bool


class InForce(Protocol):
    """What a reading needs to know of the law on the day: vocabulary, texts of definitions, members of place sets."""

    vocabulary: Vocabulary
    kept: dict[int, tuple[t.Node, Any]]
    """What readings keep of a node (by its id, with the node) under this law: texts of definitions and members of dated places."""

    def text_of(self, versions: tuple[t.Version, ...]) -> t.Node | None:
        """Return the text of a definition in force, or None."""

    def places(self, name: str) -> PlacesInForce:
        """Return a set of places as of the day."""


class Sort(NamedTuple):
    """What decides which paragraphs an item can meet at all: its kinds, and whether it is made for another item."""

    kinds: tuple[str, ...] | None
    told: tuple[tuple[str, Any], ...]


class Env:
    """What a condition is read against: the facts of the shipment, of one item, and of one record of a scope.

    With `assume` the vocabulary's stated defaults stand in for missing facts; without, missing stays unknown.
    `base` is then the same surroundings with the defaults: what leans on no default is read there once for both.
    `told` names the facts of the shipment that were stated; `supposed` is a hypothesis about what this item meets (a reference and
    whether it is met), for reasoning by cases.
    """

    __slots__ = (
        "assume",
        "base",
        "facts",
        "item",
        "law",
        "meets",
        "memo",
        "nested",
        "open",
        "parties",
        "path",
        "row",
        "shipment",
        "sort",
        "supposed",
        "told",
        "vocabulary",
    )

    def __init__(
        self,
        shipment: dict[str, Any],
        item: Item,
        parties: tuple[Record, ...],
        law: InForce,
        assume: bool,
        meets: Callable[[Env, str, str], Kleene],
    ) -> None:
        self.shipment = shipment
        self.item = item
        self.parties = parties
        self.law = law
        self.vocabulary = vocabulary = law.vocabulary
        self.assume = assume
        self.meets = meets
        self.base: Env | None = None
        self.supposed: Any = None
        self.told: Collection[str] = shipment
        self.row: Facts = {}
        self.open: Collection[str] = ()
        self.path = item.path
        self.facts: Facts = {**vocabulary.defaults.get("item", {}), **item.facts} if assume else item.facts
        kinds = self.facts.get("kind")
        told = tuple((name, self.facts[name]) for name in vocabulary.means if name in self.facts)
        self.sort = Sort(kinds if isinstance(kinds, tuple) else None, told)
        self.memo: dict[Any, Any] = {}
        self.nested: dict[int, Env] = {}

    def of_item(self, item: Item) -> Env:
        """Return the surroundings of a host or component of this item."""
        found = self.nested.get(id(item))
        if found is None:
            found = self.nested[id(item)] = Env(self.shipment, item, self.parties, self.law, self.assume, self.meets)
            found.told = self.told
        return found

    def of_record(self, record: Record, scope: str) -> Env:
        """Return the surroundings of one record: its facts come first, the item's and shipment's stay."""
        found = self.nested.get(id(record))
        if found is None:
            found = Env.__new__(Env)
            found.shipment, found.item, found.parties = self.shipment, self.item, self.parties
            found.law, found.vocabulary = self.law, self.vocabulary
            found.assume, found.meets, found.base, found.facts = self.assume, self.meets, self.base, self.facts
            found.sort = self.sort
            found.memo, found.nested, found.supposed = self.memo, self.nested, self.supposed
            found.told = self.told
            found.open = record.open
            found.row = {**self._defaults(record, scope), **record.facts} if self.assume else record.facts
            found.path = record.path
            self.nested[id(record)] = found
        return found

    def _defaults(self, record: Record, scope: str) -> Facts:
        """Return the stated defaults of a record, without those that something speaks against."""
        found = self.vocabulary.defaults.get(scope, {})
        return {name: value for name, value in found.items() if name not in record.open} if record.open else found

    def fact(self, name: str, owner: str) -> Any:
        """Return the value of a fact, or None."""
        return (self.facts if owner == "item" else self.shipment if owner == "shipment" else self.row).get(name)


def members(env: Env, scope: Scope, roles: tuple[str, ...] = ()) -> tuple[list[Env], bool]:
    """Return the known members of a scope and whether they are known to be all.

    An expected role that nobody is named for (the end user) is a party of which nothing is stated. What was found is kept: many rules ask.
    """
    key = (scope.name, roles)
    found: tuple[list[Env], bool] | None = env.memo.get(key)
    if found is None:
        found = env.memo[key] = _members(env, scope, roles)
    return found


def _members(env: Env, scope: Scope, roles: tuple[str, ...]) -> tuple[list[Env], bool]:
    if scope.members == "item":
        items = env.item.hosts if scope.name == "host" else env.item.components
        if items is None:
            return [], False
        return [env.of_item(item) for item in items], not scope.closed_by or env.fact(scope.closed_by, scope.owner) is True
    if scope.owner == "item":
        records = env.item.records.get(scope.name)
        if records is None:
            return [], False
    else:
        records = tuple(party for party in env.parties if not roles or party.role in roles)
    complete = env.fact(scope.closed_by, scope.owner) is True
    if scope.owner == "shipment" and complete:
        records = (*records, *_unnamed(env, roles))
    return [env.of_record(record, scope.members) for record in records], complete


_UNNAMED: dict[str, Record] = {}


def _unnamed(env: Env, roles: tuple[str, ...]) -> list[Record]:
    """Return the parties that take part although nobody named them: nothing is known of them but what is assumed of any party."""
    named = {party.role for party in env.parties}
    found = []
    for role in roles or env.vocabulary.roles:
        if env.vocabulary.roles[role] and role not in named:
            found.append(_UNNAMED.setdefault(role, Record({}, role, {}, f"parties.{role}")))
    return found
