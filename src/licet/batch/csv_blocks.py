"""Reads CSV in blocks on every core. A row that cannot be read is named by its number; rows before and after it keep theirs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from licet.batch.narrow import narrowed, whole

BLOCK = 1 << 24
"""How many bytes are parsed in one go."""
_TRIES = 64
"""How many ends of lines are looked at for a place where a block can end."""
_LOOK = 20_000
"""How many rows say which columns repeat themselves."""

Bad = tuple[int, str]
"""The number of a row that cannot be read, and why."""


@dataclass(slots=True)
class Rows:
    """Rows of a file with their numbers, from 1, and the rows among them that could not be read."""

    table: pa.Table
    numbers: npt.NDArray[np.int64]
    bad: list[Bad]


class CsvFile:
    """A CSV file whose first line is its header."""

    def __init__(self, path: Path, headers: Sequence[str], delimiter: str, columns: Sequence[str]) -> None:
        self.path, self.headers, self.delimiter, self.columns = path, list(headers), delimiter, list(columns)
        self._coded: set[str] | None = None

    def rows(self, block: int = BLOCK) -> Iterator[Rows]:
        """Yield the rows, in blocks of about so many bytes; columns that repeat themselves come as small numbers.

        Raises:
            pa.ArrowException: the file cannot be parsed.
            OSError: it cannot be read.

        """
        first = 1
        workers = pa.cpu_count()
        with self.path.open("rb") as stream, ThreadPoolExecutor(workers) as pool:
            stream.readline(1 << 20)
            waiting: deque[Future[Rows]] = deque()
            cut = _Cut(stream, block)
            for text in cut.blocks():
                if self._coded is None:
                    found = self._parsed(text)
                    self._coded = self._repeating(found.table)
                    waiting.append(pool.submit(self._small, found))
                else:
                    waiting.append(pool.submit(self._parsed, text))
                while len(waiting) > workers:
                    found = _numbered(waiting.popleft().result(), first)
                    first += len(found.numbers) + len(found.bad)
                    yield found
            for one in waiting:
                found = _numbered(one.result(), first)
                first += len(found.numbers) + len(found.bad)
                yield found
            if cut.left_at is not None:
                yield from self._one_after_the_other(stream, cut.left_at, first, block)

    def _options(self, bad: list[Bad]) -> tuple[pa_csv.ParseOptions, pa_csv.ConvertOptions]:
        def note(row: Any) -> str:
            bad.append((row.number, f"the row has {row.actual_columns} values; must be: {row.expected_columns}, as the header"))
            return "skip"

        coded = self._coded or ()
        types = {name: pa.dictionary(pa.int32(), pa.binary()) if name in coded else pa.binary() for name in self.headers}
        return (
            pa_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=note),
            pa_csv.ConvertOptions(column_types=types, include_columns=self.columns, strings_can_be_null=False, check_utf8=False),
        )

    def _parsed(self, text: bytes) -> Rows:
        """Parse a block that ends with a line; the numbers of bad rows are counted in it."""
        bad: list[Bad] = []
        parse, convert = self._options(bad)
        parse.newlines_in_values = False  # it is one block: there is no need to look where the next can begin
        read = pa_csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=self.headers)
        try:
            table = pa_csv.read_csv(pa.BufferReader(text), read, parse, convert)
        except pa.ArrowInvalid as error:
            if "Empty CSV" not in str(error):
                raise
            table = pa.table({name: pa.array([], pa.binary()) for name in self.columns})
        return self._small(Rows(table.select(self.columns), np.zeros(0, dtype=np.int64), bad))

    def _small(self, found: Rows) -> Rows:
        """Return the rows with columns that repeat themselves as small numbers."""
        columns = {}
        for name, column in zip(found.table.column_names, found.table.columns, strict=True):
            array = whole(column)
            if name in (self._coded or ()) and not pa.types.is_dictionary(array.type):
                array = array.dictionary_encode()
            columns[name] = narrowed(array)
        return Rows(pa.table(columns), found.numbers, found.bad)

    def _repeating(self, table: pa.Table) -> set[str]:
        some = table.slice(0, _LOOK)
        return {name for name in self.columns if 4 * len(whole(some.column(name)).unique()) <= max(some.num_rows, 4)}

    def _one_after_the_other(self, stream: IO[bytes], start: int, first: int, block: int) -> Iterator[Rows]:
        """Yield the rest of the rows; lines may end within values."""
        stream.seek(start)
        bad: list[Bad] = []
        parse, convert = self._options(bad)
        read = pa_csv.ReadOptions(use_threads=False, block_size=block, column_names=self.headers)
        offset, taken = first - 1, 0
        try:
            reader = pa_csv.open_csv(stream, read, parse, convert)
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise
        for batch in reader:
            fresh = [(number + offset, says) for number, says in bad[taken:]]
            taken = len(bad)
            found = Rows(pa.Table.from_batches([batch]).select(self.columns), np.zeros(0, dtype=np.int64), fresh)
            found.numbers = _between(batch.num_rows, first, fresh)
            first += batch.num_rows + len(fresh)
            yield self._small(found)
        if bad[taken:]:
            empty = pa.table({name: pa.array([], pa.binary()) for name in self.columns})
            yield Rows(empty, np.zeros(0, dtype=np.int64), [(number + offset, says) for number, says in bad[taken:]])


class _Cut:
    """Cuts a stream into blocks that end with a line, as far as that can be told; `left_at` says where it could not."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._size = stream, size
        self.left_at: int | None = None

    def blocks(self) -> Iterator[bytes]:
        carried = b""
        while True:
            start = self._stream.tell() - len(carried)
            more = self._stream.read(self._size)
            text = carried + more
            if not more:
                if text:
                    yield text
                return
            end = _end_of_a_line(text)
            if not end:
                self.left_at = start
                return
            carried = text[end:]
            yield text[:end]


def _end_of_a_line(text: bytes) -> int:
    """Return where the last line ends that is no part of a value in quotes, or 0 if that cannot be told.

    A value in quotes can hold an end of line. Outside of one, the quotes before are even in number, and so are those of the last line.

    >>> _end_of_a_line(b'a,b' + bytes([10]) + b'"c' + bytes([10]) + b'd",e')
    4
    """
    end, quotes = text.rfind(b"\n") + 1, -1
    for _ in range(_TRIES):
        if not end:
            break
        before = text.rfind(b"\n", 0, end - 1) + 1
        quotes = text.count(b'"', 0, end) if quotes < 0 else quotes
        own = text.count(b'"', before, end)
        if quotes % 2 == 0 and own % 2 == 0:
            return end
        end, quotes = before, quotes - own
    return 0


def _numbered(found: Rows, first: int) -> Rows:
    """Return the rows of a block with their numbers in the file."""
    found.bad = [(number + first - 1, says) for number, says in found.bad]
    found.numbers = _between(found.table.num_rows, first, found.bad)
    return found


def _between(rows: int, first: int, bad: Sequence[Bad]) -> npt.NDArray[np.int64]:
    """Return the numbers of rows that follow each other but for bad ones.

    >>> _between(3, 5, [(6, "")]).tolist()
    [5, 7, 8]
    """
    numbers = np.arange(first, first + rows + len(bad))
    return np.delete(numbers, [number - first for number, _ in bad]) if bad else numbers


__all__ = ["CsvFile", "Rows"]
