from __future__ import annotations

import csv
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from licet import Engine, Outcome, read_shipment
from licet.law.fields import to_python
from licet.law.load import SHIPPED_LAYER, read_files
from licet.model.outcome import BY_KEY, Interval

TABLE = Path(__file__).parents[3] / "shared" / "data" / "cases" / "cases-sample.csv"

REGIMES = {"NL": "nl", "EU": "eu"}
NATIONAL = {"case-009": "nl"}
"""Rows labelled EU that answer for a national measure under Article 9 of the Union's regulation."""

KINDS = {"ArF immersion scanner": "scanner", "pellicle": "pellicle"}
FACTS = {"wavelength_nm": "wavelength_nm", "na": "numerical_aperture", "dco_nm": "dedicated_chuck_overlay_nm", "name": "name"}

MAY_BE_OPEN: dict[str, str] = {}
"""Rows whose answer may be an interval that contains the expected one, each with the reason."""


NAMED = re.compile(r"Sample (case-\d+): ")
"""How a case beside the law names the row it was written from."""

WRITTEN = {"US": "us", "CN": "cn", "JP": "jp", "TW": "tw", "UK": "uk"}
"""Laws whose rows were written as cases beside the law, since the table says less than they ask."""

NOT_RESTRICTIVE = {"case-042": "4A906.a.1 asks for an error of 0.0001 or less; the row's own 0.001 is above it"}
"""Restrictive rows whose case is clear, each with the reason; the case says it in its note."""


def table() -> list[dict[str, str]]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows() -> list[dict[str, str]]:
    return [row for row in table() if row["regime"] in REGIMES]


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


def written_rows() -> list[dict[str, str]]:
    return [row for row in table() if row["regime"] in WRITTEN]


@lru_cache
def named_cases() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in read_files(SHIPPED_LAYER):
        entries = file.mapping()
        for part in entries["cases"].sequence() if "cases" in entries else []:
            case: dict[str, Any] = to_python(part)
            match = NAMED.match(case["name"])
            if match:
                found.setdefault(match[1], []).append(case)
    return found


def expected_intervals(case: dict[str, Any], regime: str) -> list[Interval]:
    expected = case["expect"][regime]
    written = [expected[key] for key in ("outcome", "enforced") if key in expected] if isinstance(expected, dict) else [expected]
    bounds = [[one] if isinstance(one, str) else one for one in written]
    return [Interval(BY_KEY[one[0]], BY_KEY[one[-1]]) for one in bounds]


def is_said(published: str, intervals: list[Interval]) -> bool:
    if published.startswith("depends:"):
        return any(not one.is_settled for one in intervals)
    key = "authorisation_available" if published.startswith("exception_available:") else published
    return any(BY_KEY[key] in one for one in intervals)


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
def test_every_row_of_the_other_laws_is_one_case() -> None:
    assert {row["regime"] for row in table()} == {*REGIMES, *WRITTEN}
    assert {row["id"] for row in written_rows()} <= set(named_cases()) <= {row["id"] for row in table()}
    assert [name for name, cases in named_cases().items() if len(cases) != 1] == []


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
@pytest.mark.parametrize("row", written_rows(), ids=lambda row: f"{row['id']} {row['item']} {row['date']}")
def test_the_case_of_a_row_is_its_shipment_and_expects_what_was_published(row: dict[str, str]) -> None:
    (case,) = named_cases()[row["id"]]
    shipment = case["shipment"]
    assert (str(shipment["date"]), shipment["from"], shipment["to"]) == (row["date"], row["exporter_country"], row["destination"])
    published = [outcome for outcome in (row["expected_outcome"], row["acceptable_alternative"]) if outcome]
    if not any(is_said(outcome, expected_intervals(case, WRITTEN[row["regime"]])) for outcome in published):
        assert case.get("note"), f"{row['id']} expects something else than was published and does not say why"


@pytest.mark.skipif(not TABLE.exists(), reason=f"the shared table of published cases is not there: {TABLE}")
def test_no_restrictive_row_of_the_other_laws_is_clear(engine: Engine) -> None:
    clear = []
    for row in written_rows():
        if row["expected_outcome"] in ("no_licence_required", "not_subject"):
            continue
        (case,) = named_cases()[row["id"]]
        if engine.determine(read_shipment(case["shipment"], engine.law)).regime(WRITTEN[row["regime"]]).outcome.is_clear:
            clear.append(row["id"])
    assert clear == list(NOT_RESTRICTIVE)
