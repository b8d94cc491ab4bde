"""A run says the same whichever engine decides its distinct situations."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from licet import Law
from tests.batch.test_runs import rows, run, told, write


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_an_sql_engine_decides_as_the_embedded_one(engine: str, tmp_path: Path, law: Law) -> None:
    if engine == "spark" and importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (pip install licet[spark])")
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    path = write(tmp_path / "in.parquet", rows(60))
    run(law, path, tmp_path / "embedded.parquet", regimes=("nl",))
    run(law, path, tmp_path / "sql.parquet", regimes=("nl",), engine=engine)
    assert told(tmp_path / "sql.parquet") == told(tmp_path / "embedded.parquet")
