"""Writes results: part by part beside the target, and into place only when all is there, so that a kill leaves nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from licet.batch.answers import KEYS, SPANS, VERDICTS, Answers
from licet.batch.narrow import gathered
from licet.batch.threads import Ahead, each
from licet.model.errors import LicetError, Problem

FORMATS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "json", ".ndjson": "json", ".json": "json"}
_SLICE = 1 << 20


class ResultError(LicetError):
    """A result cannot be written."""


@dataclass(slots=True)
class Part:
    """What is kept of a part that is done, so that a run that was interrupted goes on after it."""

    rows_in: int
    rows_out: int
    rejects: int
    unreadable: int
    summary: dict[str, Any] = field(default_factory=dict)


class Result:
    """The result of a run: its parts, its rejects, its dictionary of reasons, and what it was made from."""

    def __init__(self, target: Path, made_from: Mapping[str, Any]) -> None:
        """Begin a result, or take up one that was interrupted, if it was made from the same.

        Raises:
            ResultError: the form is not known, or the folder cannot be written to.

        """
        self.target = target
        self.kind = FORMATS.get(target.suffix.lower(), "")
        if not self.kind:
            raise ResultError(Problem(str(target), "a form of file that is not written", ", ".join(FORMATS), target.suffix or "no ending"))
        self.made_from = json.loads(json.dumps(dict(made_from), default=str))
        self.folder = target.with_name(target.name + ".partial")
        self.parts: list[Part] = []
        self._codes: dict[bytes, int] = {}
        self._whole = _Whole(self.folder / f"whole{target.suffix}")
        self._joining: Future[None] | None = None
        with _writing(target):
            self.folder.mkdir(parents=True, exist_ok=True)
        state = self.folder / "state.json"
        if state.exists():
            self._take_up(state)
        self._save()

    def _take_up(self, state: Path) -> None:
        try:
            found = json.loads(state.read_text(encoding="utf-8"))
            parts = [Part(**part) for part in found["parts"]] if found["made_from"] == self.made_from else []
            for number in range(len(parts)):
                for path in (self._rows(number), self._rejects(number), self._reasons(number)):
                    path.stat()
                for key in pq.read_table(self._keys(number)).column("key").to_pylist():
                    self._codes.setdefault(key, len(self._codes))
        except (ValueError, KeyError, TypeError, OSError, pa.ArrowException):
            parts, self._codes = [], {}
        self.parts = parts

    def _save(self) -> None:
        with _writing(self.target):
            _replace(self.folder / "state.json", json.dumps({"made_from": self.made_from, "parts": [asdict(part) for part in self.parts]}))

    @property
    def rows_done(self) -> int:
        """How many rows of the file have been dealt with in earlier parts, readable or not."""
        return sum(part.rows_in for part in self.parts)

    def _rows(self, number: int) -> Path:
        return self.folder / f"part-{number:05d}.{'parquet' if self.kind == 'parquet' else self.kind}"

    def _rejects(self, number: int) -> Path:
        return self.folder / f"rejects-{number:05d}.csv"

    def _reasons(self, number: int) -> Path:
        return self.folder / f"reasons-{number:05d}.parquet"

    def _keys(self, number: int) -> Path:
        return self.folder / f"keys-{number:05d}.parquet"

    def add(
        self,
        answers: Answers,
        numbers: npt.NDArray[np.int64],
        kept: Mapping[str, pa.ChunkedArray],
        rejects: Sequence[tuple[int, str, str]],
    ) -> None:
        """Write one part."""
        number = len(self.parts)
        keys = answers.dictionary.column("key").to_pylist()
        known = len(self._codes)
        codes = np.array([self._codes.setdefault(key, len(self._codes)) for key in keys] or [0], dtype=np.int32)
        numbered, lines = np.unique(codes[: len(keys)], return_index=True)
        fresh = answers.dictionary.append_column("reasons", pa.array(codes[: len(keys)])).take(pa.array(lines[numbered >= known]))
        with _writing(self.target):
            each(
                lambda write: write(),
                [
                    partial(self._write_rows, number, answers, numbers, kept, codes),
                    partial(self._write_reasons, number, fresh),
                    partial(self._write_rejects, number, rejects),
                ],
            )

    def _write_reasons(self, number: int, fresh: pa.Table) -> None:
        """Write the lines that no part before had, and their keys by themselves, since only further parts need them."""
        pq.write_table(fresh.select(["key"]), self._keys(number), compression="none")
        pq.write_table(fresh.select(["reasons", "rules", "paragraphs"]), self._reasons(number), compression="zstd", store_schema=False)

    def done(self, part: Part) -> None:
        """Note that the part that was written is done."""
        self.parts.append(part)
        self._save()

    def _write_rows(
        self,
        number: int,
        answers: Answers,
        numbers: npt.NDArray[np.int64],
        kept: Mapping[str, pa.ChunkedArray],
        codes: npt.NDArray[np.int32],
    ) -> None:
        path = self._rows(number)
        writer: Any = None
        with Ahead(_tables(answers, numbers, kept, codes), 2) as tables:
            try:
                for table in tables:
                    writer = writer or self._writer(path, table.schema, number == 0)
                    writer.write_table(table)
            finally:
                if writer is not None:
                    writer.close()

    def _writer(self, path: Path, schema: pa.Schema, with_header: bool) -> Any:
        """Return what writes tables in the form of the result."""
        return _parquet(path, schema) if self.kind == "parquet" else _JsonLines(path) if self.kind == "json" else _Csv(path, with_header)

    def _write_rejects(self, number: int, rejects: Sequence[tuple[int, str, str]]) -> None:
        table = pa.table(
            {
                "row": pa.array([row for row, _, _ in rejects], pa.int64()),
                "column": pa.array([column for _, column, _ in rejects], pa.string()),
                "reason": pa.array([reason for _, _, reason in rejects], pa.string()),
            }
        )
        pa_csv.write_csv(table, self._rejects(number), pa_csv.WriteOptions(include_header=number == 0))

    def join_ahead(self) -> None:
        """Begin to put parts that are done together while the next is decided, so that little is left to do in the end."""
        if self.kind == "parquet":
            with _writing(self.target):
                self._joined()
            beside = ThreadPoolExecutor(1)
            self._joining = beside.submit(self._whole.take, [self._rows(number) for number in range(len(self.parts))])
            beside.shutdown(wait=False)

    def _joined(self) -> None:
        """Wait until what was begun is done."""
        if self._joining is not None:
            self._joining.result()

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Put the parts together and into place: rows, rejects (if any), reasons and what the result was made from."""
        with _writing(self.target):
            count = len(self.parts)
            whole = self._whole.path
            self._join([self._rows(number) for number in range(count)], whole)
            rejects = self.folder / "rejects.csv"
            _concatenate([self._rejects(number) for number in range(count)], rejects)
            reasons = self.folder / "reasons.parquet"
            if count == 1:
                self._reasons(0).replace(reasons)
            else:
                _put_together([self._reasons(number) for number in range(count)], reasons)
            _replace(self.folder / "run.json", json.dumps({**self.made_from, **manifest}, ensure_ascii=False, indent=2, default=str))
            for path in (whole, rejects, reasons):
                _to_disk(path)
            (self.folder / "run.json").replace(beside(self.target, "run.json"))
            reasons.replace(beside(self.target, "reasons.parquet"))
            if any(part.rejects for part in self.parts):
                rejects.replace(beside(self.target, "rejects.csv"))
            else:
                beside(self.target, "rejects.csv").unlink(missing_ok=True)
            whole.replace(self.target)
            shutil.rmtree(self.folder)

    def _join(self, parts: Sequence[Path], whole: Path) -> None:
        if self.kind != "parquet":
            _concatenate(parts, whole)
        elif len(parts) == 1:
            parts[0].replace(whole)
        else:
            self._joined()
            self._whole.take(parts)
            self._whole.close()


def _tables(
    answers: Answers, numbers: npt.NDArray[np.int64], kept: Mapping[str, pa.ChunkedArray], codes: npt.NDArray[np.int32]
) -> Iterator[pa.Table]:
    """Yield the rows of a result, some at a time, without those that are refused."""
    refused = answers.refused >= 0
    enforced = (6 * answers.enforced_lower + answers.enforced_upper).astype(np.int8)
    outcomes = [(name.replace("-", "_"), values, SPANS) for name, values in answers.regimes.items()]
    verdicts = [verdict.value for verdict in VERDICTS]
    lower, upper = ("lower", answers.lower, KEYS), ("upper", answers.upper, KEYS)
    coded = [("verdict", answers.verdict, verdicts), lower, upper, ("enforced", enforced, SPANS), *outcomes]
    words = {name: pa.array(list(meant)) for name, _, meant in coded}
    for start in range(0, max(len(numbers), 1), _SLICE):
        situation = answers.of_row[start : start + _SLICE]
        columns: dict[str, pa.Array | pa.ChunkedArray] = {"row": pa.array(numbers[start : start + _SLICE])}
        columns.update({name: values.slice(start, len(situation)) for name, values in kept.items()})
        for name, values, _ in coded:
            columns[name] = pa.DictionaryArray.from_arrays(pa.array(gathered(values.astype(np.int8), situation)), words[name])
        columns["reasons"] = pa.array(gathered(codes, answers.reasons[start : start + _SLICE]))
        fields = [pa.field(name, column.type, name in kept) for name, column in columns.items()]
        table = pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))
        bad = gathered(refused, situation) if refused.any() else refused[:0]
        yield table.filter(pa.array(~bad)) if bad.any() else table


def _parquet(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return what writes Parquet: words as numbers into lists, whole numbers as differences; squeezed further they gain next to nothing."""
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    whole = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_int64(field.type) or pa.types.is_int32(field.type)}
    squeezed = {field.name: "none" if field.name in whole or field.name in coded else "snappy" for field in schema}
    return pq.ParquetWriter(path, schema, compression=squeezed, use_dictionary=coded, column_encoding=whole, write_statistics=False)


class _Whole:
    """Parts of Parquet put together in one file, each once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._taken = 0
        self._writer: Any = None

    def take(self, parts: Sequence[Path]) -> None:
        """Take in those of the parts that have not been."""
        for part in parts[self._taken :]:
            file = pq.ParquetFile(part)
            self._writer = self._writer or _parquet(self.path, file.schema_arrow)
            for group in range(file.num_row_groups):
                self._writer.write_table(file.read_row_group(group))
            self._taken += 1

    def close(self) -> None:
        self._writer.close()


class _Csv:
    """Writes tables as CSV, words as words."""

    def __init__(self, path: Path, with_header: bool) -> None:
        self._path, self._with_header = path, with_header
        self._writer: Any = None

    def write_table(self, table: pa.Table) -> None:
        plain = _plain(table)
        if self._writer is None:
            self._writer = pa_csv.CSVWriter(self._path, plain.schema, write_options=pa_csv.WriteOptions(include_header=self._with_header))
        self._writer.write_table(plain)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class _JsonLines:
    """Writes tables as JSON, one object a line."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8")

    def write_table(self, table: pa.Table) -> None:
        for row in table.to_pylist():
            self._stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")

    def close(self) -> None:
        self._stream.close()


def beside(target: Path, what: str) -> Path:
    """Return the path of a file that belongs to a result.

    >>> beside(Path("out.parquet"), "rejects.csv").name
    'out.parquet.rejects.csv'
    """
    return target.with_name(f"{target.name}.{what}")


def _plain(table: pa.Table) -> pa.Table:
    fields = [(name, pc.cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column) for name, column in
              zip(table.column_names, table.columns, strict=True)]  # fmt: skip
    fields = [(name, pc.cast(column, pa.string()) if pa.types.is_binary(column.type) else column) for name, column in fields]
    return pa.table(dict(fields))


def _put_together(parts: Sequence[Path], whole: Path) -> None:
    """Write dictionaries of reasons as one; their words stay numbers on the way."""
    words = ["rules.list.element", "paragraphs.list.element"]
    tables = [pq.read_table(part, read_dictionary=words) for part in parts]
    pq.write_table(pa.concat_tables(tables), whole, compression="zstd", store_schema=False)


def _concatenate(parts: Sequence[Path], whole: Path) -> None:
    with whole.open("wb") as stream:
        for part in parts:
            with part.open("rb") as own:
                shutil.copyfileobj(own, stream, 1 << 20)


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


class _writing:  # noqa: N801  # reads as a word: with _writing(target)
    """Turns what the disk refuses into an error that says what to do."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, OSError):
            do = "Make room or choose another place; then run the same command again: what was done is kept and it goes on."
            raise ResultError(
                Problem(str(self.target), "the result cannot be written", "a place with room", error.strerror or str(error), do)
            ) from None
