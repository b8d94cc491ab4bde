"""Runs a batch: reads the file in chunks, decides the distinct situations of each part, joins back, and writes the result."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import licet
from licet.batch.answers import KEYS, VERDICTS, Answers, answer
from licet.batch.compile import Compiled
from licet.batch.encode import Encoder, read_by
from licet.batch.engines import engine_named
from licet.batch.kept import compiled_law
from licet.batch.mapping import ColumnMapping, MappingError, mapping_as_yaml, target_of
from licet.batch.missing import SECONDS, settling_facts
from licet.batch.narrow import gathered
from licet.batch.per_row import Codes, PerRow, counted
from licet.batch.results import Part, Result
from licet.batch.situations import Rows
from licet.batch.sources import CHUNK, Chunk, Source
from licet.batch.threads import Ahead
from licet.batch.values import shape_for
from licet.language.shape import SHIPMENT
from licet.law.statute import Law
from licet.model.errors import Problem
from licet.reasoning import Engine

PART = 10_000_000
"""How many rows are decided together, and kept when a run is interrupted."""

_AHEAD = 3
"""How many chunks are read ahead of the one that is taken in."""

Progress = Callable[[int], None]


@dataclass(slots=True)
class Summary:
    """What came of a run."""

    rows: int = 0
    decided: int = 0
    rejected: int = 0
    situations: int = 0
    resumed: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    open_rows: int = 0
    looked_at: int = 0
    missing: dict[str, dict[str, Any]] = field(default_factory=dict)
    unscreened: list[str] = field(default_factory=list)
    """The columns with names of parties: a batch looks no name up in a list."""


@contextmanager
def _thrifty() -> Iterator[None]:
    """Spend no time on memory: what Arrow's own pools give back at once is dear to get again, and of a law there is nothing to free."""
    pool, collecting = pa.default_memory_pool(), gc.isenabled()
    pa.set_memory_pool(pa.system_memory_pool())
    gc.disable()  # what a part leaves is collected before the next
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        pa.set_memory_pool(pool)


@_thrifty()
def run_batch(  # noqa: PLR0913  # the options of the command, by name
    law: Law,
    source: Source,
    mapping: ColumnMapping,
    target: Path,
    *,
    regimes: Sequence[str] = (),
    day: date | None = None,
    layers: Sequence[str] = (),
    part_rows: int = PART,
    engine: str = "embedded",
    progress: Progress = lambda rows: None,
) -> Summary:
    """Decide every row of a file and write what came out.

    Args:
        law: the law.
        source: the file.
        mapping: what its columns mean.
        target: the result, Parquet, CSV or JSON lines by its ending.
        regimes: only these regimes; none named means all.
        day: the day of rows that say none; without it such rows are rejected.
        layers: the folders laid over the shipped law, noted in the result.
        part_rows: how many rows are decided together.
        engine: what decides the distinct situations: embedded, duckdb or spark.
        progress: told of rows that are done.

    Raises:
        MappingError: no column says the day and none was given for all.
        ResultError: the result cannot be written.
        SourceError: the file cannot be read.

    """
    mapping = _with_date(mapping, day, law)
    made_from = {
        "input": str(source.path.resolve()),
        "size": source.size,
        "changed": source.path.stat().st_mtime_ns,
        "mapping": mapping_as_yaml(mapping),
        "day": day.isoformat() if day else None,
        "regimes": sorted(regimes),
        "layers": [str(Path(layer).resolve()) for layer in layers],
        "law": law.hash,
        "licet": licet.__version__,
        "part_rows": part_rows,
    }
    result = Result(target, made_from)
    skip = result.rows_done
    names = [header for header, found in mapping.targets.items() if found.table.startswith("party.") and found.column == "party_name"]
    summary = Summary(resumed=skip, unscreened=names)
    for part in result.parts:
        _merge(summary, part)
    progress(skip)
    with Ahead(source.chunks(_columns(mapping), min(part_rows, CHUNK)), _AHEAD) as chunks:  # the law is compiled while the file is read
        batch = _Batch(law, mapping, regimes, day, engine)
        passed = 0
        for chunk in chunks:
            rows = chunk.table.num_rows + len(chunk.unreadable)
            passed += rows
            if passed <= skip:
                continue
            batch.add(chunk)
            progress(rows)
            if batch.rows >= part_rows:
                _merge(summary, batch.write(result))
        if batch.rows or not result.parts:
            _merge(summary, batch.write(result))
    if summary.rows != summary.decided + summary.rejected:
        raise AssertionError(f"{summary.rows} rows in, but {summary.decided} decided and {summary.rejected} rejected")
    result.finish(
        {
            "rows": summary.rows,
            "decided": summary.decided,
            "rejected": summary.rejected,
            "verdicts": summary.verdicts,
            "outcomes": summary.outcomes,
            "missing": summary.missing,
        }
    )
    return summary


def _with_date(mapping: ColumnMapping, day: date | None, law: Law) -> ColumnMapping:
    if any(target.table == SHIPMENT and target.column == "date" for target in mapping.targets.values()):
        return mapping
    if day is None:
        do = "Name the column in a mapping file (--mapping), or give one day for all rows with --date."
        raise MappingError(Problem("the mapping", "no column says the day of shipment", "a column that means date", "none", do))
    made = target_of("date", law)
    assert made is not None  # noqa: S101  # every vocabulary has a date
    return ColumnMapping({**mapping.targets, DATE: made}, mapping.keep)


def _columns(mapping: ColumnMapping) -> list[str]:
    return list(dict.fromkeys([*(name for name in mapping.targets if name != DATE), *mapping.keep]))


DATE = "\0date"
"""The name of the column that is made where one day is given for all rows."""


class _Batch:
    """One part after the other: takes in chunks, decides, hands on."""

    def __init__(self, law: Law, mapping: ColumnMapping, regimes: Sequence[str], day: date | None, engine: str) -> None:
        self.law, self.mapping, self.day, self.decides = law, mapping, day, engine_named(engine)
        shape = shape_for(mapping, law)
        first, last = date(1900, 1, 1), date(2200, 1, 1)
        self.compiled: Compiled = compiled_law(law, shape, first, last, regimes)
        self.encoder = Encoder(law, mapping, shape, read_by(self.compiled.used))
        self.engine, self.seconds = Engine(law, regimes), SECONDS
        self._start()

    def _start(self) -> None:
        self.rows = self.unreadable = 0
        self.numbers: list[npt.NDArray[np.int64]] = []
        self.kept: dict[str, list[pa.ChunkedArray]] = {name: [] for name in self.mapping.keep}
        self.rejects: list[tuple[int, str, str]] = []

    def add(self, chunk: Chunk) -> None:
        """Take in a chunk."""
        self.rows += chunk.table.num_rows + len(chunk.unreadable)
        self.unreadable += len(chunk.unreadable)
        self.rejects += [(number, "", says) for number, says in chunk.unreadable]
        if not chunk.table.num_rows:
            return
        table = self._dated(chunk.table)
        taken, wrong = self.encoder.add(table)
        self.rejects += [(int(chunk.numbers[row]), "" if header == DATE else header, says) for row, header, says in wrong]
        whole = bool(taken.all())
        self.numbers.append(chunk.numbers if whole else chunk.numbers[taken])
        for name, parts in self.kept.items():
            parts.append(table.column(name) if whole else table.column(name).filter(pa.array(taken)))

    def _dated(self, table: pa.Table) -> pa.Table:
        if self.day is None:
            return table
        if DATE in self.mapping.targets:
            only = pa.DictionaryArray.from_arrays(pa.array(np.zeros(table.num_rows, dtype=np.int32)), pa.array([self.day.isoformat()]))
            return table.append_column(DATE, only)
        return table

    def write(self, result: Result) -> Part:
        """Decide what was taken in and write it as one part."""
        if result.parts:
            result.join_ahead()
            gc.collect()
        rows = self.encoder.finish()
        answers = answer(self.compiled, rows, self.decides)
        per = counted(PerRow(answers.of_row), answers.situations)
        with ThreadPoolExecutor(1) as beside:  # the questions are asked while the rows are written
            missing = beside.submit(self._missing, rows, answers)
            part = self._write(result, answers, per)
            part.summary["missing"] = missing.result()
        result.done(part)
        self._start()
        return part

    def _missing(self, rows: Rows, answers: Answers) -> dict[str, Any]:
        began = time.monotonic()
        found = settling_facts(self.law, self.engine, self.encoder, rows, answers, self.seconds)
        self.seconds = max(0.0, self.seconds - (time.monotonic() - began))
        return found

    def _write(self, result: Result, answers: Answers, per: Codes) -> Part:
        numbers = np.concatenate(self.numbers) if self.numbers else np.zeros(0, dtype=np.int64)
        kept = {
            name: pa.chunked_array([one for part in parts for one in part.chunks]) if parts else pa.chunked_array([[]])
            for name, parts in self.kept.items()
        }
        if (answers.refused >= 0).any():
            refused = gathered(answers.refused, answers.of_row)
            says = [text for _, text in self.compiled.refused]
            bad = np.flatnonzero(refused >= 0)
            self.rejects += [(int(numbers[row]), "", says[refused[row]]) for row in bad]
            per = np.where(answers.refused < 0, per, 0)
        result.add(answers, numbers, kept, sorted(self.rejects))
        return Part(self.rows, int(per.sum()), len(self.rejects), self.unreadable, _counted(answers, per))


def _counted(answers: Answers, per: Codes) -> dict[str, Any]:
    """Return the counts of a part for the summary."""
    verdicts = np.bincount(answers.verdict, weights=per, minlength=len(VERDICTS))
    outcomes: dict[str, dict[str, int]] = {}
    for name, spans in answers.regimes.items():
        settled = np.where(spans // 6 == spans % 6, spans % 6, 6)
        found = np.bincount(settled, weights=per, minlength=7)
        outcomes[name] = {word: int(count) for word, count in zip((*KEYS, "open"), found, strict=True) if count}
    return {
        "situations": answers.situations,
        "verdicts": {verdict.value: int(count) for verdict, count in zip(VERDICTS, verdicts, strict=True) if count},
        "outcomes": outcomes,
    }


def _merge(summary: Summary, part: Part) -> None:
    missing = part.summary["missing"]
    summary.open_rows += missing["open"]
    summary.looked_at += missing["looked_at"]
    for fact, found in missing["facts"].items():
        known = summary.missing.setdefault(fact, {"rows": 0, "situations": 0, "items": 0, "ask": found["ask"]})
        for count in ("rows", "situations"):
            known[count] += found[count]
        known["items"] = max(known["items"], found["items"])  # the same items come again in the next part
    summary.rows += part.rows_in
    summary.decided += part.rows_out
    summary.rejected += part.rejects
    summary.situations += part.summary["situations"]
    for verdict, count in part.summary["verdicts"].items():
        summary.verdicts[verdict] = summary.verdicts.get(verdict, 0) + count
    for regime, found in part.summary["outcomes"].items():
        own = summary.outcomes.setdefault(regime, {})
        for outcome, count in found.items():
            own[outcome] = own.get(outcome, 0) + count
