"""Typed shipments as rows of columns, as conditions over columns read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from licet.batch.values import plain
from licet.language.shape import COUNT, ITEM, OPEN, SHIPMENT, Shape, party_table, slot, under
from licet.language.vocabulary import Vocabulary
from licet.model.shipment import Item, Shipment

Row = dict[tuple[str, str], Any]
"""The values of one shipment, by table and column; what is not known is not there."""


def row_of(shipment: Shipment, vocabulary: Vocabulary) -> Row:
    """Return a shipment as one row."""
    row: Row = {(SHIPMENT, name): plain(value) for name, value in shipment.facts.items()}
    row[SHIPMENT, "date"] = shipment.day
    _add_item(row, shipment.item, "", vocabulary)
    numbers: dict[str, int] = {}
    for party in shipment.parties:
        number = numbers[party.role] = numbers.get(party.role, -1) + 1
        table = party_table(party.role, number)
        row[table, COUNT] = True
        row.update({(table, name): plain(value) for name, value in party.facts.items()})
        row.update({(table, name + OPEN): True for name in party.open})
    return row


def _add_item(row: Row, item: Item, path: str, vocabulary: Vocabulary) -> None:
    for name, value in item.facts.items():
        if name == "kind" and isinstance(value, tuple):
            for number, kind in enumerate(value):
                row[ITEM, under(path, "kind") + (f"[{number}]" if number else "")] = kind
        else:
            row[ITEM, under(path, name)] = plain(value)
    for regime, code in item.declared.items():
        row[ITEM, under(path, f"declared.{regime}")] = code
    for scope in vocabulary.scopes.values():
        if scope.owner != "item":
            continue
        if scope.members == "item":
            parts = item.hosts if scope.name == "host" else item.components
            for number, part in enumerate(parts or ()):
                _add_item(row, part, slot(path, scope.key, number), vocabulary)
            given = None if parts is None else len(parts)
        else:
            records = item.records.get(scope.name)
            for number, record in enumerate(records or ()):
                at = slot(path, scope.key, number)
                row.update({(ITEM, under(at, name)): plain(value) for name, value in record.facts.items()})
            given = None if records is None else len(records)
        if given is not None:
            row[ITEM, under(path, f"{scope.key}.{COUNT}")] = float(given)


def shape_of(rows: Iterable[Mapping[tuple[str, str], Any]], vocabulary: Vocabulary) -> Shape:
    """Return the shape of a table that holds these rows."""
    by_table: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        for (table, name), value in row.items():
            by_table.setdefault(table, set()).add(name)
            if table == ITEM and name.endswith(f".{COUNT}") and value is not None:
                path = name.removesuffix(f".{COUNT}")
                counts[path] = max(counts.get(path, 0), int(value))
    kinds: dict[str, int] = {}
    for name in by_table.get(ITEM, ()):
        path, _, last = name.rpartition(".")
        key, _, number = last.partition("[")
        if key == "kind":
            kinds[path] = max(kinds.get(path, 1), int(number.rstrip("]") or 0) + 1)
    parties: dict[str, int] = {}
    for table in by_table:
        if table.startswith("party."):
            role, _, number = table.removeprefix("party.").partition("[")
            parties[role] = max(parties.get(role, 0), int(number.rstrip("]") or 0) + 1)
    return Shape({table: frozenset(names) for table, names in by_table.items()}, counts, parties, kinds)


def tables_of(rows: Iterable[Mapping[tuple[str, str], Any]]) -> list[tuple[str, str]]:
    """Return the columns that any of some rows has, in a fixed order."""
    return sorted({column for row in rows for column in row})
