"""From chunks of a file to numbers: every distinct value of a column is read once, every distinct row of a table kept once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.arrays import days_since_epoch
from licet.batch.codes import ColumnCodes, Numbers, Thresholds, Words
from licet.batch.mapping import ColumnMapping, Target
from licet.batch.narrow import gathered, smallest
from licet.batch.numbering import Numbering
from licet.batch.situations import Rows
from licet.batch.threads import each
from licet.batch.values import Reader, TableMaker
from licet.language.cells import Cell, below
from licet.language.shape import SHIPMENT, Shape
from licet.law.statute import Law

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
        reader = Reader(law)
        self.columns: dict[str, ColumnCodes] = {}
        for header, target in mapping.targets.items():
            self.columns[header] = self._column(target, compared, reader)
        self.tables: dict[str, list[str]] = {name: [] for name in shape.columns}
        for header, target in mapping.targets.items():
            if target.table == SHIPMENT and target.column == "date":
                self.date_header = header
                if not self._needs_date(compared):
                    continue
            if (target.table, target.column) not in compared and target.table == SHIPMENT:
                continue
            self.tables[target.table].append(header)
        self.rows = {name: Numbering(len(headers)) for name, headers in self.tables.items()}
        self.codes: dict[str, list[Numbers]] = {name: [] for name in self.tables}
        self.segments: list[Numbers] = []
        self._segment_of: dict[int, int] = {}
        self._days: list[float] = []

    date_header = ""

    @staticmethod
    def _column(target: Target, compared: Read, reader: Reader) -> ColumnCodes:
        key, fact = (target.table, target.column), target.fact
        if target.what != "fact" or fact is None or key == (SHIPMENT, "date"):
            return ColumnCodes(target, reader)
        read = compared.get(key, frozenset())
        if isinstance(read, list) and fact.type in ("quantity", "number"):
            return Thresholds(target, reader, read)
        if key not in compared or (fact.type == "text" and isinstance(read, frozenset)):
            return Words(target, reader, read if isinstance(read, frozenset) else ())
        return ColumnCodes(target, reader)

    @staticmethod
    def _needs_date(compared: Read) -> bool:
        return (SHIPMENT, "date") in compared

    def add(self, chunk: pa.Table) -> tuple[npt.NDArray[np.bool_], list[tuple[int, str, str]]]:
        """Take in a chunk; return which of its rows are taken, and for the others their place in it, the column and what is wrong."""
        size = chunk.num_rows
        headers = list(self.columns)
        codes = dict(zip(headers, each(lambda header: self.columns[header].codes(chunk.column(header)), headers), strict=True))
        refused = np.zeros(size, dtype=np.bool_)
        wrong: list[tuple[int, str, str]] = []
        for header, column in self.columns.items():
            bad = gathered(column.refused, codes[header]) if column.problems else None
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
        names = list(self.tables)
        for name, numbers in zip(names, each(lambda name: self._numbers(name, codes, size), names), strict=True):
            self.codes[name].append(numbers.astype(smallest(self.rows[name].size), copy=False))
        return taken, sorted(wrong)

    def _numbers(self, name: str, codes: Mapping[str, Numbers], size: int) -> Numbers:
        """Return for each row the number of its row of a table."""
        headers = self.tables[name]
        if not headers:
            return np.zeros(size, dtype=np.int32)
        return self.rows[name].numbers([codes[header] for header in headers], [len(self.columns[header].values) for header in headers])

    def _segment(self, codes: Numbers) -> Numbers:
        """Return the segment of the law of each date."""
        values = self.columns[self.date_header].values
        look_up = np.zeros(len(values), dtype=np.int64)
        for number, day in enumerate(values):
            if isinstance(day, date):
                at = bisect_right(self.law.days_of_change, day)
                if at not in self._segment_of:
                    self._segment_of[at] = len(self._days)
                    self._days.append(days_since_epoch(day))
                look_up[number] = self._segment_of[at]
        return gathered(look_up.astype(smallest(len(self._days))), codes)

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
