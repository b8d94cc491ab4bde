"""Which columns a table of shipments has: what is read when a condition becomes an expression over columns.

A shipment is one row. What it is, what it is for and what it contains, who takes part, and its circumstances are columns with names that
say whose they are: `wavelength`, `for.kind`, `performances[0].rate`, `end_user.country` (see docs/scale.md). They belong to tables that
vary apart from each other: the item with all that belongs to it, the circumstances, and each party.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from licet.language.vocabulary import Vocabulary

ITEM, SHIPMENT = "item", "shipment"
"""The tables of the item with all that belongs to it, and of the circumstances."""

COUNT = "#"
"""The column that says how many members of a collection are given (`for.#`), or that a party is named (`#`)."""

OPEN = "?"
"""The end of the name of a column that says of a fact that it is open for a reason of its own, so that no default may stand in for it."""

_KINDS = {"quantity": "number", "number": "number", "integer": "number", "boolean": "truth", "date": "day"}


def sql_kind(fact_type: str) -> str:
    """Return how the values of a type of fact stand in a column: truth, number, day or text.

    >>> sql_kind("quantity"), sql_kind("choices")
    ('number', 'text')
    """
    return _KINDS.get(fact_type, "text")


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns that there are, by table, and how many members each collection has at most.

    `counts` says it by the path of the collection (`for`, `performances`, `for.contains`), `parties` by role; `kinds` says how many kinds
    an item can have at once, by the path of the item.
    """

    columns: Mapping[str, frozenset[str]]
    counts: Mapping[str, int] = field(default_factory=dict)
    parties: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)

    def has(self, table: str, column: str) -> bool:
        """Whether a column is there."""
        return column in self.columns.get(table, ())

    def slots(self, path: str) -> int:
        """Return how many members of a collection have columns."""
        return self.counts.get(path, 0)


def under(path: str, name: str) -> str:
    """Return the name of a column of the item at a path; the item shipped has the empty path.

    >>> under("", "wavelength"), under("for", "wavelength")
    ('wavelength', 'for.wavelength')
    """
    return f"{path}.{name}" if path else name


def slot(path: str, key: str, number: int) -> str:
    """Return the path of one member of a collection.

    >>> slot("", "for", 0), slot("for", "contains", 1)
    ('for', 'for.contains[1]')
    """
    return under(path, key) if key == "for" and number == 0 else f"{under(path, key)}[{number}]"


def party_table(role: str, number: int = 0) -> str:
    """Return the table of a party.

    >>> party_table("end_user"), party_table("consignee", 1)
    ('party.end_user', 'party.consignee[1]')
    """
    return f"party.{role}" + (f"[{number}]" if number else "")


def full_shape(vocabulary: Vocabulary, regimes: Iterable[str] = ()) -> Shape:
    """Return the shape of a table that has a column for everything: one host, one component, four performances, one party a role."""
    regimes = tuple(regimes)
    owned: dict[str, list[str]] = {}
    for fact in vocabulary.facts.values():
        owned.setdefault(fact.owner, []).append(fact.name)
    item: set[str] = set()
    counts: dict[str, int] = {}
    kinds: dict[str, int] = {}
    collections = [scope for scope in vocabulary.scopes.values() if scope.owner == "item"]

    def add(path: str, deep: bool) -> None:
        item.update(under(path, name) for name in owned.get("item", ()))
        item.update(under(path, f"declared.{regime}") for regime in regimes)
        kinds[path] = 1
        for scope in collections:
            if scope.members == "item" and not deep:
                continue
            most = counts[under(path, scope.key)] = 1 if scope.members == "item" else 4
            item.add(under(path, f"{scope.key}.{COUNT}"))
            for number in range(most):
                if scope.members == "item":
                    add(slot(path, scope.key, number), False)
                else:
                    item.update(under(slot(path, scope.key, number), name) for name in owned.get(scope.members, ()))

    add("", True)
    columns = {ITEM: frozenset(item), SHIPMENT: frozenset(owned.get("shipment", ()))}
    for role in vocabulary.roles:
        columns[party_table(role)] = frozenset((COUNT, *owned.get("party", ())))
    return Shape(columns, counts, dict.fromkeys(vocabulary.roles, 1), kinds)
