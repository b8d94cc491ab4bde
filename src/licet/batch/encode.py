"""Numbers for values: every distinct value of a column is read once, every distinct row of a table kept once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from licet.batch.arrays import days_since_epoch
from licet.batch.mapping import ColumnMapping, Target
from licet.batch.situations import Rows
from licet.batch.values import Reader, TableMaker, problem_of
from licet.language.cells import Cell, below
from licet.language.shape import ITEM, SHIPMENT, Shape, under
from licet.law.statute import Law
from licet.law.values import MAX_TEXT
from licet.model.errors import LicetError

Numbers = npt.NDArray[np.int32]
_FIRST = 1024


class ColumnCodes:
    """The distinct values of one column: number 0 is nothing said, the others are read when first met."""

    def __init__(self, target: Target, reader: Reader, random: np.random.Generator) -> None:
        self.target, self._reader, self._random = target, reader, random
        self.values: list[Any] = [None]
        self.problems: dict[int, str] = {}
        self.marks = random.integers(0, 1 << 63, size=(_FIRST, 2), dtype=np.uint64) * 2 + 1
        self._known: pa.Array | None = None
        self._numbers: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self.refused = np.zeros(_FIRST, dtype=np.bool_)

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return the number of each cell of the column."""
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if isinstance(array, pa.ChunkedArray):  # combining nothing leaves it in chunks
            return np.zeros(len(array), dtype=np.int32)
        if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
            array = pc.binary_join(array.cast(pa.list_(pa.string())), ",")
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        local = np.append(self._of_distinct(_as_text(array.dictionary)), np.int32(0))
        found: Numbers = local[array.indices.fill_null(len(array.dictionary)).to_numpy(zero_copy_only=False)]
        return found

    def _of_distinct(self, distinct: pa.Array) -> Numbers:
        """Return the numbers of distinct values, reading those that are new."""
        if self._known is None:
            places = np.full(len(distinct), -1, dtype=np.int64)
        else:
            places = pc.index_in(_plain(distinct), value_set=self._known).fill_null(-1).to_numpy(zero_copy_only=False).copy()
        new = np.flatnonzero(places < 0)
        if len(new):
            fresh = distinct.take(pa.array(new))
            numbers = np.array([self._add(raw) for raw in fresh.to_pylist()], dtype=np.int32)
            start = len(self._numbers)
            known = _plain(fresh)
            self._known = known if self._known is None else pa.concat_arrays([self._known, known.cast(self._known.type)])
            self._numbers = np.concatenate([self._numbers, numbers])
            places[new] = np.arange(start, start + len(new))
        return self._numbers[places] if len(places) else np.zeros(0, dtype=np.int32)

    def _add(self, raw: Any) -> int:
        if raw is None:
            return 0
        number = len(self.values)
        try:
            value = self._reader.read(self.target, raw)
        except LicetError as error:
            value = None
            self.problems[number] = problem_of(error)
        if value is None and number not in self.problems:
            return 0
        self.values.append(value)
        while number >= len(self.marks):
            more = self._random.integers(0, 1 << 63, size=self.marks.shape, dtype=np.uint64) * 2 + 1
            self.marks = np.concatenate([self.marks, more])
            self.refused = np.concatenate([self.refused, np.zeros_like(self.refused)])
        self.refused[number] = number in self.problems
        return number


def _as_text(distinct: pa.Array) -> pa.Array:
    """Return bytes as texts if all of them are."""
    if pa.types.is_binary(distinct.type) or pa.types.is_large_binary(distinct.type):
        try:
            return distinct.cast(pa.string())
        except pa.ArrowInvalid:
            return distinct
    return distinct


def _plain(distinct: pa.Array) -> pa.Array:
    """Return texts as bytes, so that they can be compared whether or not all of them are texts."""
    return distinct.cast(pa.binary()) if pa.types.is_string(distinct.type) or pa.types.is_large_string(distinct.type) else distinct


class Thresholds(ColumnCodes):
    """A column of numbers that the law only compares with thresholds: its number says between which two a value lies."""

    def __init__(self, target: Target, reader: Reader, random: np.random.Generator, bounds: Iterable[float]) -> None:
        super().__init__(target, reader, random)
        self._bounds = np.array(sorted(set(bounds)), dtype=np.float64)
        edges = [-1e30, *self._bounds, 1e30]
        for number in range(2 * len(self._bounds) + 1):  # one value stands for all that lie between two thresholds
            low, high = edges[number // 2], edges[number // 2 + 1]
            self.values.append((low + high) / 2 if number % 2 == 0 else high)
        self._between = len(self.values)
        while self._between >= len(self.marks):
            self.marks = np.concatenate([self.marks, random.integers(0, 1 << 63, size=self.marks.shape, dtype=np.uint64) * 2 + 1])
            self.refused = np.zeros(len(self.marks), dtype=np.bool_)

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return between which thresholds each cell of the column lies."""
        numbers = plain_numbers(self.target, column)
        if numbers is not None:
            return self._classes(numbers)
        found = super().codes(column)
        values = np.array([np.nan if one is None or number < self._between else one for number, one in enumerate(self.values)])
        classes = self._classes(values)
        refused = np.array([number in self.problems for number in range(len(self.values))])
        numbers_of: Numbers = np.where(refused, np.arange(len(self.values)), classes).astype(np.int32)
        return numbers_of[found]

    def _classes(self, numbers: npt.NDArray[np.float64]) -> Numbers:
        left, right = (np.searchsorted(self._bounds, numbers, side=side) for side in ("left", "right"))
        return np.where(np.isnan(numbers), 0, left + right + 1).astype(np.int32)


def plain_numbers(target: Target, column: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.float64] | None:
    """Return the column as numbers, if it holds nothing but numbers within bounds in the fact's own base unit."""
    fact, unit = target.fact, target.unit or (target.fact.unit if target.fact else None)
    if fact is None or (unit is not None and (unit.factor != 1 or unit.offset)) or fact.type not in ("quantity", "number"):
        return None
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return None
    numbers: npt.NDArray[np.float64] = pc.cast(column, pa.float64(), safe=False).to_numpy()
    with np.errstate(invalid="ignore"):
        if np.isinf(numbers).any() or (np.abs(numbers) > 1e30).any():
            return None
        for word, exact in fact.bounds.items():
            bound = unit.to_base(exact) if unit is not None else float(exact)
            outside = {"min": numbers < bound, "above": numbers <= bound, "max": numbers > bound, "below": numbers >= bound}[word]
            if outside.any():
                return None
    return numbers


class RowCodes:
    """The distinct rows of one table, as numbers of the values of its columns."""

    def __init__(self, columns: Sequence[ColumnCodes]) -> None:
        self.columns = list(columns)
        self.rows: list[npt.NDArray[np.int32]] = []
        self.size = 0
        self._known: pa.Array | None = None
        self._marks: npt.NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)

    def add(self, codes: Sequence[Numbers], size: int) -> Numbers:
        """Return the number of each row, given the numbers of its values."""
        key, check = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint64)
        for column, own in zip(self.columns, codes, strict=True):
            key += column.marks[:, 0][own]
            check += column.marks[:, 1][own]
        encoded = pa.array(key).dictionary_encode()
        local = encoded.indices.to_numpy()
        if self._known is None:
            places = np.full(len(encoded.dictionary), -1, dtype=np.int64)
        else:
            places = (
                pc.index_in(encoded.dictionary, value_set=self._known).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64).copy()
            )
        new = np.flatnonzero(places < 0)
        if len(new):
            first = np.empty(len(places), dtype=np.int64)
            first[local[::-1]] = np.arange(size - 1, -1, -1)
            at = first[new]
            self.rows.append(np.stack([own[at] for own in codes], axis=1) if codes else np.zeros((len(new), 0), dtype=np.int32))
            fresh = encoded.dictionary.take(pa.array(new))
            self._known = fresh if self._known is None else pa.concat_arrays([self._known, fresh])
            self._marks = np.concatenate([self._marks, check[at]])
            places[new] = np.arange(self.size, self.size + len(new))
            self.size += len(new)
        found: Numbers = places.astype(np.int32)[local]
        if not np.array_equal(self._marks[found], check):
            raise RuntimeError("two different rows have the same 64-bit mark, which happens once in a thousand million runs; run again")
        return found

    def distinct(self) -> npt.NDArray[np.int32]:
        """Return the numbers of the values of every distinct row."""
        return np.concatenate(self.rows) if self.rows else np.zeros((0, len(self.columns)), dtype=np.int32)


class Words(ColumnCodes):
    """A column of texts of which the law knows some words, or none: all other texts are one, so that names do not tell rows apart.

    For the name of an item what counts is the product of the catalogue that it names, if any.
    """

    def __init__(self, target: Target, reader: Reader, random: np.random.Generator, words: Iterable[str]) -> None:
        super().__init__(target, reader, random)
        self._words = frozenset(words)
        self._is_name = target.table == ITEM and target.column == under(target.path, "name")
        self._numbered: dict[Any, int] = {}

    def _add(self, raw: Any) -> int:
        number = super()._add(raw)
        if number == 0 or number in self.problems:
            return number
        value = self.values.pop()
        key = value
        if self._is_name:
            product = self._reader.finder.product(value)
            value, key = (product, product.id) if product is not None else ("", "")
        elif not isinstance(value, str) or value not in self._words:
            value = key = ""
        if key not in self._numbered:
            self._numbered[key] = number
            self.values.append(value)
        return self._numbered[key]

    def _of_distinct(self, distinct: pa.Array) -> Numbers:
        """Return the numbers of distinct values; long lists of plain names are looked over as a whole, only the rest is read."""
        text = self.target.fact is not None and self.target.fact.type == "text" and not self._is_name
        if not text or not (pa.types.is_string(distinct.type) or pa.types.is_large_string(distinct.type)):
            return super()._of_distinct(distinct)
        trimmed = pc.utf8_trim_whitespace(distinct)
        special = pc.or_(
            pc.is_in(trimmed, value_set=pa.array(sorted(self._words), distinct.type)),
            pc.or_(pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(["", "unknown", "null", "~"], distinct.type)),
                   pc.greater(pc.utf8_length(trimmed), MAX_TEXT)),
        ).to_numpy(zero_copy_only=False)  # fmt: skip
        plain = self._add("\u2026")  # a name that is nobody's
        found = np.full(len(distinct), plain, dtype=np.int32)
        for place in np.flatnonzero(special):
            found[place] = self._add(distinct[int(place)].as_py())
        return found

    def codes(self, column: pa.ChunkedArray | pa.Array) -> Numbers:
        """Return the number of each cell; numbers that no condition reads are looked over as a whole."""
        numbers = plain_numbers(self.target, column)
        if numbers is None:
            return super().codes(column)
        if "" not in self._numbered:
            self._numbered[""] = len(self.values)
            self.values.append("")
        return np.where(np.isnan(numbers), 0, self._numbered[""]).astype(np.int32)


Read = Mapping[tuple[str, str], list[float] | frozenset[str] | None]
"""How columns are read: compared with these thresholds, looked up among these words, or otherwise (None)."""


def read_by(roots: Iterable[Cell]) -> dict[tuple[str, str], list[float] | frozenset[str] | None]:
    """Return every column that conditions read, and how."""
    found: dict[tuple[str, str], list[float] | frozenset[str] | None] = {}
    for cell in below(roots):
        if cell.op == "col":
            found.setdefault(_key(cell), [] if cell.args[2] == "number" else frozenset())
        for part in cell.parts:
            if part.op != "col":
                continue
            key = _key(part)
            other = next((one for one in cell.parts if one is not part), None)
            own = found.get(key, [] if part.args[2] == "number" else frozenset())
            if cell.op == "known":
                continue
            if cell.op == "cmp" and isinstance(own, list) and other is not None and other.is_constant and isinstance(other.value, float):
                own.append(other.value)
            elif cell.op == "in" and isinstance(own, frozenset):
                own |= frozenset(cell.args[0])
            else:
                own = None
            found[key] = own
    return found


def _key(column: Cell) -> tuple[str, str]:
    name: str = column.args[1]
    return column.args[0], name.partition("[")[0] if name.startswith("kind[") else name


class Encoder:
    """Turns chunks of a file into numbers, and at the end the distinct rows of every table into typed tables."""

    def __init__(self, law: Law, mapping: ColumnMapping, shape: Shape, compared: Read) -> None:
        self.law, self.mapping, self.shape = law, mapping, shape
        reader, random = Reader(law), np.random.default_rng()
        self.columns: dict[str, ColumnCodes] = {}
        for header, target in mapping.targets.items():
            self.columns[header] = self._column(target, compared, reader, random)
        self.tables: dict[str, list[str]] = {name: [] for name in shape.columns}
        for header, target in mapping.targets.items():
            if target.table == SHIPMENT and target.column == "date":
                self.date_header = header
                if not self._needs_date(compared):
                    continue
            if (target.table, target.column) not in compared and target.table == SHIPMENT:
                continue
            self.tables[target.table].append(header)
        self.rows = {name: RowCodes([self.columns[header] for header in headers]) for name, headers in self.tables.items()}
        self.codes: dict[str, list[Numbers]] = {name: [] for name in self.tables}
        self.segments: list[Numbers] = []
        self._segment_of: dict[int, int] = {}
        self._days: list[float] = []

    date_header = ""

    @staticmethod
    def _column(target: Target, compared: Read, reader: Reader, random: np.random.Generator) -> ColumnCodes:
        key, fact = (target.table, target.column), target.fact
        if target.what != "fact" or fact is None or key == (SHIPMENT, "date"):
            return ColumnCodes(target, reader, random)
        read = compared.get(key, frozenset())
        if isinstance(read, list) and fact.type in ("quantity", "number"):
            return Thresholds(target, reader, random, read)
        if key not in compared or (fact.type == "text" and isinstance(read, frozenset)):
            return Words(target, reader, random, read if isinstance(read, frozenset) else ())
        return ColumnCodes(target, reader, random)

    @staticmethod
    def _needs_date(compared: Read) -> bool:
        return (SHIPMENT, "date") in compared

    def add(self, chunk: pa.Table) -> tuple[npt.NDArray[np.bool_], list[tuple[int, str, str]]]:
        """Take in a chunk; return which of its rows are taken, and for the others their place in it, the column and what is wrong."""
        size = chunk.num_rows
        codes = {header: column.codes(chunk.column(header)) for header, column in self.columns.items()}
        refused = np.zeros(size, dtype=np.bool_)
        wrong: list[tuple[int, str, str]] = []
        for header, column in self.columns.items():
            bad = column.refused[codes[header]] if column.problems else None
            if bad is not None and bad.any():
                wrong += [(int(row), header, column.problems[int(codes[header][row])]) for row in np.flatnonzero(bad & ~refused)]
                refused |= bad
        dates = codes[self.date_header]
        undated = (dates == 0) & ~refused
        if undated.any():
            says = (
                "date: nothing is said of the day; must be: a day such as 2024-09-07; do: Fill it in, or give one day for all with --date."
            )
            wrong += [(int(row), self.date_header, says) for row in np.flatnonzero(undated)]
            refused |= undated
        taken = ~refused
        if refused.any():
            codes = {header: own[taken] for header, own in codes.items()}
            size = int(taken.sum())
        self.segments.append(self._segment(codes[self.date_header]))
        for name, headers in self.tables.items():
            self.codes[name].append(self.rows[name].add([codes[header] for header in headers], size))
        return taken, sorted(wrong)

    def _segment(self, codes: Numbers) -> Numbers:
        """Return the segment of the law of each date."""
        values = self.columns[self.date_header].values
        look_up = np.zeros(len(values), dtype=np.int32)
        for number, day in enumerate(values):
            if isinstance(day, date):
                at = bisect_right(self.law.days_of_change, day)
                if at not in self._segment_of:
                    self._segment_of[at] = len(self._days)
                    self._days.append(days_since_epoch(day))
                look_up[number] = self._segment_of[at]
        return look_up[codes]

    def finish(self) -> Rows:
        """Return the tables of distinct rows, and what each row of the file has of them; start anew for the next part."""
        maker = TableMaker(self.law, self.shape)
        tables = {}
        for name, headers in self.tables.items():
            distinct = self.rows[name].distinct()
            columns = {
                self.columns[header].target: (self.columns[header].values, distinct[:, number]) for number, header in enumerate(headers)
            }
            tables[name] = maker.make(name, columns, len(distinct))
        empty = np.zeros(0, dtype=np.int32)
        codes = {name: np.concatenate(parts) if parts else empty for name, parts in self.codes.items()}
        segment = np.concatenate(self.segments) if self.segments else empty
        self.codes, self.segments = {name: [] for name in self.tables}, []
        return Rows(tables, codes, segment, np.array(self._days or [0.0]))
