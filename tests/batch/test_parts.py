"""A law is cut into parts that are decided by themselves; what comes out must not hang on where it is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from licet import Law
from licet.batch import parts
from tests.batch.test_runs import rows, run, write
from tests.support.batches import read_answers


def test_a_batch_says_the_same_however_the_law_is_cut(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_CACHE", "")  # a law that was cut otherwise must not come from there
    path = write(tmp_path / "in.parquet", rows(1500))
    found = []
    for most in (10**9, 25):
        monkeypatch.setattr(parts, "MOST", most)
        summary = run(law, path, tmp_path / f"{most}.parquet")
        out = read_answers(tmp_path / f"{most}.parquet")
        found.append((summary.verdicts, summary.outcomes, {number: told(row) for number, row in out.items()}))
    whole, cut = found
    assert whole[:2] == cut[:2]
    assert [(number, row, cut[2][number]) for number, row in whole[2].items() if row != cut[2][number]] == []


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its reasons in words, in whatever order."""
    return {**row, "reasons": {kind: sorted(row["reasons"][kind]) for kind in ("rules", "paragraphs")}}
