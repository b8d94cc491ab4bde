"""What tests say of the distinct rows of a table, kept so that it can be handed to any number of situations, and compared exactly."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.arrays import Table, Texts, unpack
from licet.batch.bits import eight_by_eight, gathered_lines
from licet.batch.engines import Engine
from licet.language.cells import Cell

Codes = npt.NDArray[np.int64]


def octets_of(lines: Sequence[npt.NDArray[np.uint8]], rows: int) -> npt.NDArray[np.uint8]:
    """Return for each eight lines of bits, and what is left, a byte of each row: bits that stand in lines as bits that stand in rows.

    >>> octets_of(np.packbits([[1, 0, 1], [1, 1, 0]], axis=1, bitorder="little"), 3).tolist()
    [[3, 2, 1]]
    """
    width, groups = (rows + 7) // 8, (len(lines) + 7) // 8
    padded = np.zeros((groups * 8, width), dtype=np.uint8)
    for number, line in enumerate(lines):
        padded[number] = line
    square = np.ascontiguousarray(padded.reshape(groups, 8, width).transpose(0, 2, 1)).view(np.uint64)[:, :, 0]  # eight by eight bits
    turned = eight_by_eight(square)[:, :, None].view(np.uint8).reshape(groups, width * 8)
    return turned[:, :rows]


def transposed(planes: npt.NDArray[np.uint8], rows: int) -> npt.NDArray[np.uint8]:
    """Return bits that stand in lines, one line a test, as bytes that stand in rows: eight tests a byte.

    >>> transposed(np.packbits([[1, 0, 1], [1, 1, 0]], axis=1, bitorder="little"), 3).tolist()
    [[3], [2], [1]]
    """
    return np.ascontiguousarray(octets_of(list(planes), rows).T)


def distinct_rows(rows: npt.NDArray[np.uint8]) -> tuple[Codes, Codes]:
    """Return for each row of bytes the number of its class, and for each class the first row in it.

    >>> codes, first = distinct_rows(np.array([[1, 2], [3, 4], [1, 2]], dtype=np.uint8))
    >>> codes.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    count, width = rows.shape
    if width == 0 or count == 0:
        return np.zeros(count, dtype=np.int64), np.zeros(min(count, 1), dtype=np.int64)
    words = _words(rows)
    codes = _numbered(pa.array(_marks(words)))
    first = _first_of(codes)
    if any((word[first][codes] != word).any() for word in words.T if words.shape[1] > 1):  # other rows share a number: look at all bytes
        codes = _numbered(pa.Array.from_buffers(pa.binary(width), count, [None, pa.py_buffer(np.ascontiguousarray(rows))]))
        first = _first_of(codes)
    return codes, first


def _numbered(values: pa.Array) -> Codes:
    codes: Codes = values.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


def _words(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return rows of bytes as rows of words of eight bytes, filled up with nothing."""
    count, width = rows.shape
    if width % 8 == 0:
        return np.ascontiguousarray(rows).view(np.uint64)
    padded = np.zeros((count, (width + 7) // 8 * 8), dtype=np.uint8)
    padded[:, :width] = rows
    return padded.view(np.uint64)


def mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return numbers whose every bit hangs on every bit of those given (the last steps of splitmix64); others come out as others."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _marks(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return one number for each row of words; other rows have another, but for chance. One word alone is its own number."""
    found = words[:, 0]
    for word in words.T[1:]:
        found = mixed(found) + word
    return found


def _first_of(codes: Codes) -> Codes:
    first = np.empty(int(codes.max()) + 1 if len(codes) else 0, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def together(columns: Sequence[npt.NDArray[Any]]) -> tuple[Codes, Codes]:
    """Return for each row of whole numbers, none below zero, the number of its class, and for each class a row of it.

    >>> codes, first = together([np.array([3, 3, 1]), np.array([0, 0, 5])])
    >>> codes.tolist(), first.tolist()
    ([0, 0, 1], [0, 2])
    """
    keys: list[npt.NDArray[np.int64]] = []
    room = 0
    for column in columns:
        width = int(column.max()).bit_length() if len(column) else 0
        if width == 0:
            continue
        if not keys or width > room:  # as many columns as there is room for are kept in one number
            keys.append(column.astype(np.int64))
            room = 63 - width
        else:
            keys[-1] = (keys[-1] << width) | column
            room -= width
    if not keys:
        return distinct_rows(np.zeros((len(columns[0]) if columns else 0, 0), dtype=np.uint8))
    return distinct_rows(np.stack(keys, axis=1).view(np.uint8))


class Vectors:
    """The truths of some tests over distinct rows; values where a test is no truth."""

    def __init__(self, cells: Sequence[Cell], true: npt.NDArray[np.bool_], false: npt.NDArray[np.bool_], values: dict[int, Any]) -> None:
        """Keep what was found: `true` and `false` hold one line for each truth, `values` the columns of what is no truth."""
        self.cells = list(cells)
        self.truths = [cell for cell in self.cells if cell.id not in values]
        self.true, self.false, self.values = true, false, values
        self.size = true.shape[1]
        self._rows: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]] | None = None

    @classmethod
    def of(cls, cells: Sequence[Cell], table: Table, engine: Engine, given: Sequence[Cell] = ()) -> Vectors:
        """Run the tests over a table."""
        found = engine.run(cells, given, table)
        truths = [one for one in found if isinstance(one, tuple)]
        shape = (len(truths), table.rows)
        true = np.array([unpack(one, table.rows) for one, _ in truths], dtype=np.bool_).reshape(shape)
        false = np.array([unpack(one, table.rows) for _, one in truths], dtype=np.bool_).reshape(shape)
        values = {cell.id: one for cell, one in zip(cells, found, strict=True) if not isinstance(one, tuple)}
        return cls(cells, true, false, values)

    def place(self, cell: Cell) -> int:
        """Return which line of truths is that of a test."""
        return next(number for number, one in enumerate(self.truths) if one.id == cell.id)

    def bytes(self) -> npt.NDArray[np.uint8]:
        """Return what the tests say of each row as bytes: two bits a truth, four bytes a value."""
        both = np.empty((2 * len(self.truths), self.size), dtype=np.bool_)
        both[0::2], both[1::2] = self.true, self.false
        return np.concatenate(
            [
                transposed(np.packbits(both, axis=1, bitorder="little"), self.size),
                *(_as_bytes(self.values[key]) for key in sorted(self.values)),
            ],
            axis=1,
        )

    def mask(self, matters: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
        """Return for rows of flags, one a test, the bytes that keep only what matters."""
        order = {cell.id: number for number, cell in enumerate(self.cells)}
        truths = matters[:, [order[cell.id] for cell in self.truths]]
        parts = [np.packbits(np.repeat(truths, 2, axis=1), axis=1, bitorder="little")]
        parts += [np.repeat(np.where(matters[:, [order[key]]], 255, 0).astype(np.uint8), 4, axis=1) for key in sorted(self.values)]
        return np.concatenate(parts, axis=1)

    def taken(self, rows: Codes) -> Vectors:
        """Return what the tests say of some rows."""
        values = {
            key: Texts(found.codes[rows], found.values) if isinstance(found, Texts) else np.broadcast_to(found, (self.size,))[rows]
            for key, found in self.values.items()
        }
        return Vectors(self.cells, self.true[:, rows], self.false[:, rows], values)

    def beside(self, other: Vectors) -> Vectors:
        """Return what these and other tests say of the same rows."""
        true, false = np.concatenate([self.true, other.true]), np.concatenate([self.false, other.false])
        return Vectors([*self.cells, *other.cells], true, false, {**self.values, **other.values})

    def only(self, wanted: Container[int]) -> Vectors:
        """Return the same of some of the tests, by their numbers."""
        lines = [number for number, cell in enumerate(self.truths) if cell.id in wanted]
        values = {key: found for key, found in self.values.items() if key in wanted}
        return Vectors([cell for cell in self.cells if cell.id in wanted], self.true[lines], self.false[lines], values)

    def _packed(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Return which tests are true and which are false of each row, eight tests a byte; made once."""
        if self._rows is None:
            self._rows = (np.packbits(self.true.T, axis=1, bitorder="little"), np.packbits(self.false.T, axis=1, bitorder="little"))
        return self._rows

    def hand_to(self, table: Table, rows: Codes) -> None:
        """Give a table the truths of these rows."""
        true, false = (gathered_lines(packed, rows, len(self.truths)) for packed in self._packed())
        for number, cell in enumerate(self.truths):
            table.given[cell.id] = (true[number], false[number])
        for key, found in self.values.items():
            table.given[key] = Texts(found.codes[rows], found.values) if isinstance(found, Texts) else found[rows]


def _as_bytes(found: Any) -> npt.NDArray[np.uint8]:
    """Return the class of each value as four bytes."""
    codes = found.codes if isinstance(found, Texts) else np.unique(found, return_inverse=True)[1]
    return np.ascontiguousarray(codes.astype("<i4")).view(np.uint8).reshape(len(codes), 4)
