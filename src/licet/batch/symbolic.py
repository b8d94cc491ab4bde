"""Which facts can still matter, once some are known: a partial evaluation of the law for many states at once.

A state is what has been decided of a shipment so far (its item and its day, then its places, then each party). For each state this says
which tests of the tables still to come can move an answer. Two values that no such test can tell apart are the same to the law, so
shipments that differ in nothing else become one situation. It decides nothing: it only says what may be left out, and errs by keeping.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Bits, Table, Texts, lies_before, unpack
from licet.batch.vectors import mixed, octets_of
from licet.language.cells import DAY, Cell, below

BLOCK = 1 << 16
"""How many states are looked at in one go: three sets of them are kept for every cell, and all at once."""

Rows = int
"""Some of the states of a block, each a bit of one whole number: Python works on such a number faster than NumPy on as short an array."""

Can = tuple[Rows, Rows, Rows]
"""Of which states a cell can be true, of which false, of which unknown."""


class Relevance:
    """Finds which of some tests can still move any of the roots."""

    def __init__(
        self, roots: Sequence[Cell], above: Sequence[Cell], known: Sequence[Cell], asked: Sequence[Cell], later: Sequence[Cell]
    ) -> None:
        """Lay out the work.

        Args:
            roots: the truths that make the answer.
            above: what lies between them and the tests, parts before what is made of them.
            known: the tests whose truth each row brings.
            asked: the tests of the next table, of which it is to be said whether they matter.
            later: the tests of the tables after it, which can still be anything.

        """
        self.roots, self.known, self.asked, self.later = list(roots), list(known), list(asked), list(later)
        self.above = above

    def run(self, table: Table) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint64]]:
        """Return for each row and each test asked whether it can matter, and a mark of 128 bits of what is left of the law for the row.

        Rows with the same mark are the same from here on: whatever the tables still to come say, the roots come out alike.
        """
        matters = np.zeros((table.rows, len(self.asked)), dtype=np.bool_)
        marks = np.zeros((table.rows, 2), dtype=np.uint64)
        for start in range(0, table.rows, BLOCK):
            part = table.part(start, min(start + BLOCK, table.rows))
            looked, marks[start : start + part.rows] = self._block(part)
            for number, line in enumerate(looked):
                matters[start : start + part.rows, number] = flags_of(line, part.rows)
        return matters, marks

    def _block(self, table: Table) -> tuple[list[Rows], npt.NDArray[np.uint64]]:
        work = _Spread(table)
        for cell in self.known:
            work.bring(cell)
        for cell in (*self.asked, *self.later):
            work.can[cell.id] = (work.ones, work.ones, work.ones)
        for cell in self.above:
            work.can[cell.id] = work.spread(cell)
        marks = Marks(table.rows)
        looked: dict[int, Rows] = {cell.id: work.ones for cell in self.roots}
        for cell in reversed(self.above):
            seen = looked.get(cell.id)
            if not seen:
                continue
            here = seen & work.is_open(cell)
            if here:
                work.look_below(cell, here, looked)
                if cell.op == "dated":  # what is left hangs on which of its texts is in force
                    for number, (_, on_these_days) in enumerate(work.on_days(cell)):
                        marks.add((cell.id, 2 + number), here & on_these_days)
            if here != seen:
                work.mark_decided(cell, seen, marks)
        for cell in self.known:
            if looked.get(cell.id):
                work.mark_decided(cell, looked[cell.id], marks)
        return [looked.get(cell.id, 0) for cell in self.asked], marks.finish()


def can_be_true(cells: Sequence[Cell], known: Sequence[Cell], table: Table) -> npt.NDArray[np.bool_]:
    """Return for each truth and each row whether it can still be true, where only the tests `known` are brought by the row."""
    stop = {cell.id for cell in known}
    order = [cell for cell in below(cells, lambda cell: cell.id in stop) if cell.id not in stop]
    found = np.zeros((len(cells), table.rows), dtype=np.bool_)
    for start in range(0, table.rows, BLOCK):
        part = table.part(start, min(start + BLOCK, table.rows))
        work = _Spread(part)
        for cell in known:
            work.bring(cell)
        for cell in order:
            work.can[cell.id] = work.spread(cell)
        for number, cell in enumerate(cells):
            found[number, start : start + part.rows] = flags_of(work.can[cell.id][0], part.rows)
    return found


_SEED = np.random.default_rng(20261122).integers(1, 1 << 63, size=4, dtype=np.uint64)


def _random(keys: Sequence[tuple[int, int]]) -> npt.NDArray[np.uint64]:
    """Return for each key 128 bits that look random, always the same for the same key."""
    own = np.array(keys, dtype=np.uint64).reshape(-1, 2) + np.uint64(1)
    return mixed(_SEED[:2] * own[:, :1] + _SEED[2:] * own[:, 1:])


class Marks:
    """Makes a mark of 128 bits of each row from what is said of it; that rows of which other things are said share one will not happen."""

    def __init__(self, rows: int) -> None:
        """Start with rows of which nothing is said."""
        self.rows = rows
        self._keys: list[tuple[int, int]] = []
        self._lines: list[Rows] = []
        self._marks = np.zeros((rows, 2), dtype=np.uint64)

    def add(self, key: tuple[int, int], line: Rows) -> None:
        """Say something of the rows whose bit is set; the key says what."""
        if line:
            self._keys.append(key)
            self._lines.append(line)

    def add_values(self, key: tuple[int, int], values: npt.NDArray[np.uint64], where: npt.NDArray[np.bool_]) -> None:
        """Say of some rows which value they have."""
        own = mixed(mixed(values)[:, None] + _random([key]))
        self._marks ^= np.where(where[:, None], own, np.uint64(0))

    def finish(self) -> npt.NDArray[np.uint64]:
        """Return the mark of each row, eight lines at a time: a byte of eight bits is looked up in a table of all 256."""
        groups = (len(self._lines) + 7) // 8
        if not groups:
            return self._marks
        random = np.zeros((groups * 8, 2), dtype=np.uint64)
        random[: len(self._keys)] = _random(self._keys)
        tables = np.zeros((groups, 1, 2), dtype=np.uint64)
        for bit in random.reshape(groups, 8, 1, 2).transpose(1, 0, 2, 3):
            tables = np.concatenate([tables, tables ^ bit], axis=1)
        wide = tables.view(np.complex128)[:, :, 0]  # 16 bytes in one go, never as a number
        size = (self.rows + 7) // 8
        for group, octets in enumerate(octets_of([_bits_of(line, size) for line in self._lines], self.rows)):
            self._marks ^= wide[group][octets].view(np.uint64).reshape(-1, 2)
        return self._marks


def _rows_of(bits: Bits) -> Rows:
    return int.from_bytes(bits.tobytes(), "little")


def _bits_of(rows: Rows, size: int) -> Bits:
    return np.frombuffer(rows.to_bytes(size, "little"), dtype=np.uint8)


def flags_of(rows: Rows, count: int) -> npt.NDArray[np.bool_]:
    """Return of which of that many rows the bit is set.

    >>> flags_of(0b101, 3).tolist()
    [True, False, True]
    """
    return unpack(_bits_of(rows, (count + 7) // 8), count)


class _Spread:
    """What each cell can still be, in one block of rows."""

    def __init__(self, table: Table) -> None:
        self._days, self._given = table.columns[DAY, "date"], table.given
        self.ones: Rows = (1 << table.rows) - 1
        self.can: dict[int, Can] = {}
        self._before: dict[object, Rows] = {}
        self._open: dict[int, Rows] = {}

    def bring(self, cell: Cell) -> None:
        """Take a test as each row brings it."""
        given = self._given[cell.id]
        if isinstance(given, tuple):
            true, false = _rows_of(given[0]) & self.ones, _rows_of(given[1]) & self.ones
            self.can[cell.id] = (true, false, self.ones & ~(true | false))
        else:
            self.can[cell.id] = (self.ones, self.ones, self.ones)

    def mark_decided(self, cell: Cell, seen: Rows, marks: Marks) -> None:
        """Note what a cell says, where it is looked at and can be only one thing."""
        given = self._given.get(cell.id)
        if given is not None and not isinstance(given, tuple):
            values = given.codes.astype(np.uint64) if isinstance(given, Texts) else np.ascontiguousarray(given).view(np.uint64)
            marks.add_values((cell.id, 0), values, flags_of(seen, marks.rows))
        elif not cell.is_constant:
            true, false, unknown = self.can[cell.id]
            here = seen & ~self.is_open(cell)
            if here:
                marks.add((cell.id, 0), here & (true | unknown))
                marks.add((cell.id, 1), here & (false | unknown))

    def is_open(self, cell: Cell) -> Rows:
        """Return for which rows a cell can still be more than one thing."""
        found = self._open.get(cell.id)
        if found is None:
            true, false, unknown = self.can[cell.id]
            found = self._open[cell.id] = (true & false) | (unknown & (true | false))
        return found

    def spread(self, cell: Cell) -> Can:  # noqa: PLR0912  # one case for each operation
        """Return what a cell can be, from what its parts can be."""
        parts = [self.can[part.id] for part in cell.parts]
        match cell.op:
            case "const":
                value = cell.value
                if value is None:
                    return 0, 0, self.ones
                if isinstance(value, bool):
                    return (self.ones, 0, 0) if value else (0, self.ones, 0)
                return self.ones, self.ones, self.ones
            case "and":
                return self._conjunction(parts)
            case "or":
                false, true, unknown = self._conjunction([(false, true, unknown) for true, false, unknown in parts])
                return true, false, unknown
            case "not":
                return parts[0][1], parts[0][0], parts[0][2]
            case "sure":
                return parts[0][0], parts[0][1] | parts[0][2], 0
            case "known":
                return parts[0][0] | parts[0][1], parts[0][2], 0
            case "if":
                return self._chosen([(part, reach) for part, reach in self._reached(cell)])
            case "dated":
                return self._chosen(self.on_days(cell))
            case "first":
                reach, some_true, some_false = self.ones, 0, 0
                for true, false, unknown in parts:
                    some_true, some_false, reach = some_true | (reach & true), some_false | (reach & false), reach & unknown
                return some_true, some_false, reach
            case _:
                return self.ones, self.ones, self.ones

    def _conjunction(self, parts: list[Can]) -> Can:
        true, false, unknown, no_part_false = parts[0][0], parts[0][1], parts[0][2], parts[0][0] | parts[0][2]
        for one_true, one_false, one_unknown in parts[1:]:
            true, false, unknown = true & one_true, false | one_false, unknown | one_unknown
            no_part_false = no_part_false & (one_true | one_unknown)
        return true, false, unknown & no_part_false

    def _reached(self, cell: Cell) -> list[tuple[Cell, Rows]]:
        """Return the values of a choice, each with the rows that can come to it."""
        *cases, otherwise = cell.parts
        reach, found = self.ones, []
        for condition, value in zip(cases[::2], cases[1::2], strict=True):
            true, false, unknown = self.can[condition.id]
            found.append((value, reach & true))
            reach = reach & (false | unknown)
        return [*found, (otherwise, reach)]

    def on_days(self, cell: Cell) -> list[tuple[Cell, Rows]]:
        """Return the texts of a cell that changes with the days, each with the rows whose day it holds for."""
        left, found = self.ones, []
        for day, part in zip(cell.args, cell.parts, strict=False):
            before = self._before.get(day)
            if before is None:
                before = self._before[day] = _rows_of(lies_before(self._days, day)) & self.ones
            found.append((part, left & before))
            left = left & ~before
        return [*found, (cell.parts[-1], left)]

    def _chosen(self, cases: list[tuple[Cell, Rows]]) -> Can:
        true, false, unknown = 0, 0, 0
        for part, reach in cases:
            one_true, one_false, one_unknown = self.can[part.id]
            true, false, unknown = true | (reach & one_true), false | (reach & one_false), unknown | (reach & one_unknown)
        return true, false, unknown

    def look_below(self, cell: Cell, here: Rows, looked: dict[int, Rows]) -> None:
        """Note which parts of an open cell are looked at, where it is."""
        if cell.op == "dated":
            pairs = self.on_days(cell)
        elif cell.op == "if":
            pairs = self._reached(cell)
            reach = self.ones
            for condition in cell.parts[:-1:2]:
                pairs.append((condition, reach))
                _, false, unknown = self.can[condition.id]
                reach = reach & (false | unknown)
        else:
            pairs = [(part, self.ones) for part in cell.parts]
        for part, reach in pairs:
            own = here & reach
            before = looked.get(part.id)
            looked[part.id] = own if before is None else before | own
