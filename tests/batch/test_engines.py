"""A run says the same whichever engine decides its distinct situations: over a small law, since SQL of a large one is slow to plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from licet import Engine, Law, read_shipment
from licet.batch.mapping import guess_mapping, written_of
from tests.batch.test_runs import HEADERS, rows, run, told, write
from tests.support.batches import apart, read_answers
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
      - {id: zed-reach, title: Reach, kind: reach, when: "departure in {NL, DE} or destination in {US}", sources: [{cite: gazette}]}
      - id: zed-reach-parties
        title: Parties abroad
        kind: reach
        only: [zed-party]
        when: any party (party_country in {CN}) or departure in {JP}
        sources: [{cite: gazette}]
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

YON = ZED.replace("regime: zed", "regime: yon").replace("Zed", "Yon")
COUNTER = """
    regime: yon
    rules:
      - id: yon-blocking
        title: Nobody heeds Zed law
        kind: conflict
        with: zed
        opposes: [every_rule]
        when: destination in {CN, RU, KR}
        sources: [{cite: gazette}]
"""


@pytest.fixture(scope="session")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return load(tmp_path_factory.mktemp("zed"), zed=LISTS, own=OWN, other=OTHER, rules=RULES, yon=YON, counter=COUNTER)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_an_sql_engine_decides_as_the_embedded_one(engine: str, tmp_path: Path, zed: Law, base: Law, thorough: bool) -> None:
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    headers = [header for header in HEADERS if header != "item"]  # names of products would bring every fact of the catalogue
    path = write(tmp_path / "in.parquet", rows(120), headers)
    law, regimes = (base, ("nl",)) if thorough else (zed, ("zed", "yon"))
    run(law, path, tmp_path / "embedded.parquet", regimes=regimes)
    run(law, path, tmp_path / "sql.parquet", regimes=regimes, engine=engine)
    assert told(tmp_path / "sql.parquet") == told(tmp_path / "embedded.parquet")


def test_every_form_of_rule_comes_out_as_alone(tmp_path: Path, zed: Law) -> None:
    made = rows(400, 3)
    path = write(tmp_path / "in.parquet", made)
    run(zed, path, tmp_path / "out.parquet", regimes=("zed", "yon"))
    out, mapping, engine = read_answers(tmp_path / "out.parquet"), guess_mapping(HEADERS, zed), Engine(zed, ("zed", "yon"))
    found = {number: engine.determine(read_shipment(written_of(made[number - 1], mapping), zed)) for number in out}
    assert [(made[number - 1], wrong) for number, row in out.items() if (wrong := apart(row, found[number]))] == []
    words = {name.split(" ")[1] for row in out.values() for name in row["reasons"]["rules"]}
    assert words == {"reach", "requirement", "release", "review", "conflict"}
    assert len({row["zed"] for row in out.values()}) > 4
