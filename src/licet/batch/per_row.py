"""What is known of each row, as a number into what is known of few: all that is done for every row, in blocks, on every core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.narrow import gathered, smallest
from licet.batch.threads import each

Numbers = npt.NDArray[Any]
Codes = npt.NDArray[np.int64]
_WIDE = 1 << 27
"""How many pairs are looked up in a table of their own; more are found by hashing."""
_SMALL = 1 << 20
"""Of keys below this the places are looked up in a table of their own, which stays in fast memory; of others bits are counted."""
_BLOCK = 1 << 18
"""How many rows are looked at in one go."""


@dataclass(slots=True)
class PerRow:
    """A number for each row: that of something it has, or what this stands for (`meaning`).

    >>> PerRow(np.array([0, 1, 1]), np.array([7, 5])).through(np.arange(10) * 2).part(slice(1, 3)).tolist()
    [10, 10]
    """

    codes: Numbers
    meaning: Numbers | None = None

    def part(self, rows: slice) -> Numbers:
        """Return the numbers of some rows."""
        return self.codes[rows] if self.meaning is None else gathered(self.meaning, self.codes[rows])

    def through(self, meaning: Numbers) -> PerRow:
        """Return what the numbers stand for in their turn."""
        return PerRow(self.codes, (meaning if self.meaning is None else meaning[self.meaning]).astype(np.int32))


class RowKeys:
    """The distinct keys that rows have, whole numbers below a size; `keys` holds them.

    >>> codes = np.array([7, 4, 7])
    >>> found = RowKeys(lambda rows: codes[rows], 3, 8)
    >>> found.keys.tolist(), found.numbers(np.array([5, 6])).tolist()
    ([4, 7], [6, 5, 6])
    """

    def __init__(self, of: Callable[[slice], Numbers], rows: int, size: int) -> None:
        """Find the keys; `of` says which key each of some rows has."""
        self._rows = rows
        self._words: npt.NDArray[np.uint64] | None = None
        self._table: npt.NDArray[np.int32] | None = None
        self._of: Numbers = np.empty(rows, dtype=np.int32 if size <= _WIDE else np.int64)
        if size > _WIDE:
            each(self._take(of), self._blocks())
            encoded = pa.array(self._of).dictionary_encode()
            self._of = encoded.indices.to_numpy(zero_copy_only=False)
            self.keys: Codes = encoded.dictionary.to_numpy(zero_copy_only=False)
            return
        seen = np.zeros((size + 63) // 64 * 64, dtype=np.bool_)
        each(self._take(of, seen), self._blocks())
        self.keys = np.flatnonzero(seen)
        if size <= _SMALL:
            self._table = np.zeros(size, dtype=np.int32)
            self._table[self.keys] = np.arange(len(self.keys), dtype=np.int32)
            return
        self._words = np.packbits(seen, bitorder="little").view(np.uint64)
        counts = np.cumsum(np.bitwise_count(self._words), dtype=np.int32)
        self._before = np.concatenate([np.zeros(1, dtype=np.int32), counts[:-1]])

    def _blocks(self) -> Iterator[slice]:
        return (slice(start, start + _BLOCK) for start in range(0, self._rows, _BLOCK))

    def _take(self, of: Callable[[slice], Numbers], seen: npt.NDArray[np.bool_] | None = None) -> Callable[[slice], None]:
        def take(rows: slice) -> None:
            own = self._of[rows] = of(rows)
            if seen is not None:
                seen[own] = True

        return take

    def _places(self, rows: slice) -> Numbers:
        """Return the place of the key of some rows among all keys: how many bits are set before its own."""
        own = self._of[rows]
        if self._table is not None:
            return gathered(self._table, own)
        if self._words is None:
            return own
        at = own >> 6
        below = (np.uint64(1) << (own & 63).astype(np.uint64)) - np.uint64(1)
        found: Numbers = gathered(self._before, at) + np.bitwise_count(gathered(self._words, at) & below)
        return found

    def numbers(self, of_keys: Numbers | None = None) -> Numbers:
        """Return for each row what belongs to its key, by default the place of the key among all."""
        size = len(self.keys) if of_keys is None else int(of_keys.max()) + 1 if len(of_keys) else 1
        small = None if of_keys is None else of_keys.astype(smallest(size))
        made = np.empty(self._rows, dtype=smallest(size))

        def fill(rows: slice) -> None:
            made[rows] = self._places(rows) if small is None else gathered(small, self._places(rows))

        each(fill, self._blocks())
        return made


class RowPairs(RowKeys):
    """The distinct pairs of two numbers that rows have: `left` and `right` hold the halves of each.

    >>> pairs = RowPairs(PerRow(np.array([1, 0, 1])), PerRow(np.array([2, 2, 2])), 2, 3)
    >>> pairs.left.tolist(), pairs.right.tolist(), pairs.numbers(np.array([8, 9])).tolist()
    ([0, 1], [2, 2], [9, 8, 9])
    """

    def __init__(self, left: PerRow, right: PerRow, left_size: int, right_size: int) -> None:
        """Find the pairs; the numbers on each side lie below its size."""
        size = left_size * right_size

        def keys(rows: slice) -> Numbers:
            kind = np.int32 if size <= _WIDE else np.int64
            made: Numbers = left.part(rows).astype(kind)
            np.multiply(made, kind(right_size), out=made)
            return np.add(made, right.part(rows), out=made, casting="unsafe")

        super().__init__(keys, len(left.codes), size)
        self.left: Codes = self.keys // max(right_size, 1)
        self.right: Codes = self.keys % max(right_size, 1)


def counted(rows: PerRow, size: int) -> Codes:
    """Return how often each number occurs.

    >>> counted(PerRow(np.array([1, 1, 0], dtype=np.uint8)), 3).tolist()
    [1, 2, 0]
    """
    if rows.meaning is not None:  # what stands for a number is counted, since there is less of it
        per = counted(PerRow(rows.codes), len(rows.meaning))
        return np.bincount(rows.meaning, weights=per, minlength=size).astype(np.int64)
    codes = rows.codes
    parts = each(lambda start: np.bincount(codes[start : start + _BLOCK], minlength=size), range(0, len(codes), _BLOCK))
    total = np.zeros(size, dtype=np.int64)
    for part in parts:
        total += part
    return total
