"""The tables that `parties_file` reads and writes: CSV, JSON lines and Parquet, a row at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from licet.model.errors import nearest
from licet.screening.errors import refuse

LONGEST_CELL = 1 << 20

COLUMNS = {
    "name": ("name", "party", "party_name", "company", "customer", "company_name", "customer_name", "consignee", "end_user"),
    "country": ("country", "countries", "country_code", "party_country"),
    "kind": ("kind", "schema", "type", "party_kind"),
    "address": ("address", "street", "full_address"),
    "number": ("number", "identifier", "registration_number", "tax_number", "lei", "id_number"),
    "birth": ("birth", "birth_date", "date_of_birth", "dob"),
    "other_names": ("other_names", "aliases", "alias", "local_name"),
}
"""What is read of a row, and what the column may be called."""

Row = tuple[int, int, dict[str, str] | str]
"""The number of a row, how many bytes of the file are read, and its cells by what they mean, or why it could not be read."""

OUT = (
    "row",
    "name",
    "country",
    "result",
    "list",
    "listed_as",
    "met_name",
    "standing",
    "listing_id",
    "publisher",
    "as_of",
    "note",
    "why",
    "score",
)


def read_table(path: Path) -> Iterator[Row]:
    """Return the rows of a table of parties.

    Raises:
        ListError: the file cannot be read, is of another form, or has no column of names.

    """
    readers = {".csv": _csv, ".tsv": _csv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        refuse(str(path), "the file is of no form that is read", ", ".join(readers), path.suffix or "no ending")
    if not path.is_file():
        refuse(str(path), "the file of parties cannot be read", "a file", "nothing")
    return reader(path)


def _columns(where: Path, header: Sequence[str]) -> dict[str, str]:
    """Return what each column means; columns that mean nothing here are left alone."""
    found: dict[str, str] = {}
    for column in header:
        word = column.strip().casefold().replace(" ", "_").replace("-", "_")
        for meaning, words in COLUMNS.items():
            if word in words and meaning not in found.values():
                found[column] = meaning
    if "name" not in found.values():
        shown = ", ".join(header)[:200]
        refuse(str(where), "no column of names", ", ".join(COLUMNS["name"]), shown or "no columns", nearest("name", header))
    return found


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
        head = text.readline()
        text.seek(0)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else ";" if head.count(";") > head.count(",") else ","
        lines: list[str] = []
        table = csv.reader(_remembered(text, lines), delimiter=delimiter)
        header = next(table, [])
        lines.clear()
        columns = _columns(path, header)
        meanings = [columns.get(name, "") for name in header]
        number = 1
        while True:
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                lines.clear()
                yield number, raw.tell(), f"the row cannot be read: {error}"
                continue
            number += 1
            if len(lines) > 1 and not _is_closed(lines, delimiter):
                where = f"{path}, row {number}"
                refuse(
                    where, "a quotation mark is never closed", "a second one", lines[0].strip()[:100], "Every row after it would be lost."
                )
            lines.clear()
            if cells:
                yield number, raw.tell(), {meaning: cell for meaning, cell in zip(meanings, cells, strict=False) if meaning}


def _remembered(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """Yield lines, and remember those of the row that is being read."""
    for line in text:
        lines.append(line)
        yield line


def _is_closed(lines: list[str], delimiter: str) -> bool:
    """Whether a row of several lines ends where its last quotation mark closes, and not with the file."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return True


def _jsonl(path: Path) -> Iterator[Row]:
    columns: dict[str, str] = {}
    with path.open("rb") as raw:
        for number, line in enumerate(raw, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
            except (ValueError, RecursionError):
                said = None
            if not isinstance(said, dict):
                yield number, raw.tell(), "the line is no JSON object"
                continue
            if not columns:
                columns = _columns(path, list(said))
            yield number, raw.tell(), {meaning: _text(said[name]) for name, meaning in columns.items() if name in said}


def _parquet(path: Path) -> Iterator[Row]:
    pyarrow = _pyarrow()
    try:
        table = pyarrow.parquet.ParquetFile(path)
    except (OSError, pyarrow.lib.ArrowException) as error:
        refuse(str(path), "the file of parties cannot be read", "a Parquet file", str(error))
    columns = _columns(path, table.schema_arrow.names)
    number, size = 0, path.stat().st_size
    rows = table.metadata.num_rows or 1
    for batch in table.iter_batches(batch_size=2000, columns=list(columns)):
        for row in batch.to_pylist():
            number += 1
            yield number, size * number // rows, {columns[name]: _text(cell) for name, cell in row.items()}


def _text(cell: Any) -> str:
    if isinstance(cell, list):
        return ";".join(map(_text, cell))
    return "" if cell is None else str(cell)


class Writer(Protocol):
    """Takes rows and is closed at the end."""

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Write rows with the columns of `OUT`."""

    def close(self) -> None:
        """Write what is left."""


def writer_of(out: Path, temporary: Path) -> Writer:
    """Return what writes to a file of this ending.

    Args:
        out: the file that is to come of it.
        temporary: the file that is written until then.

    Raises:
        ListError: nothing of this ending is written, or the folder cannot be written.

    """
    writers: dict[str, Callable[[Path], Writer]] = {".csv": _CsvWriter, ".jsonl": _JsonlWriter, ".parquet": _ParquetWriter}
    made = writers.get(out.suffix.lower())
    if made is None:
        refuse(str(out), "nothing of this ending is written", ", ".join(writers), out.suffix or "no ending")
    try:
        return made(temporary)
    except OSError as error:
        refuse(str(out), "the file cannot be written", "a folder of your own", error.strerror or str(error))


class _CsvWriter:
    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="")
        self._table = csv.DictWriter(self._stream, OUT)
        self._table.writeheader()

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._table.writerows({name: _no_formula(cell) for name, cell in row.items()} for row in rows)

    def close(self) -> None:
        self._stream.close()


def _no_formula(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: names come from outside."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t") else cell


class _JsonlWriter:
    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8")

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def close(self) -> None:
        self._stream.close()


class _ParquetWriter:
    def __init__(self, path: Path) -> None:
        self._arrow = _pyarrow()
        types = {"row": self._arrow.int64(), "score": self._arrow.float64()}
        self._schema = self._arrow.schema([(name, types.get(name, self._arrow.string())) for name in OUT])
        self._file = self._arrow.parquet.ParquetWriter(path, self._schema)
        self._rows: list[dict[str, Any]] = []

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._rows += rows
        if len(self._rows) > 20_000:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        self._flush()
        self._file.close()


def _pyarrow() -> Any:
    try:
        import pyarrow as found  # noqa: PLC0415  # only Parquet needs it
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        refuse("Parquet", "pyarrow is not installed", "pip install 'licet[parquet]'", "nothing", "Or use CSV or JSON lines.")
    return found
