"""A law compiled for columns is kept from run to run; what comes out is the same, and a file that is no good is made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from licet import Law
from licet.batch.compile import compile_law
from tests.batch.test_runs import rows, run, write
from tests.support.batches import read_answers


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("LICET_CACHE", str(folder))
    return folder


def compiled_by(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows with every law that is compiled."""
    made: list[Any] = []
    monkeypatch.setattr("licet.batch.kept.compile_law", lambda *given: made.append(given) or compile_law(*given))  # type: ignore[func-returns-value]  # append returns nothing
    return made


def test_a_law_that_was_compiled_before_is_read_and_says_the_same(
    cache: Path, base: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = compiled_by(monkeypatch)
    path = write(tmp_path / "in.parquet", rows(200))
    found = []
    for _ in range(2):
        summary = run(base, path, tmp_path / "out.parquet")
        found.append((summary, read_answers(tmp_path / "out.parquet")))
    assert (found[0], len(made)) == (found[1], 1)
    run(base, path, tmp_path / "nl.parquet", regimes=("nl",))
    assert len(made) == 2
    run(base, write(tmp_path / "fewer.parquet", rows(20), ("kind", "from", "to", "date")), tmp_path / "out.parquet")
    assert len(made) == len(list(cache.glob("batch-*"))) == 3


def test_a_kept_law_that_is_damaged_is_compiled_again(cache: Path, base: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = compiled_by(monkeypatch)
    path = write(tmp_path / "in.parquet", rows(20))
    run(base, path, tmp_path / "out.parquet")
    (file,) = cache.glob("batch-*")
    for damaged in (b"", file.read_bytes()[:-100], b"not a pickle"):
        file.write_bytes(damaged)
        run(base, path, tmp_path / "out.parquet")
    assert len(made) == 4


def test_old_laws_make_room(cache: Path, base: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.law.cache._MOST", 2)
    path = write(tmp_path / "in.parquet", rows(20))
    for regimes in (("nl",), ("eu",), ("nl", "eu"), ()):
        run(base, path, tmp_path / "out.parquet", regimes=regimes)
    assert len(list(cache.glob("batch-*"))) == 2
