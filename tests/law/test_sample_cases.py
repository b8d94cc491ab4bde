from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from licet import Engine, Outcome, read_shipment
from licet.model.outcome import BY_KEY, Interval

TABLE = Path(__file__).parents[3] / "shared" / "data" / "cases" / "cases-sample.csv"

REGIMES = {"NL": "nl", "EU": "eu"}
NATIONAL = {"case-009": "nl"}
"""Rows labelled EU that answer for a national measure under Article 9 of the Union's regulation."""

KINDS = {"ArF immersion scanner": "scanner", "pellicle": "pellicle"}
FACTS = {"wavelength_nm": "wavelength_nm", "na": "numerical_aperture", "dco_nm": "dedicated_chuck_overlay_nm", "name": "name"}

MAY_BE_OPEN: dict[str, str] = {}
"""Rows whose answer may be an interval that contains the expected one, each with the reason."""


def rows() -> list[dict[str, str]]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["regime"] in REGIMES]


def shipment(row: dict[str, str]) -> dict[str, Any]:
    params = json.loads(row["item_params_json"])
    item = {FACTS[key]: value for key, value in params.items() if key in FACTS}
    item["kind"] = KINDS[params.get("process") or params["category"]]
    if item["kind"] == "scanner":
        item["exposure"] = "photo_optical"
    end_user = {"name": row["end_user"] or "unnamed", "country": row["destination"], "headquarters": row["end_user_hq"]}
    return {
        "item": item,
        "from": row["exporter_country"],
        "to": row["destination"],
        "date": row["date"],
        "transaction": row["transaction"],
        "parties": {"end_user": end_user, "consignee": end_user},
    }


def outcome(row: dict[str, str], engine: Engine) -> Interval:
    finding = engine.determine(read_shipment(shipment(row), engine.law))
    return finding.regime(NATIONAL.get(row["id"], REGIMES[row["regime"]])).outcome


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
def test_the_table_has_rows_for_dutch_and_union_law() -> None:
    assert {row["regime"] for row in rows()} == set(REGIMES)
    assert set(MAY_BE_OPEN) | set(NATIONAL) <= {row["id"] for row in rows()}


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['id']} {row['item']} {row['date']}")
def test_the_law_says_what_was_published(row: dict[str, str], engine: Engine) -> None:
    expected, found = BY_KEY[row["expected_outcome"]], outcome(row, engine)
    assert expected in found
    if row["id"] not in MAY_BE_OPEN:
        assert found == Interval(expected, expected)


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
def test_no_row_is_a_false_clear(engine: Engine) -> None:
    restrictive = [row for row in rows() if BY_KEY[row["expected_outcome"]] > Outcome.NO_LICENCE_REQUIRED]
    assert restrictive
    assert [row["id"] for row in restrictive if outcome(row, engine).is_clear] == []
