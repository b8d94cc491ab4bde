"""Explains one row of a result: the numbers become text again, and the row itself is decided anew with all its reasons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from licet.batch.mapping import ColumnMapping, read_mapping_text, written_of
from licet.batch.results import FORMATS, ResultError, beside
from licet.batch.sources import Source
from licet.intake.shipments import read_shipment
from licet.law.load import load_law
from licet.law.statute import Law
from licet.model.determination import Determination
from licet.model.errors import Problem
from licet.reasoning import Engine


@dataclass(frozen=True, slots=True)
class Explained:
    """One row of a result: what it says, its reasons in words, and the determination made anew; `changed` says why both can differ."""

    stored: dict[str, Any]
    rules: list[str]
    paragraphs: list[str]
    found: Determination
    law: Law
    changed: tuple[str, ...]


def explain_row(target: Path, row: int) -> Explained:
    """Return a row of a result with its full reasons.

    Args:
        target: the result of `licet batch`.
        row: the number of the row in the file that was decided, from 1.

    Raises:
        ResultError: there is no such result or row, or what it was made from is gone.

    """
    about = _about(target)
    law = load_law(*about["layers"])
    source = Source(Path(about["input"]))
    mapping = read_mapping_text(about["mapping"], "the mapping of the result", source.headers, law)
    stored = _stored(target, row, about)
    rules, paragraphs = _reasons(target, stored)
    changed = []
    if law.hash != about["law"]:
        changed.append(f"The law has changed since: {about['law'][:8]} then, {law.hash[:8]} now.")
    if source.path.stat().st_mtime_ns != about["changed"] or source.size != about["size"]:
        changed.append("The file has changed since.")
    written = written_row(source, mapping, row)
    if about["day"] and "date" not in written:
        written["date"] = date.fromisoformat(about["day"])
    found = Engine(law, about["regimes"]).determine(read_shipment(written, law))
    if not changed and (stored["lower"], stored["upper"]) != tuple(found.outcome.as_keys()):
        changed.append("The stored outcome differs from that of licet check: this is a defect; please report it.")
    return Explained(stored, rules, paragraphs, found, law, tuple(changed))


def _about(target: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(beside(target, "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        must_be = f"a result of licet batch with {beside(target, 'run.json').name} beside it"
        raise ResultError(Problem(str(target), "no result that can be explained", must_be, "nothing that can be read")) from None
    return found


def _stored(target: Path, row: int, about: dict[str, Any]) -> dict[str, Any]:
    kind = FORMATS.get(target.suffix.lower(), "")
    try:
        if kind == "parquet":
            table = pq.read_table(target, filters=[("row", "=", row)])
        elif kind == "csv":
            table = pa_csv.read_csv(target)
            table = table.filter(pc.equal(table.column("row"), row))
        else:
            with target.open(encoding="utf-8") as stream:
                table = pa.Table.from_pylist([found for line in stream if (found := json.loads(line))["row"] == row])
    except (OSError, pa.ArrowException, ValueError) as error:
        raise ResultError(Problem(str(target), "the result cannot be read", "a result of licet batch", str(error)[:120])) from None
    if table.num_rows == 0:
        do = f"It may have been rejected: look for it in {beside(target, 'rejects.csv').name}."
        raise ResultError(Problem("--row", f"the result has no row {row}", f"a row from 1 to {about.get('rows')}", str(row), do))
    return dict(table.slice(0, 1).to_pylist()[0])


def _reasons(target: Path, stored: dict[str, Any]) -> tuple[list[str], list[str]]:
    path = beside(target, "reasons.parquet")
    try:
        table = pq.read_table(path, filters=[("reasons", "=", stored["reasons"])])
    except (OSError, pa.ArrowException) as error:
        raise ResultError(
            Problem(str(path), "the dictionary of reasons cannot be read", "the file written with the result", str(error)[:120])
        ) from None
    line = table.to_pylist()[0] if table.num_rows else {"rules": [], "paragraphs": []}
    return line["rules"], line["paragraphs"]


def written_row(source: Source, mapping: ColumnMapping, row: int) -> dict[str, Any]:
    """Return one row of a file as a shipment as people write it.

    Raises:
        ResultError: the file has no such row.

    """
    for chunk in source.chunks(list(mapping.targets)):
        if len(chunk.numbers) and chunk.numbers[0] <= row <= chunk.numbers[-1]:
            place = int((chunk.numbers < row).sum())
            if chunk.numbers[place] == row:
                values = {
                    name: column[0].as_py()
                    for name, column in zip(chunk.table.column_names, chunk.table.slice(place, 1).columns, strict=True)
                }
                values = {name: value.decode("utf-8", "replace") if isinstance(value, bytes) else value for name, value in values.items()}
                return written_of(values, mapping)
    raise ResultError(Problem("--row", f"the file has no row {row} that can be read", "a row of the file", str(row)))
