"""Reads Parquet column by column on every core: a column is made small before the next is read, so that little memory is moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.narrow import narrowed, whole
from licet.batch.threads import each

_LISTED = 6
"""A column of texts takes at most so many bytes a row where the file holds it as a list of values; otherwise it holds each text by itself."""


def read_parquet(path: Path, columns: Sequence[str], size: int) -> Iterator[pa.Table]:
    """Yield the rows of a file, some row groups or a part of one at a time, with columns as small numbers where the file holds them so.

    Args:
        path: the file.
        columns: the columns to read.
        size: about how many rows at a time; at most twice as many.

    Raises:
        pa.ArrowException: the file is damaged.
        OSError: it cannot be read.

    """
    file = pq.ParquetFile(path)
    coded = _held_as_lists(file, columns)
    if not columns:
        yield from (pa.table({}) for _ in range(0))
        return

    def opened(name: str) -> pq.ParquetFile:
        return pq.ParquetFile(path, metadata=file.metadata, read_dictionary=[name] if name in coded else None, pre_buffer=False)

    for groups in _spans(file, size):
        rows = sum(file.metadata.row_group(group).num_rows for group in groups)
        if rows <= 2 * size:
            found = each(lambda name: narrowed(whole(opened(name).read_row_groups(groups, [name], use_threads=False).column(name))), columns)
            yield pa.table(dict(zip(columns, found, strict=True)))
            continue
        batches = {name: opened(name).iter_batches(size, groups, [name], use_threads=False) for name in columns}
        for _ in range(0, rows, size):
            found = each(lambda name: narrowed(next(batches[name]).column(name)), columns)
            yield pa.table(dict(zip(columns, found, strict=True)))


def _spans(file: pq.ParquetFile, size: int) -> Iterator[list[int]]:
    """Yield row groups that follow each other and hold about as many rows as asked for."""
    groups: list[int] = []
    rows = 0
    for group in range(file.num_row_groups):
        more = file.metadata.row_group(group).num_rows
        if groups and rows + more > size:
            yield groups
            groups, rows = [], 0
        groups.append(group)
        rows += more
    if groups:
        yield groups


def _held_as_lists(file: pq.ParquetFile, columns: Sequence[str]) -> set[str]:
    """Return the columns of texts that the file holds as lists of values; to make lists of the others takes longer than to read them."""
    if not file.num_row_groups:
        return set()
    group = file.metadata.row_group(0)
    held: set[str] = set()
    for number in range(group.num_columns):
        column = group.column(number)
        if column.path_in_schema in columns and _is_text(file.schema_arrow, column.path_in_schema):
            few = column.total_uncompressed_size <= _LISTED * max(column.num_values, 1)
            if few or group.num_rows < 1 << 14:
                held.add(column.path_in_schema)
    return held


def _is_text(schema: pa.Schema, name: str) -> bool:
    return any(pa.types.is_string(field.type) or pa.types.is_large_string(field.type) for field in schema if field.name == name)


__all__ = ["read_parquet"]
