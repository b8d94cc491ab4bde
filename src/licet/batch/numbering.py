"""Numbers for distinct rows of small integers: the same row gets the same number in every chunk, at the cost of a look-up in a table.

The columns are taken in a few at a time. The numbers of a stage and the next columns make one integer, which is the place in a table where
the number of the next stage stands. Nothing is sorted and, while the tables stay small, nothing is hashed; and it is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from licet.batch.narrow import gathered

Numbers = npt.NDArray[Any]
_TOGETHER, _MORE = 20, 10
"""How many bits of columns the first stage takes in, and each that follows."""
_WIDEST = 25
"""A table of more than two to the power of this is not made: its keys are hashed."""
_BLOCK = 1 << 16
"""How many rows are looked up in one go: what they need then stays in fast memory."""


class Numbering:
    """Numbers distinct rows in the order in which they are met.

    >>> rows = Numbering(2)
    >>> rows.numbers([np.array([1, 0, 1]), np.array([5, 5, 5])], [2, 6]).tolist(), rows.distinct().tolist()
    ([1, 0, 1], [[0, 5], [1, 5]])
    >>> rows.numbers([np.array([7, 1]), np.array([5, 5])], [8, 6]).tolist(), rows.size
    ([2, 1], 3)
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.size = 0 if width else 1
        self._bits = [1] * width
        self._stages: list[_Stage] = []
        self._distinct: npt.NDArray[np.int32] | None = None

    def numbers(self, columns: Sequence[Numbers], sizes: Sequence[int]) -> Numbers:
        """Return the number of each row, given its columns and below what their integers lie."""
        bits = [max(own, (size - 1).bit_length()) for own, size in zip(self._bits, sizes, strict=True)]
        if bits != self._bits or not self._stages:
            self._lay_out(bits)
        found: Numbers | None = None
        for stage in self._stages:
            own, columns = columns[: len(stage.bits)], columns[len(stage.bits) :]
            found = stage.numbers(found, own)
        self.size = self._stages[-1].size
        assert found is not None  # noqa: S101  # rows without columns are all the same and need no numbers
        return found

    def distinct(self) -> npt.NDArray[np.int32]:
        """Return every distinct row, one after the other."""
        if self._distinct is None or len(self._distinct) != self.size:
            self._distinct = self._read_back() if self._stages else np.zeros((self.size, self.width), dtype=np.int32)
        return self._distinct

    def _read_back(self) -> npt.NDArray[np.int32]:
        keys = self._stages[-1].keys()
        columns: list[Numbers] = []
        for number in range(len(self._stages) - 1, -1, -1):
            keys, own = self._stages[number].parts(keys)
            columns = [*own, *columns]
            if number:
                keys = self._stages[number - 1].keys()[keys]
        return np.stack(columns, axis=1).astype(np.int32)

    def _lay_out(self, bits: list[int]) -> None:
        """Begin anew with room for larger integers; rows that have a number keep it."""
        known = self.distinct() if self._stages else None
        self._bits, self._stages = bits, []
        first = 0
        while first < self.width:
            most, last = _MORE if first else _TOGETHER, first + 1
            while last < self.width and sum(bits[first : last + 1]) <= most:
                last += 1
            self._stages.append(_Stage(bits[first:last]))
            first = last
        if known is None:
            return
        found: Numbers | None = None
        columns = list(known.T)
        for stage in self._stages:
            own, columns = columns[: len(stage.bits)], columns[len(stage.bits) :]
            if stage is self._stages[-1]:
                stage.learn(stage.key(found, own))
            else:
                found = stage.numbers(found, own)


class _Stage:
    """Numbers for what the stage before says together with a few columns."""

    def __init__(self, bits: Sequence[int]) -> None:
        self.bits, self.width = list(bits), sum(bits)
        self.size = 0
        self._keys: list[npt.NDArray[np.int64]] = []
        self._table: npt.NDArray[np.int32] | None = np.zeros(0, dtype=np.int32)
        self._known: pa.Array | None = None

    def keys(self) -> npt.NDArray[np.int64]:
        """Return the key of each number."""
        if len(self._keys) != 1:
            self._keys = [np.concatenate([np.zeros(0, dtype=np.int64), *self._keys])]
        return self._keys[0]

    def key(self, before: Numbers | None, columns: Sequence[Numbers]) -> npt.NDArray[np.int64]:
        """Return what is before and the columns as one integer a row."""
        made = np.zeros(len(columns[0]), dtype=np.int64) if before is None else before.astype(np.int64)
        for column, bits in zip(columns, self.bits, strict=True):
            made <<= bits
            made |= column
        return made

    def parts(self, keys: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], list[npt.NDArray[np.int64]]]:
        """Return what keys are made of."""
        columns: list[npt.NDArray[np.int64]] = []
        for bits in reversed(self.bits):
            columns.insert(0, keys & ((1 << bits) - 1))
            keys = keys >> bits
        return keys, columns

    def learn(self, fresh: npt.NDArray[np.int64]) -> None:
        """Give the next numbers to new keys."""
        if not len(fresh):
            return
        self._keys.append(fresh)
        if self._room(int(fresh.max())):
            assert self._table is not None  # noqa: S101  # there is room in it
            self._table[fresh] = np.arange(self.size, self.size + len(fresh), dtype=np.int32)
        self._known = None
        self.size += len(fresh)

    def numbers(self, before: Numbers | None, columns: Sequence[Numbers]) -> npt.NDArray[np.int32]:
        """Return the number of each row."""
        rows = len(columns[0])
        made = np.empty(rows, dtype=np.int32)
        step = _BLOCK if self._table is not None else max(rows, 1)
        for start in range(0, rows, step):
            part = slice(start, start + step)
            made[part] = self._look_up(self.key(None if before is None else before[part], [column[part] for column in columns]))
        return made

    def _look_up(self, keys: npt.NDArray[np.int64]) -> Numbers:
        if not self._room(int(keys.max())):
            return self._hashed(keys)
        assert self._table is not None  # noqa: S101  # there is room in it
        found = gathered(self._table, keys)
        if found.min() < 0:
            self.learn(np.unique(keys[found < 0]))
            found = gathered(self._table, keys)
        return found

    def _room(self, most: int) -> bool:
        """Make the table long enough for a key; return whether there still is a table."""
        if self._table is None or most < len(self._table):
            return self._table is not None
        if most >> _WIDEST:
            self._table = None
            return False
        more = np.full(max(1 << most.bit_length(), 1 << self.width) - len(self._table), -1, dtype=np.int32)
        self._table = np.concatenate([self._table, more])
        return True

    def _hashed(self, keys: npt.NDArray[np.int64]) -> Numbers:
        encoded = pa.array(keys).dictionary_encode()
        if self._known is None:
            self._known = pa.array(self.keys())
        places = pc.index_in(encoded.dictionary, value_set=self._known).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
        new = np.flatnonzero(places < 0)
        if len(new):
            places[new] = np.arange(self.size, self.size + len(new), dtype=np.int32)
            self.learn(encoded.dictionary.take(pa.array(new)).to_numpy(zero_copy_only=False))
        return gathered(places, encoded.indices.to_numpy(zero_copy_only=False))
