"""Columns as small numbers: each column as the list of its values and, for each row, which of them it has, in as few bytes as will do.

What is done for each row must be next to nothing, or ten million rows take minutes. So a column is looked over once, as it comes from the
file; from there on rows are small integers that are looked up in small tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[Any]
_FEW = 1 << 16
"""Days that lie closer together than this are told apart by a table."""


def gathered(values: Numbers, places: Numbers) -> Numbers:
    """Return the values at some places, which must all be there.

    Arrow does this several times as fast as NumPy, and leaves other threads to work meanwhile.

    >>> gathered(np.array([10, 20]), np.array([1, 0, 1], dtype=np.uint8)).tolist()
    [20, 10, 20]
    """
    if not len(places):
        return values[:0]
    found: Numbers = pc.take(pa.array(values), pa.array(places), boundscheck=False).to_numpy(zero_copy_only=False)
    return found


def smallest(count: int) -> type[np.unsignedinteger[Any] | np.signedinteger[Any]]:
    """Return the smallest type for numbers below a count.

    >>> smallest(256).__name__, smallest(257).__name__, smallest(70_000).__name__
    ('uint8', 'uint16', 'int32')
    """
    return np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.int32


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    made = column.combine_chunks()
    return made if isinstance(made, pa.Array) else pa.array([], column.type)  # combining nothing leaves it in chunks


def narrowed(column: pa.Array) -> pa.Array:
    """Return a column as its values and small numbers for them, where that is cheap; what is not said is one of the values.

    Texts that the file does not hold in this way, and numbers, of which there can be as many as rows, stay as they are.

    >>> made = narrowed(pa.array(["a", None, "a"]).dictionary_encode())
    >>> made.dictionary.to_pylist(), made.indices.to_pylist(), str(made.indices.type)
    (['a', None], [0, 1, 0], 'uint8')
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _with_null(column) if column.indices.null_count or kind.index_type.bit_width > 16 else column
    if pa.types.is_date32(kind) and len(column):
        return _of_days(column)
    if pa.types.is_floating(kind) and 2 * column.null_count > len(column):
        return _of_the_few(column)
    return column


def _coded(numbers: Numbers, values: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(smallest(len(values)), copy=False)), values)


def _and_nothing(values: pa.Array) -> pa.Array:
    return pa.concat_arrays([values, pa.nulls(1, values.type)])


def _with_null(column: pa.DictionaryArray) -> pa.Array:
    values, indices = column.dictionary, column.indices
    if indices.null_count:
        indices, values = indices.fill_null(len(values)), _and_nothing(values)
    return _coded(indices.to_numpy(zero_copy_only=False), values)


def _of_days(column: pa.Array) -> pa.Array:
    """Return days as places in the list of those that occur; days too far apart stay as they are."""
    days = column.fill_null(0).cast(pa.int32()).to_numpy(zero_copy_only=False)
    first, last = int(days.min()), int(days.max())
    if last - first >= _FEW:
        return column
    after = days - np.int32(first)
    seen = np.zeros(last - first + 1, dtype=np.bool_)
    seen[after] = True
    number = (np.cumsum(seen) - 1).astype(np.uint16)
    values = pa.array((np.flatnonzero(seen) + first).astype(np.int32)).cast(pa.date32())
    found = gathered(number, after)
    if column.null_count:
        values = _and_nothing(values)
        found = np.where(column.is_valid().to_numpy(zero_copy_only=False), found, len(values) - 1)
    return _coded(found, values)


def _of_the_few(column: pa.Array) -> pa.Array:
    """Return numbers of which most are not there as places in the list of those that are."""
    encoded = column.drop_null().dictionary_encode()
    values = _and_nothing(encoded.dictionary)
    numbers = np.full(len(column), len(values) - 1, dtype=smallest(len(values)))
    numbers[column.is_valid().to_numpy(zero_copy_only=False)] = encoded.indices.to_numpy(zero_copy_only=False)
    return _coded(numbers, values)


__all__ = ["gathered", "narrowed", "smallest", "whole"]
