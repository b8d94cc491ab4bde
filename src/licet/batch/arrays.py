"""Evaluates cells over arrays: every truth is two rows of bits (is true, is false), so that a machine word decides 64 shipments at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.language.cells import DAY, Cell, below

Bits = npt.NDArray[np.uint8]
Truth = tuple[Bits, Bits]
"""For each row one bit: is it true; is it false. Neither means unknown."""

_EPOCH = date(1970, 1, 1).toordinal()
BLOCK = 1 << 17
"""How many rows are decided in one go: the bits of a truth then fit the fastest memory."""


@dataclass(slots=True)
class Texts:
    """A column of texts as numbers into a list of distinct texts; -1 is unknown."""

    codes: npt.NDArray[np.int32]
    values: list[str]


Column = npt.NDArray[np.float64] | Texts | Truth
"""Numbers (days as days since 1970; NaN is unknown), texts, or truths."""


@dataclass(slots=True)
class Table:
    """Columns of one length, by table and name; `given` holds cells whose truth is known already."""

    rows: int
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    given: dict[int, Column] = field(default_factory=dict)

    def part(self, start: int, stop: int) -> Table:
        """Return some of the rows; `start` is a multiple of eight."""
        return Table(
            stop - start,
            {key: _part(found, start, stop) for key, found in self.columns.items()},
            {key: _part(found, start, stop) for key, found in self.given.items()},
        )


def _part(found: Column, start: int, stop: int) -> Column:
    if isinstance(found, Texts):
        return Texts(found.codes[start:stop], found.values)
    if isinstance(found, tuple):
        return found[0][start // 8 : (stop + 7) // 8], found[1][start // 8 : (stop + 7) // 8]
    return found[start:stop]


def days_since_epoch(day: date) -> float:
    """Return a day as a number.

    >>> days_since_epoch(date(1970, 1, 2))
    1.0
    """
    return float(day.toordinal() - _EPOCH)


def pack(flags: npt.NDArray[np.bool_]) -> Bits:
    """Return flags as bits."""
    return np.packbits(flags, bitorder="little")


def unpack(bits: Bits, rows: int) -> npt.NDArray[np.bool_]:
    """Return bits as flags."""
    return np.unpackbits(bits, count=rows, bitorder="little").view(np.bool_)


def truth_of(values: Sequence[bool | None] | npt.NDArray[Any]) -> Truth:
    """Return truths of a list of true, false and None.

    >>> [unpack(bits, 3).tolist() for bits in truth_of([True, False, None])]
    [[True, False, False], [False, True, False]]
    """
    return pack(np.array([one is True for one in values], dtype=np.bool_)), pack(np.array([one is False for one in values], dtype=np.bool_))


def lies_before(days: Any, day: date) -> Bits:
    """Return for which rows the day of the law lies before another."""
    return pack(np.asarray(days) < days_since_epoch(day))


class Arrays:
    """Evaluates some cells over tables, over and over; the order of work is laid out once."""

    def __init__(self, outputs: Sequence[Cell], given: Sequence[Cell] = ()) -> None:
        """Lay out the work for the outputs; the cells `given` are brought by each table."""
        self.outputs = list(outputs)
        stop = {cell.id for cell in given}
        self.order = [cell for cell in below(self.outputs, lambda cell: cell.id in stop) if cell.id not in stop]

    def run(self, table: Table) -> list[Any]:
        """Return the outputs: truths as bits, numbers as arrays, in blocks of rows put together."""
        blocks = [self._block(table.part(start, min(start + BLOCK, table.rows))) for start in range(0, table.rows, BLOCK)]
        if len(blocks) == 1:
            return blocks[0]
        if not blocks:
            return self._block(table)
        return [_together([block[number] for block in blocks]) for number in range(len(self.outputs))]

    def _block(self, table: Table) -> list[Any]:
        work = _Work(table)
        for cell in self.order:
            work.made[cell.id] = work.methods[cell.op](cell)
        return [work.full(work.made[cell.id]) for cell in self.outputs]


def _together(parts: list[Any]) -> Any:
    if isinstance(parts[0], Texts):
        number: dict[str, int] = {}
        codes = [
            np.array([number.setdefault(text, len(number)) for text in part.values] + [-1], dtype=np.int32)[part.codes] for part in parts
        ]
        return Texts(np.concatenate(codes), list(number))
    if isinstance(parts[0], tuple):
        return tuple(np.concatenate([part[side] for part in parts]) for side in (0, 1))
    return np.concatenate(parts)


class _Work:
    """One block of rows: what has been made of it so far."""

    def __init__(self, table: Table) -> None:
        self.table, self.rows = table, table.rows
        self.size = (table.rows + 7) // 8
        self.ones, self.zeros = np.full(self.size, 255, dtype=np.uint8), np.zeros(self.size, dtype=np.uint8)
        self.made: dict[int, Any] = dict(table.given)
        self.methods: dict[str, Callable[[Cell], Any]] = {
            name: getattr(self, f"_{name}")
            for name in (
                "const", "col", "and", "or", "not", "cmp", "arith", "fn", "in", "has", "starts", "known", "sure", "first", "if", "dated",
            )
        }  # fmt: skip
        self._before: dict[Any, Bits] = {}

    def full(self, found: Any) -> Any:
        """Return a result with a value for every row, also where it is the same for all."""
        if isinstance(found, str):
            return self._merged([found])
        return found if isinstance(found, (tuple, Texts)) else np.broadcast_to(found, (self.rows,))

    def of(self, cell: Cell) -> Any:
        return self.made[cell.id]

    def _const(self, cell: Cell) -> Any:
        value = cell.value
        if value is None:
            return (self.zeros, self.zeros)
        if isinstance(value, bool):
            return (self.ones, self.zeros) if value else (self.zeros, self.ones)
        if isinstance(value, (int, float)):
            return np.float64(value)
        return value if isinstance(value, str) else np.float64(days_since_epoch(value))

    def _col(self, cell: Cell) -> Any:
        return self.table.columns[cell.args[0], cell.args[1]]

    def _and(self, cell: Cell) -> Truth:
        first, *others = (self.of(part) for part in cell.parts)
        true, false = first
        for one_true, one_false in others:
            true, false = true & one_true, false | one_false
        return true, false

    def _or(self, cell: Cell) -> Truth:
        first, *others = (self.of(part) for part in cell.parts)
        true, false = first
        for one_true, one_false in others:
            true, false = true | one_true, false & one_false
        return true, false

    def _not(self, cell: Cell) -> Truth:
        true, false = self.of(cell.parts[0])
        return false, true

    def _cmp(self, cell: Cell) -> Truth:
        left, right = self.of(cell.parts[0]), self.of(cell.parts[1])
        if isinstance(left, (Texts, str)) or isinstance(right, (Texts, str)):
            return self._texts_equal(left, right, cell.args[0] == "!=")
        known = pack(np.broadcast_to(~(np.isnan(left) | np.isnan(right)), (self.rows,)))
        true = pack(np.broadcast_to(_COMPARE[cell.args[0]](left, right), (self.rows,))) & known
        return true, known & ~true

    def _texts_equal(self, left: Any, right: Any, other: bool) -> Truth:
        if isinstance(left, str):
            left, right = right, left
        if isinstance(right, str):
            true, false = self._by_text(left, lambda text: text == right)
        else:
            number = {text: at for at, text in enumerate(left.values)}
            same = np.array([number.get(text, -2) for text in right.values] or [-2], dtype=np.int32)
            known = (left.codes >= 0) & (right.codes >= 0)
            equal = known & (left.codes == np.where(right.codes >= 0, same[right.codes], -3))
            true, false = pack(equal), pack(known & ~equal)
        return (false, true) if other else (true, false)

    def _by_text(self, texts: Texts, test: Callable[[str], bool]) -> Truth:
        """Return a test of texts, asked once for each distinct one."""
        says = np.array([test(text) for text in texts.values] + [False], dtype=np.bool_)
        known = texts.codes >= 0
        holds = says[texts.codes]
        return pack(holds & known), pack(~holds & known)

    def _in(self, cell: Cell) -> Truth:
        wanted = frozenset(cell.args[0])
        return self._by_text(self._text(cell.parts[0]), lambda text: text in wanted)

    def _has(self, cell: Cell) -> Truth:
        word = f"|{cell.args[0]}|"
        return self._by_text(self._text(cell.parts[0]), lambda text: word in text)

    def _starts(self, cell: Cell) -> Truth:
        return self._by_text(self._text(cell.parts[0]), lambda text: text.startswith(cell.args[0]))

    def _text(self, cell: Cell) -> Texts:
        found = self.of(cell)
        return found if isinstance(found, Texts) else self._merged([found])

    def _merged(self, parts: list[Any]) -> Texts:
        """Return the first text known of several columns and constants, row by row."""
        values: dict[str, int] = {}
        codes = np.full(self.rows, -1, dtype=np.int32)
        for part in parts:
            own = part if isinstance(part, Texts) else Texts(np.zeros(self.rows, dtype=np.int32), [part])
            number = np.array([values.setdefault(text, len(values)) for text in own.values] + [-1], dtype=np.int32)
            codes = np.where(codes < 0, number[own.codes], codes)
        return Texts(codes, list(values))

    def _kept(self, found: Texts | str, where: Bits) -> Texts:
        """Return a text where some rows have it, and unknown elsewhere."""
        codes, values = (np.int32(0), [found]) if isinstance(found, str) else (found.codes, found.values)
        return Texts(np.where(unpack(where, self.rows), codes, np.int32(-1)), values)

    def _arith(self, cell: Cell) -> Any:
        left, right = self.of(cell.parts[0]), self.of(cell.parts[1])
        sign = cell.args[0]
        if sign == "/":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(right == 0, np.nan, left / right)
        return left * right if sign == "*" else left + right if sign == "+" else left - right

    def _fn(self, cell: Cell) -> Any:
        values = [self.of(part) for part in cell.parts]
        name = cell.args[0]
        if name == "abs":
            return np.abs(values[0])
        if name == "log2":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(values[0] > 0, np.log2(values[0]), np.nan)
        best = values[0]
        for value in values[1:]:
            best = np.maximum(best, value) if name == "max" else np.minimum(best, value)
        return best

    def _known(self, cell: Cell) -> Truth:
        found = self.of(cell.parts[0])
        if isinstance(found, tuple):
            known = found[0] | found[1]
        elif isinstance(found, Texts):
            known = pack(found.codes >= 0)
        else:
            known = pack(np.broadcast_to(~np.isnan(found), (self.rows,)))
        return known, ~known

    def _sure(self, cell: Cell) -> Truth:
        true = self.of(cell.parts[0])[0]
        return true, ~true

    def _first(self, cell: Cell) -> Any:
        values = [self.of(part) for part in cell.parts]
        if isinstance(values[0], tuple):
            true, false = values[0]
            for one_true, one_false in values[1:]:
                unknown = ~(true | false)
                true, false = true | (unknown & one_true), false | (unknown & one_false)
            return true, false
        if any(isinstance(value, (Texts, str)) for value in values):
            return self._merged(values)
        found = values[0]
        for value in values[1:]:
            found = np.where(np.isnan(found), value, found)
        return found

    def _if(self, cell: Cell) -> Any:
        *cases, otherwise = cell.parts
        taken: list[tuple[Bits, Any]] = []
        left = self.ones
        for condition, value in zip(cases[::2], cases[1::2], strict=True):
            true = self.of(condition)[0]
            taken.append((left & true, self.of(value)))
            left = left & ~true
        return self._chosen([*taken, (left, self.of(otherwise))])

    def _dated(self, cell: Cell) -> Any:
        taken: list[tuple[Bits, Any]] = []
        left = self.ones
        for day, part in zip(cell.args, cell.parts, strict=False):
            before = self.before(day)
            taken.append((left & before, self.of(part)))
            left = left & ~before
        return self._chosen([*taken, (left, self.of(cell.parts[-1]))])

    def before(self, day: Any) -> Bits:
        """Return for which rows the day of the law lies before another."""
        found = self._before.get(day)
        if found is None:
            found = self._before[day] = lies_before(self.table.columns[DAY, "date"], day)
        return found

    def _chosen(self, cases: list[tuple[Bits, Any]]) -> Any:
        if all(isinstance(value, tuple) for _, value in cases):
            true, false = self.zeros, self.zeros
            for where, (one_true, one_false) in cases:
                true, false = true | (where & one_true), false | (where & one_false)
            return true, false
        if any(isinstance(value, (Texts, str)) for _, value in cases):
            return self._merged([self._kept(value, where) for where, value in cases if not isinstance(value, tuple)])
        found = np.full(self.rows, np.nan)
        for where, value in cases:
            if not isinstance(value, tuple):  # else it is the constant unknown
                flags = unpack(where, self.rows)
                found = np.where(flags, value, found)
        return found


_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip
