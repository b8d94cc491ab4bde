"""Shipments as rows of a file, and what a batch says of them beside what the engine says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from licet import Determination, Law
from licet.batch.mapping import ColumnMapping, Target, target_of
from licet.batch.results import beside
from licet.casework import Case
from licet.model.determination import Reason
from licet.model.outcome import Interval

Row = dict[str, str]


def row_of(written: Mapping[str, Any]) -> Row | None:
    """Return a shipment as people write it as one row, each value under its path; None where a row cannot hold it."""
    row: Row = {}
    for key, value in written.items():
        if key == "parties":
            named = value if isinstance(value, dict) else {one["role"]: one for one in value}
            if len(named) < len(value) or any(isinstance(one, list) for one in named.values()):
                return None  # two parties of one role
            for role, party in named.items():
                said = party if isinstance(party, dict) else {"name": party}
                row.update({f"{role}.{name}": _text(one) for name, one in said.items() if name != "role"})
        elif key != "item":
            row.update(_cells(key, value))
    row.update(_cells("item", written["item"]))
    return None if "[]" in row.values() else row


def _cells(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the cells of a value: a member of a collection has its number, but the first that an item is for has none."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _cells(f"{path}.{name}", one)
    elif value == []:  # that there is nothing in a collection is no cell
        yield path, "[]"
    elif isinstance(value, list) and (path.endswith((".for", ".contains")) or any(isinstance(one, Mapping) for one in value)):
        for number, one in enumerate(value):
            yield from _cells(path if path.endswith(".for") and number == 0 else f"{path}[{number}]", one)
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def write_rows(path: Path, rows: Sequence[Row], law: Law) -> ColumnMapping:
    """Write rows as a Parquet file with a column for each fact, and return what the columns mean."""
    means = {header: target_of(header, law) for header in dict.fromkeys(header for row in rows for header in row)}
    targets: dict[str, Target] = {}
    columns: list[Row] = []
    for row in rows:
        own: Row = {}
        for header, value in row.items():
            target = means[header]
            assert target is not None, header
            name = f"{target.table}.{target.column}"
            plain = replace(target, steps=(*target.steps[:-1], target.fact.name), unit=None) if target.fact is not None else target
            targets.setdefault(name, plain)
            own[name] = f"{value} {target.unit.name}" if target.unit is not None else value
        columns.append(own)
    pq.write_table(pa.table({name: pa.array([row.get(name) for row in columns], pa.string()) for name in targets}), path)
    return ColumnMapping(targets)


def read_answers(target: Path) -> dict[int, dict[str, Any]]:
    """Return the rows of a result by their number in the file, their reasons in words."""
    lines = {row["reasons"]: row for row in pq.read_table(beside(target, "reasons.parquet")).to_pylist()}
    return {row["row"]: {**row, "reasons": lines[row["reasons"]]} for row in pq.read_table(target).to_pylist()}


def said_by_batch(row: Mapping[str, Any], found: Determination) -> dict[str, Any]:
    """Return what a batch says of a row, in the form of `said`."""
    by_kind: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name in row["reasons"]["rules"]:
        regime, kind, words = name.split(" ", 2)
        by_kind[regime, kind].add(words.rstrip("?") if kind == "release" else words)
    own: dict[str, Any] = {"verdict": row["verdict"], "outcome": (row["lower"], row["upper"]), "enforced": row["enforced"]}
    for one in found.regimes:
        own[one.regime] = row[one.regime.replace("-", "_")]
        own.update({f"{one.regime} {kind}": by_kind[one.regime, kind] for kind in KINDS})
        own[f"{one.regime} paragraphs"] = {name for name in row["reasons"]["paragraphs"] if name.startswith(f"{one.regime}:")}
    return own


KINDS = ("reach", "requirement", "release", "review", "duty", "conflict")


def said(found: Determination) -> dict[str, Any]:
    """Return what a determination says, as far as a batch keeps it. Of a release the determination keeps only whether it may answer."""
    own: dict[str, Any] = {"verdict": found.verdict.value, "outcome": tuple(found.outcome.as_keys()), "enforced": _span(found.enforced)}
    for one in found.regimes:
        own[one.regime] = _span(one.outcome)
        for kind, reasons in (("reach", one.reach), ("requirement", one.requirements), ("duty", one.duties), ("conflict", one.conflicts)):
            own[f"{one.regime} {kind}"] = {_marked(reason) for reason in reasons}
        own[f"{one.regime} release"] = {f"{name} of {reason.id}" for reason in one.requirements for name in reason.answered_by}
        own[f"{one.regime} review"] = {f"{_marked(policy, reason.id)}" for reason in one.requirements for policy in reason.reviews}
        own[f"{one.regime} paragraphs"] = {_marked(reason) for reason in one.paragraphs}
    return own


def _span(found: Interval) -> str:
    low, high = found.as_keys()
    return _span_of((low, high))


def _span_of(bounds: tuple[str, str]) -> str:
    low, high = bounds
    return low if low == high else f"{low}..{high}"


def _marked(reason: Reason, of: str = "") -> str:
    return f"{reason.id}{f' of {of}' if of else ''}{'' if reason.value else '?'}"


def against_the_case(row: Mapping[str, Any], case: Case) -> list[tuple[str, Any, Any]]:
    """Return where a batch says something else than a worked case expects."""
    wrong: list[tuple[str, Any, Any]] = []
    for expected in case.expects:
        own = row[expected.regime.replace("-", "_")] if expected.regime else _span_of((row["lower"], row["upper"]))
        if expected.outcome is not None and own != _span(expected.outcome):
            wrong.append((expected.regime, own, _span(expected.outcome)))
        if expected.verdict and row["verdict"] != expected.verdict:
            wrong.append((expected.regime, row["verdict"], expected.verdict))
    return wrong


def apart(row: Mapping[str, Any], found: Determination) -> dict[str, tuple[Any, Any]]:
    """Return where a batch and a determination say different things: what the batch says, and what the determination says."""
    own, wanted = said_by_batch(row, found), said(found)
    return {key: (own[key], value) for key, value in wanted.items() if own[key] != value}
