"""Reads the distinct values of columns, each once, exactly as a shipment's are read; builds tables of typed rows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Column, Table, Texts, days_since_epoch, pack
from licet.batch.mapping import ColumnMapping, Target
from licet.intake.items import UNKNOWN, is_unknown, read_declared, read_facts
from licet.language.columns import bars
from licet.language.shape import COUNT, ITEM, SHIPMENT, Shape, party_table, sql_kind, under
from licet.law.catalogue import Finder
from licet.law.fields import Field, from_python
from licet.law.statute import Law, Product
from licet.law.values import MAX_TEXT, read_value
from licet.model.errors import LicetError, ShipmentError

KINDS = 3
"""How many kinds an item of a table can have at once."""

_LIST = re.compile(r"[,;|]")


class Reader:
    """Reads values as written in a file: what they are, or why they are refused."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.finder = Finder(law.products)

    def read(self, target: Target, raw: Any) -> Any:
        """Return the typed value of a cell, or None where nothing is said.

        Raises:
            LicetError: the value does not fit; the message is that of `licet check`.

        """
        if isinstance(raw, bytes):
            try:
                raw = raw.decode("utf-8")
            except UnicodeDecodeError:
                Field("", path=_name(target), error=ShipmentError).refuse(
                    "not a text", "UTF-8", "bytes that are no UTF-8", "Save the file as UTF-8."
                )
        if isinstance(raw, datetime) and raw.time() == datetime.min.time():
            raw = raw.date()
        if isinstance(raw, float) and raw == int(raw) and abs(raw) < 2**53 and target.fact is not None and target.fact.type == "integer":
            raw = int(raw)
        field = from_python(raw, _name(target), ShipmentError, _name(target))
        if is_unknown(field):
            return None
        if target.what == "product":
            found = self.finder.product(field.text())
            if found is None:
                field.refuse(
                    f'"{field.shown}" is not in the catalogue', "a product of the catalogue", field.shown, "Map the column to item.name."
                )
            return found
        if target.what == "declared":
            regime = target.column.rpartition(".")[2]
            return read_declared({regime: field}, field, self.law)[regime]
        if target.what == "performances":
            return self._performances(field)
        assert target.fact is not None  # noqa: S101  # the other targets have been read
        if target.fact.type in ("choices", "kind") and field.scalar is not None:
            parts = [part.strip() for part in _LIST.split(field.scalar) if part.strip()]
            field = from_python(parts, _name(target), ShipmentError, _name(target))
        value = read_value(target.fact, field, self.law.vocabulary, target.unit)
        if isinstance(value, tuple) and len(value) > KINDS:
            field.refuse("too many kinds for a table", f"at most {KINDS}", str(len(value)), "Check the item by itself with licet check.")
        return value

    def name(self, raw: Any) -> str | None:
        """Return a name that is nothing but one, as most are, as `read` would; None if it must be read."""
        if not isinstance(raw, str) or not raw.isascii() or not 0 < len(raw) <= MAX_TEXT or raw != raw.strip() or raw.lower() in UNKNOWN:
            return None
        return raw

    def _performances(self, field: Field) -> tuple[Mapping[str, Any], ...]:
        rows = []
        for part in field.text().split(","):
            pairs = dict(zip(("rate", "bit_length"), (word.strip() for word in part.split("@")), strict=False))
            row = from_python(pairs, field.file, ShipmentError, field.path)
            rows.append(read_facts(row.mapping(), row, "performance", self.law)[0])
        return tuple(rows)


def _name(target: Target) -> str:
    return ".".join(str(step) for step in target.steps).replace(".0", "")


def problem_of(error: LicetError) -> str:
    """Return an error in one line, for the file of rejects."""
    problem = error.problems[0]
    parts = [f"{problem.where}: {problem.what}" if problem.where else problem.what]
    parts += [f"{label} {text}" for label, text in (("must be:", problem.must_be), ("came:", problem.came), ("do:", problem.do)) if text]
    return "; ".join(parts)


def shape_for(mapping: ColumnMapping, law: Law) -> Shape:
    """Return the shape of the tables that a file with these columns fills."""
    tables: dict[str, set[str]] = {ITEM: set(), SHIPMENT: {"date"}}
    counts: dict[str, int] = {}
    kinds: dict[str, int] = {"": KINDS}
    vocabulary = law.vocabulary
    for target in mapping.targets.values():
        if target.what == "product" or target.column == under(target.path, "name"):
            for product in law.products.values():
                tables[ITEM].update(under(target.path, name) for name in product.facts)
                for name, rows in product.records.items():
                    _add_rows(tables[ITEM], counts, under(target.path, vocabulary.scopes[name].key), rows)
        if target.what == "performances":
            facts = [{fact.name: None for fact in vocabulary.facts.values() if fact.owner == "performance"}]
            _add_rows(tables[ITEM], counts, target.column, facts * 8)
        elif target.what != "product":
            tables.setdefault(target.table, set()).add(target.column)
        if target.table.startswith("party."):
            tables[target.table].add(COUNT)
    for name in list(tables[ITEM]):  # what stands under an item that is for another, or contains one, makes that other be there
        for scope in (scope for scope in vocabulary.scopes.values() if scope.owner == "item"):
            for found in re.finditer(rf"(^|\.){scope.key}(\[(\d+)\])?(?=\.)", name):
                path = name[: found.start()] + found[1] + scope.key
                counts[path] = max(counts.get(path, 0), int(found[3] or 0) + 1)
                tables[ITEM].add(f"{path}.{COUNT}")
                owner = path.removesuffix(scope.key).rstrip(".")
                if scope.given_means:
                    tables[ITEM].add(under(owner, scope.given_means))
                if scope.members == "item":
                    kinds[name[: found.end()]] = KINDS
    parties = {role: 1 for role in vocabulary.roles if party_table(role) in tables}
    return Shape({table: frozenset(names) for table, names in tables.items()}, counts, parties, kinds)


def _add_rows(columns: set[str], counts: dict[str, int], path: str, rows: Sequence[Mapping[str, Any]]) -> None:
    counts[path] = max(counts.get(path, 0), len(rows))
    columns.add(f"{path}.{COUNT}")
    for number, row in enumerate(rows):
        columns.update(f"{path}[{number}].{name}" for name in row)


class TableMaker:
    """Makes the tables that conditions read from columns of typed values and which of them each distinct row has."""

    def __init__(self, law: Law, shape: Shape) -> None:
        self.law, self.shape = law, shape

    def make(self, name: str, columns: Mapping[Target, tuple[Sequence[Any], npt.NDArray[Any]]], size: int) -> Table:
        """Return the table of some distinct rows; every column comes as its values and, for each row, which of them it has."""
        made: dict[str, list[Any]] = {}
        if name == ITEM:
            self._items(made, columns, size)
        else:
            named = np.zeros(size, dtype=np.bool_)
            for target, (values, codes) in columns.items():
                made[target.column] = [values[code] for code in codes]
                named |= np.array([one is not None for one in made[target.column]], dtype=np.bool_)
            if name.startswith("party."):
                made[COUNT] = [bool(one) or None for one in named]
        table = Table(size)
        for column in self.shape.columns[name]:
            table.columns.update(self._column(name, column, made.get(column), size))
        return table

    def _column(self, name: str, column: str, values: list[Any] | None, size: int) -> dict[tuple[str, str], Column]:
        last = column.rpartition(".")[2].partition("[")[0]
        fact = self.law.vocabulary.facts.get(last)
        if last == COUNT:
            kind = "truth" if name.startswith("party.") else "number"
        elif last == "kind":
            names = [column, *(f"{column}[{number}]" for number in range(1, KINDS))]
            if values is None:
                return {(name, one): missing(size, "text") for one in names}
            return {
                (name, one): as_column([None if not value or number >= len(value) else value[number] for value in values], "text")
                for number, one in enumerate(names)
            }
        else:
            kind = sql_kind(fact.type) if fact is not None else "text"
        if values is None:
            return {(name, column): missing(size, kind)}
        if kind != "text":  # a value that no condition reads is kept as an empty text: it says that something was said
            values = [None if isinstance(value, str) else value for value in values]
        return {(name, column): as_column([None if value is None else plain(value) for value in values], kind)}

    def _items(self, made: dict[str, list[Any]], columns: Mapping[Target, tuple[Sequence[Any], npt.NDArray[Any]]], size: int) -> None:
        for target, (values, codes) in columns.items():
            if target.what not in ("product", "performances"):
                made[target.column] = [value.name if isinstance(value := values[code], Product) else value for code in codes]
        for target, (values, codes) in columns.items():
            if target.what == "performances":
                self._records(made, enumerate(values[code] for code in codes), target.column, size)
        self._counts(made, size)
        finder = Finder(self.law.products)
        for target, (values, codes) in columns.items():
            if target.what == "product":
                self._products(made, [values[code] for code in codes], target.path, size)
            elif target.column == under(target.path, "name") and not any(
                other.what == "product" and other.path == target.path for other in columns
            ):
                known = [finder.product(value) if isinstance(value, str) else value for value in values]
                self._products(made, [known[code] for code in codes], target.path, size)
        self._counts(made, size)

    def _products(self, made: dict[str, list[Any]], products: list[Product | None], path: str, size: int) -> None:
        """Fill in what the catalogue knows; what the row states overrides it."""
        vocabulary = self.law.vocabulary
        rows_of: dict[str, list[int]] = {}
        for row, one in enumerate(products):
            if one is not None:
                rows_of.setdefault(one.id, []).append(row)
        for product_id, rows in rows_of.items():
            product = self.law.products[product_id]
            for name, value in product.facts.items():
                column = made.setdefault(under(path, name), [None] * size)
                for row in rows:
                    if column[row] is None:
                        column[row] = value
            for name, records in product.records.items():
                key = under(path, vocabulary.scopes[name].key)
                stated = made.get(f"{key}.{COUNT}", [None] * size)
                self._records(made, [(row, records) for row in rows if stated[row] is None], key, size)

    @staticmethod
    def _records(made: dict[str, list[Any]], given: Iterable[tuple[int, Any]], path: str, size: int) -> None:
        """Fill in the records of some rows."""
        count = made.setdefault(f"{path}.{COUNT}", [None] * size)
        for row, records in given:
            if records is None:
                continue
            count[row] = len(records)
            for number, record in enumerate(records):
                for name, value in record.items():
                    made.setdefault(f"{path}[{number}].{name}", [None] * size)[row] = value

    def _counts(self, made: dict[str, list[Any]], size: int) -> None:
        """Count the members that columns of their own describe, and note what being given means."""
        scopes = [scope for scope in self.law.vocabulary.scopes.values() if scope.owner == "item"]
        for path in sorted(self.shape.counts, key=len, reverse=True):
            key = path.rpartition(".")[2]
            scope = next(scope for scope in scopes if scope.key == key)
            count = made.setdefault(f"{path}.{COUNT}", [None] * size)
            for number in range(self.shape.counts[path]):
                at = path if key == "for" and number == 0 else f"{path}[{number}]"
                for column in [values for name, values in made.items() if name.startswith(at + ".") and name != f"{path}.{COUNT}"]:
                    for row, value in enumerate(column):
                        if value is not None and (count[row] or 0) <= number:
                            count[row] = number + 1
            if scope.given_means:
                means = made.setdefault(under(path.removesuffix(key).rstrip("."), scope.given_means), [None] * size)
                for row, given in enumerate(count):
                    if given is not None and means[row] is None:
                        means[row] = True


def plain(value: Any) -> Any:
    """Return a value as it stands in a column: choices in one text with bars, whole numbers as numbers."""
    if isinstance(value, frozenset):
        return bars(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def missing(size: int, kind: str) -> Column:
    """Return a column of a kind of which nothing is known."""
    if kind == "truth":
        nothing = pack(np.zeros(size, dtype=np.bool_))
        return nothing, nothing
    return Texts(np.full(size, -1, dtype=np.int32), []) if kind == "text" else np.full(size, np.nan)


def as_column(values: Sequence[Any], kind: str) -> Column:
    """Return plain values as a column of a kind: truth, number, day or text."""
    if kind == "truth":
        given = np.array([2 if one is None else int(one) for one in values], dtype=np.uint8)
        return pack(given == 1), pack(given == 0)
    if kind == "text":
        number: dict[str, int] = {}
        codes = np.array([-1 if one is None else number.setdefault(one, len(number)) for one in values], dtype=np.int32)
        return Texts(codes, list(number))
    if kind == "day":
        return np.array([np.nan if one is None else days_since_epoch(one) for one in values], dtype=np.float64)
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)
