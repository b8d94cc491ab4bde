"""Writes results: part by part beside the target, and into place only when all is there, so that a kill leaves nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from licet.batch.answers import KEYS, SPANS, VERDICTS, Answers
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
                for key in pq.read_table(self._reasons(number), columns=["key"]).column("key").to_pylist():
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
        with _writing(self.target):
            fresh = codes[: len(keys)] >= known
            dictionary = answers.dictionary.append_column("reasons", pa.array(codes[: len(keys)]))
            pq.write_table(dictionary.filter(pa.array(fresh)), self._reasons(number), compression="zstd")
            self._write_rows(number, answers, numbers, kept, codes)
            self._write_rejects(number, rejects)

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
        try:
            for start in range(0, max(len(numbers), 1), _SLICE):
                table = self._table(answers, numbers, kept, codes, slice(start, start + _SLICE))
                if self.kind == "json":
                    with path.open("a" if start else "w", encoding="utf-8") as stream:
                        for row in table.to_pylist():
                            stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
                    continue
                if writer is None:
                    writer = (
                        _parquet(path, table.schema)
                        if self.kind == "parquet"
                        else pa_csv.CSVWriter(path, _plain(table).schema, write_options=pa_csv.WriteOptions(include_header=number == 0))
                    )
                writer.write_table(table if self.kind == "parquet" else _plain(table))
        finally:
            if writer is not None:
                writer.close()

    @staticmethod
    def _table(
        answers: Answers, numbers: npt.NDArray[np.int64], kept: Mapping[str, pa.ChunkedArray], codes: npt.NDArray[np.int32], rows: slice
    ) -> pa.Table:
        situation = answers.of_row[rows]

        def coded(values: npt.NDArray[Any], words: Sequence[str]) -> pa.Array:
            return pa.DictionaryArray.from_arrays(pa.array(values[situation]), pa.array(list(words)))

        columns: dict[str, Any] = {"row": numbers[rows]}
        columns.update({name: values.slice(rows.start, len(situation)) for name, values in kept.items()})
        columns["verdict"] = coded(answers.verdict, [verdict.value for verdict in VERDICTS])
        columns["lower"], columns["upper"] = coded(answers.lower, KEYS), coded(answers.upper, KEYS)
        enforced = (6 * answers.enforced_lower + answers.enforced_upper).astype(np.int8)
        columns["enforced"] = coded(enforced, SPANS)
        columns.update({name.replace("-", "_"): coded(values, SPANS) for name, values in answers.regimes.items()})
        columns["reasons"] = codes[answers.reasons[rows]]
        return pa.table(columns)

    def _write_rejects(self, number: int, rejects: Sequence[tuple[int, str, str]]) -> None:
        table = pa.table(
            {
                "row": pa.array([row for row, _, _ in rejects], pa.int64()),
                "column": pa.array([column for _, column, _ in rejects], pa.string()),
                "reason": pa.array([reason for _, _, reason in rejects], pa.string()),
            }
        )
        pa_csv.write_csv(table, self._rejects(number), pa_csv.WriteOptions(include_header=number == 0))

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Put the parts together and into place: rows, rejects (if any), reasons and what the result was made from."""
        with _writing(self.target):
            count = len(self.parts)
            whole = self.folder / f"whole{self.target.suffix}"
            self._join([self._rows(number) for number in range(count)], whole)
            rejects = self.folder / "rejects.csv"
            _concatenate([self._rejects(number) for number in range(count)], rejects)
            reasons = self.folder / "reasons.parquet"
            columns = ["reasons", "rules", "paragraphs"]
            tables = [pq.read_table(self._reasons(number), columns=columns) for number in range(count)]
            pq.write_table(pa.concat_tables([_undictionaried(table) for table in tables]), reasons, compression="zstd")
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
            with _parquet(whole, pq.read_schema(parts[0])) as writer:
                for part in parts:
                    for batch in pq.ParquetFile(part).iter_batches(_SLICE):
                        writer.write_batch(batch)


def _parquet(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return what writes Parquet: words as lists and numbers into them, whole numbers as differences, which takes half the time."""
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    whole = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_int64(field.type) or pa.types.is_int32(field.type)}
    return pq.ParquetWriter(path, schema, compression="snappy", use_dictionary=coded, column_encoding=whole, write_statistics=False)


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


def _undictionaried(table: pa.Table) -> pa.Table:
    """Return lists of words as such, so that parts with other dictionaries can be put together."""
    for name in ("rules", "paragraphs"):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table.column(name).cast(pa.list_(pa.string())))
    return table


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
