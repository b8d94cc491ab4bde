"""Reads Parquet column by column on every core: a column is made small before the next is read, so that little memory is moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.narrow import narrowed, whole
from licet.batch.threads import each

_LISTED = 6
"""A column of texts takes at most so many bytes a row where the file holds it as a list of values, and not each text by itself."""


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
    for groups in _spans(file, size):
        if columns and sum(file.metadata.row_group(group).num_rows for group in groups) <= 2 * size:
            found = each(partial(_column, path, file.metadata, coded, groups), columns)
            yield pa.table(dict(zip(columns, found, strict=True)))
            continue
        reader = pq.ParquetFile(path, metadata=file.metadata, read_dictionary=sorted(coded))
        for batch in reader.iter_batches(size, groups, list(columns) or file.schema_arrow.names[:1]):
            table = pa.Table.from_batches([batch]).select(list(columns))
            for number, made in enumerate(each(lambda column: narrowed(whole(column)), table.columns)):
                table = table.set_column(number, columns[number], made)
            yield table


def _column(path: Path, metadata: pq.FileMetaData, coded: Collection[str], groups: list[int], name: str) -> pa.Array:
    """Return one column of some row groups; each thread reads the file by itself."""
    file = pq.ParquetFile(path, metadata=metadata, read_dictionary=[name] if name in coded else None)
    return narrowed(whole(file.read_row_groups(groups, [name], use_threads=False).column(name)))


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
