"""Reads files of shipments in chunks: Parquet, CSV, TSV, JSON lines and Excel. A row that cannot be read is named, not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from licet.batch.csv_blocks import CsvFile
from licet.batch.parquet import read_parquet
from licet.model.errors import LicetError, Problem

CHUNK = 1 << 20
"""How many rows are taken in at a time."""

FORMATS = {
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "json"),
    **dict.fromkeys((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"), "excel"),
}


class SourceError(LicetError):
    """A file of shipments cannot be read."""


@dataclass(slots=True)
class Chunk:
    """Some rows: their numbers in the file (from 1, the header not counted), and what was wrong with rows that are left out."""

    table: pa.Table
    numbers: np.ndarray[Any, np.dtype[np.int64]]
    unreadable: list[tuple[int, str]] = field(default_factory=list)


class Source:
    """A file of shipments."""

    def __init__(self, path: Path) -> None:
        """Open a file far enough to know its headers.

        Raises:
            SourceError: there is no such file, its form is not known, or it has no header.

        """
        self.path = path
        self.kind = FORMATS.get(path.suffix.lower(), "")
        if not self.kind:
            raise SourceError(Problem(str(path), "a form of file that is not read", ", ".join(sorted(FORMATS)), path.suffix or "no ending"))
        try:
            self.size = path.stat().st_size
            self.headers: Sequence[str] = getattr(self, f"_{self.kind}_headers")()
        except OSError as error:
            raise SourceError(Problem(str(path), "cannot be read", "a file of shipments", error.strerror or str(error))) from None
        except pa.ArrowException as error:
            raise SourceError(Problem(str(path), "cannot be read", f"a {self.kind} file", str(error).splitlines()[0][:200])) from None
        if not self.headers:
            raise SourceError(Problem(str(path), "the file has no columns", "a header and rows below it", "nothing"))
        doubled = sorted({header for header in self.headers if self.headers.count(header) > 1})
        if doubled:
            raise SourceError(Problem(str(path), "a header stands twice", "one column a name", ", ".join(doubled), "Rename one of them."))

    @property
    def rows(self) -> int | None:
        """How many rows the file has, where it says so itself."""
        return int(pq.ParquetFile(self.path).metadata.num_rows) if self.kind == "parquet" else None

    def chunks(self, columns: Sequence[str], size: int = CHUNK) -> Iterator[Chunk]:
        """Yield the rows with the columns asked for.

        Raises:
            SourceError: the file breaks off or cannot be read on.

        """
        try:
            yield from getattr(self, f"_{self.kind}_chunks")(list(columns), size)
        except (pa.ArrowException, OSError) as error:
            raise SourceError(
                Problem(str(self.path), "cannot be read to its end", f"a {self.kind} file", str(error).splitlines()[0][:200])
            ) from None

    # Parquet

    def _parquet_headers(self) -> list[str]:
        return list(pq.read_schema(self.path).names)

    def _parquet_chunks(self, columns: list[str], size: int) -> Iterator[Chunk]:
        first = 1
        for table in read_parquet(self.path, columns, size):
            yield Chunk(table, np.arange(first, first + table.num_rows))
            first += table.num_rows

    # CSV and TSV

    def _csv_headers(self) -> list[str]:
        with self.path.open("rb") as stream:
            line = stream.readline(1 << 20)
        if line[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise SourceError(Problem(str(self.path), "the text is not UTF-8", "UTF-8", "UTF-16", "Save the file as CSV UTF-8."))
        self._delimiter = max(",;\t|", key=lambda sign: line.count(sign.encode()))
        if not line.strip():
            return []
        try:
            reader = pa_csv.read_csv(
                pa.BufferReader(line.rstrip(b"\r\n") + b"\n"), parse_options=pa_csv.ParseOptions(delimiter=self._delimiter)
            )
        except pa.ArrowInvalid:
            return []
        return [name.removeprefix("\ufeff").strip() for name in reader.column_names]

    def _csv_chunks(self, columns: list[str], size: int) -> Iterator[Chunk]:
        for found in CsvFile(self.path, self.headers, self._delimiter, columns).rows():
            for start in range(0, max(len(found.numbers), 1), size):
                numbers = found.numbers[start : start + size]
                last = start + size >= len(found.numbers)
                yield Chunk(found.table.slice(start, size), numbers, found.bad if last else [])

    # JSON lines

    def _json_headers(self) -> list[str]:
        names: dict[str, None] = {}
        for _, row, _ in self._json_rows(1000):
            names.update(dict.fromkeys(row))
        return list(names)

    def _json_rows(self, most: int | None = None) -> Iterator[tuple[int, dict[str, Any], str]]:
        with self.path.open("rb") as stream:
            number = 0
            for line in stream:
                if not line.strip():
                    continue
                number += 1
                if most is not None and number > most:
                    return
                try:
                    found = json.loads(line)
                    if not isinstance(found, dict):
                        raise TypeError
                    yield number, _flat(found), ""
                except (ValueError, TypeError, RecursionError):
                    yield number, {}, "the line cannot be read; must be: one JSON object a line, in UTF-8"

    def _json_chunks(self, columns: list[str], size: int) -> Iterator[Chunk]:
        rows: list[tuple[int, dict[str, Any]]] = []
        bad: list[tuple[int, str]] = []
        for number, row, wrong in self._json_rows():
            if wrong:
                bad.append((number, wrong))
            else:
                rows.append((number, row))
            if len(rows) + len(bad) >= min(size, 200_000):
                yield _of_rows(rows, bad, columns)
                rows, bad = [], []
        yield _of_rows(rows, bad, columns)

    # Excel

    def _excel_headers(self) -> list[str]:
        rows = self._excel_sheet()
        return [str(cell).strip() for cell in rows[0]] if rows else []

    def _excel_sheet(self) -> list[list[Any]]:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  # only Excel needs it

        try:
            return CalamineWorkbook.from_path(str(self.path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        except Exception as error:
            raise SourceError(Problem(str(self.path), "cannot be read", "an Excel workbook", str(error).splitlines()[0][:200])) from None

    def _excel_chunks(self, columns: list[str], size: int) -> Iterator[Chunk]:
        rows = [(number, dict(zip(self.headers, row, strict=False))) for number, row in enumerate(self._excel_sheet()[1:], start=1)]
        for start in range(0, len(rows), size):
            yield _of_rows(rows[start : start + size], [], columns)


def _of_rows(rows: list[tuple[int, dict[str, Any]]], bad: list[tuple[int, str]], columns: list[str]) -> Chunk:
    table = pa.table({name: pa.array([_text(row.get(name)) for _, row in rows], pa.string()) for name in columns})
    return Chunk(table, np.array([number for number, _ in rows], dtype=np.int64), bad)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ",".join(str(part) for part in value)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    text = text.removesuffix("T00:00:00")
    return text.encode("utf-8", "replace").decode("utf-8")


def _flat(found: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    """Return nested objects as one, with the paths as names."""
    if depth > 20:
        raise TypeError
    made: dict[str, Any] = {}
    for key, value in found.items():
        name = f"{before}.{key}" if before else str(key)
        if isinstance(value, dict):
            made.update(_flat(value, name, depth + 1))
        elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
            for number, part in enumerate(value):
                made.update(_flat(part, f"{name}[{number}]", depth + 1) if isinstance(part, dict) else {f"{name}[{number}]": part})
        else:
            made[name] = value
    return made
