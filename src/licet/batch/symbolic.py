"""Which facts can still matter, once some are known: a partial evaluation of the law for many states at once.

A state is what has been decided of a shipment so far (its item and its day, then its places, then each party). For each state this says
which tests of the tables still to come can move an answer. Two values that no such test can tell apart are the same to the law, so
shipments that differ in nothing else become one situation. It decides nothing: it only says what may be left out, and errs by keeping.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import BLOCK, Bits, Table, Texts, lies_before, unpack
from licet.batch.vectors import transposed
from licet.language.cells import DAY, Cell, below

Can = tuple[Bits, Bits, Bits]
"""For each row: can it be true, can it be false, can it be unknown."""


class Relevance:
    """Finds which of some tests can still move any of the roots."""

    def __init__(self, roots: Sequence[Cell], known: Sequence[Cell], asked: Sequence[Cell], later: Sequence[Cell]) -> None:
        """Lay out the work.

        Args:
            roots: the truths that make the answer.
            known: the tests whose truth each row brings.
            asked: the tests of the next table, of which it is to be said whether they matter.
            later: the tests of the tables after it, which can still be anything.

        """
        self.roots, self.known, self.asked, self.later = list(roots), list(known), list(asked), list(later)
        stop = {cell.id for cell in (*self.known, *self.asked, *self.later)}
        self.order = [cell for cell in below(self.roots, lambda cell: cell.id in stop) if cell.id not in stop]

    def run(self, table: Table) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint8]]:
        """Return for each row and each test asked whether it can matter, as flags, and what is left of the law for the row, as bytes.

        Rows with the same bytes are the same from here on: whatever the tables still to come say, the roots come out alike.
        """
        starts = range(0, table.rows, BLOCK)
        if not starts:
            return np.zeros((0, len(self.asked)), dtype=np.bool_), np.zeros((0, 1), dtype=np.uint8)
        blocks = [self._block(table.part(start, min(start + BLOCK, table.rows))) for start in starts]
        looked = np.concatenate([block[0] for block in blocks], axis=1)
        matters = np.unpackbits(looked, axis=1, count=table.rows, bitorder="little").view(np.bool_).T
        found = transposed(_left([block[1] for block in blocks]), table.rows)
        values = [_codes(table.given[cell.id]) for cell in self.known if not isinstance(table.given[cell.id], tuple)]
        return matters, np.concatenate([found, *values, np.zeros((table.rows, 1), dtype=np.uint8)], axis=1)

    def _block(self, table: Table) -> tuple[npt.NDArray[np.uint8], dict[tuple[int, int], Bits]]:
        work = _Spread(table)
        for cell in self.known:
            work.bring(cell)
        for cell in (*self.asked, *self.later):
            work.can[cell.id] = (work.ones, work.ones, work.ones)
        for cell in self.order:
            work.can[cell.id] = work.spread(cell)
        looked: dict[int, Bits] = {cell.id: work.ones for cell in self.roots}
        for cell in reversed(self.order):
            here = looked.get(cell.id)
            if here is not None:
                here = here & work.is_open(cell)
                if here.any():
                    work.look_below(cell, here, looked)
        matters = [looked.get(cell.id, work.zeros) for cell in self.asked]
        left: dict[tuple[int, int], Bits] = {}
        for cell in (*self.order, *self.known, *self.asked, *self.later):
            seen = looked.get(cell.id)
            if seen is not None and not cell.is_constant and seen.any():
                true, false, unknown = work.can[cell.id]
                live = work.is_open(cell)
                for side, plane in enumerate((seen & (true | live), seen & (false | live), seen & unknown & ~live)):
                    if plane.any():
                        left[cell.id, side] = plane
        left[-1, 0] = work.zeros  # so that every block has its length
        return np.array(matters, dtype=np.uint8).reshape(len(matters), len(work.ones)), left


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
            found[number, start : start + part.rows] = unpack(work.can[cell.id][0], part.rows)
    return found


def _left(blocks: list[dict[tuple[int, int], Bits]]) -> npt.NDArray[np.uint8]:
    """Return what is left of the law as lines of bits over all blocks; what is alike for all rows tells nothing and is dropped."""
    sizes = [len(block[-1, 0]) for block in blocks]
    lines: list[Bits] = []
    for key in dict.fromkeys(key for block in blocks for key in block):
        line = np.concatenate([block.get(key, np.zeros(size, dtype=np.uint8)) for block, size in zip(blocks, sizes, strict=True)])
        if (line != line[0]).any() or line[0] not in (0, 255):
            lines.append(line)
    return np.array(lines, dtype=np.uint8).reshape(len(lines), sum(sizes))


def _codes(found: object) -> npt.NDArray[np.uint8]:
    """Return the classes of values that are no truths as bytes."""
    codes = found.codes if isinstance(found, Texts) else np.unique(np.asarray(found), return_inverse=True)[1]
    return np.ascontiguousarray(codes.astype("<i4")).view(np.uint8).reshape(len(codes), 4)


class _Spread:
    """What each cell can still be, in one block of rows."""

    def __init__(self, table: Table) -> None:
        self._days, self._given = table.columns[DAY, "date"], table.given
        size = (table.rows + 7) // 8
        self.ones, self.zeros = np.full(size, 255, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
        self.can: dict[int, Can] = {}
        self._before: dict[object, Bits] = {}
        self._open: dict[int, Bits] = {}

    def bring(self, cell: Cell) -> None:
        """Take a test as each row brings it."""
        given = self._given[cell.id]
        if isinstance(given, tuple):
            self.can[cell.id] = (given[0], given[1], ~(given[0] | given[1]))
        else:
            self.can[cell.id] = (self.ones, self.ones, self.ones)

    def is_open(self, cell: Cell) -> Bits:
        """Return for which rows a cell can still be more than one thing."""
        found = self._open.get(cell.id)
        if found is None:
            true, false, unknown = self.can[cell.id]
            found = self._open[cell.id] = (true & false) | (true & unknown) | (false & unknown)
        return found

    def spread(self, cell: Cell) -> Can:  # noqa: PLR0912  # one case for each operation
        """Return what a cell can be, from what its parts can be."""
        parts = [self.can[part.id] for part in cell.parts]
        match cell.op:
            case "const":
                value = cell.value
                if value is None:
                    return self.zeros, self.zeros, self.ones
                if isinstance(value, bool):
                    return (self.ones, self.zeros, self.zeros) if value else (self.zeros, self.ones, self.zeros)
                return self.ones, self.ones, self.ones
            case "and":
                return self._conjunction(parts)
            case "or":
                false, true, unknown = self._conjunction([(false, true, unknown) for true, false, unknown in parts])
                return true, false, unknown
            case "not":
                return parts[0][1], parts[0][0], parts[0][2]
            case "sure":
                return parts[0][0], parts[0][1] | parts[0][2], self.zeros
            case "known":
                return parts[0][0] | parts[0][1], parts[0][2], self.zeros
            case "if":
                return self._chosen([(part, reach) for part, reach in self._reached(cell)])
            case "dated":
                return self._chosen(self._on_days(cell))
            case "first":
                reach, result = self.ones, [self.zeros, self.zeros]
                for true, false, unknown in parts:
                    result = [result[0] | (reach & true), result[1] | (reach & false)]
                    reach = reach & unknown
                return result[0], result[1], reach
            case _:
                return self.ones, self.ones, self.ones

    def _conjunction(self, parts: list[Can]) -> Can:
        true, false, unknown, no_part_false = parts[0][0], parts[0][1], parts[0][2], parts[0][0] | parts[0][2]
        for one_true, one_false, one_unknown in parts[1:]:
            true, false, unknown = true & one_true, false | one_false, unknown | one_unknown
            no_part_false = no_part_false & (one_true | one_unknown)
        return true, false, unknown & no_part_false

    def _reached(self, cell: Cell) -> list[tuple[Cell, Bits]]:
        """Return the values of a choice, each with the rows that can come to it."""
        *cases, otherwise = cell.parts
        reach, found = self.ones, []
        for condition, value in zip(cases[::2], cases[1::2], strict=True):
            true, false, unknown = self.can[condition.id]
            found.append((value, reach & true))
            reach = reach & (false | unknown)
        return [*found, (otherwise, reach)]

    def _on_days(self, cell: Cell) -> list[tuple[Cell, Bits]]:
        left, found = self.ones, []
        for day, part in zip(cell.args, cell.parts, strict=False):
            before = self._before.get(day)
            if before is None:
                before = self._before[day] = lies_before(self._days, day)
            found.append((part, left & before))
            left = left & ~before
        return [*found, (cell.parts[-1], left)]

    def _chosen(self, cases: list[tuple[Cell, Bits]]) -> Can:
        true, false, unknown = self.zeros, self.zeros, self.zeros
        for part, reach in cases:
            one_true, one_false, one_unknown = self.can[part.id]
            true, false, unknown = true | (reach & one_true), false | (reach & one_false), unknown | (reach & one_unknown)
        return true, false, unknown

    def look_below(self, cell: Cell, here: Bits, looked: dict[int, Bits]) -> None:
        """Note which parts of an open cell are looked at, where it is."""
        if cell.op == "dated":
            pairs = self._on_days(cell)
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
