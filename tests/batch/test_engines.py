"""A run says the same whichever engine decides its distinct situations: over a small law, since SQL of a large one is slow to plan."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from licet import Law
from tests.batch.test_runs import HEADERS, rows, run, told, write
from tests.support.overlays import ZED, load

LISTS = ZED.replace(
    "own:",
    """other: {title: Other list, when: 'not meets("zed:own")', sources: [{cite: gazette}]}
      own:""",
)

OWN = """
    entry: Z1
    list: zed:own
    title: Tools
    sources: [{cite: gazette}]
    paragraphs:
      a:
        title: Lithography at short waves
        versions:
          - {valid: {until: 2024-01-01}, when: kind is scanner and wavelength <= 193 nm}
          - {valid: {from: 2024-01-01}, when: (kind is scanner or any host (kind is scanner)) and wavelength <= 200 nm}
      b: {title: Deposition, when: kind is cvd}
"""

OTHER = """
    entry: Z2
    list: zed:other
    title: Other tools
    sources: [{cite: gazette}]
    when: "kind in {scanner, cvd, gpu}"
"""

RULES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Reach, kind: reach, when: "departure in {NL, DE, US}", sources: [{cite: gazette}]}
      - id: zed-licence
        title: Licence
        kind: requirement
        items: ["zed:own"]
        when: not (destination in {FR})
        sources: [{cite: gazette}]
      - {id: zed-notice, title: Notice, kind: notification, items: ["zed:other"], sources: [{cite: gazette}]}
      - {id: zed-party, title: Parties, kind: prohibition, when: any party (entity_listed), sources: [{cite: gazette}]}
      - id: zed-friends
        title: Friends
        kind: exception
        answers: [zed-licence]
        when: destination in {KR} and every party (party_country in {KR, US})
        sources: [{cite: gazette}]
      - id: zed-denial
        title: Denial
        kind: review_policy
        answers: [zed-licence]
        review: policy_of_denial
        when: destination in {CN}
        sources: [{cite: gazette}]
"""


@pytest.fixture(scope="session")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return load(tmp_path_factory.mktemp("zed"), zed=LISTS, own=OWN, other=OTHER, rules=RULES)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_an_sql_engine_decides_as_the_embedded_one(engine: str, tmp_path: Path, zed: Law, base: Law, thorough: bool) -> None:
    if engine == "spark" and importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (pip install licet[spark])")
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    headers = [header for header in HEADERS if header != "item"]  # names of products would bring every fact of the catalogue
    path = write(tmp_path / "in.parquet", rows(120), headers)
    law, regimes = (base, ("nl",)) if thorough else (zed, ("zed",))
    run(law, path, tmp_path / "embedded.parquet", regimes=regimes)
    run(law, path, tmp_path / "sql.parquet", regimes=regimes, engine=engine)
    assert told(tmp_path / "sql.parquet") == told(tmp_path / "embedded.parquet")
    outcomes = {row["zed"] for row in told(tmp_path / "embedded.parquet")} if not thorough else {"", "and", "more", "than", "three"}
    assert len(outcomes) > 4
