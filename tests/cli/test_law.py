from __future__ import annotations

from pathlib import Path

import pytest

from licet import Law
from licet.casework import read_cases
from tests.support.commands import licet
from tests.support.overlays import ZED, write

RULES = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, when: "destination in {US}", sources: [{cite: gazette}]}
"""
CASES = """
    cases:
      - name: As expected
        shipment: {item: {kind: scanner}, to: CN, date: 2025-01-01}
        expect: {zed: no_licence_required}
        oracle: {kind: own_reading}
      - name: Without the rule
        shipment: {item: {kind: scanner}, to: CN, date: 2025-01-01}
        expect: {zed: {rules: [zed-licence]}}
        oracle: {kind: own_reading}
      - name: A false clear
        shipment: {item: {kind: scanner}, to: CN, date: 2025-01-01}
        expect: {zed: licence_required}
        oracle: {kind: own_reading}
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("law"), {"zed.yaml": ZED, "rules.yaml": RULES, "cases.yaml": CASES})


def test_cases_that_fail_are_shown_with_their_differences_a_false_clear_first(overlay: Path) -> None:
    ran = licet("law", "test", overlay, "--regime", "zed")
    assert ran.code == 1
    assert ran.lines[0].startswith("FALSE CLEAR ") and ran.lines[0].endswith("cases.yaml:10: A false clear")
    assert ran.lines[1] == "    zed: expected licence required, came no licence required"
    assert ran.lines[2].endswith("cases.yaml:6: Without the rule")
    assert ran.lines[3] == "    zed: rule zed-licence does not appear (there: none)"


def test_the_cases_of_the_law_and_of_the_overlay_are_counted(overlay: Path, law: Law) -> None:
    ran = licet("law", "test", overlay, "--regime", "zed", "--regime", "nl", "--json")
    shipped = sum(any(one.regime == "nl" for one in case.expects) for case in read_cases(law))
    assert ran.code == 1
    assert (ran.json["cases"], ran.json["passed"], ran.json["false_clears"]) == (shipped + 3, shipped + 1, 1)
    assert sum(ran.json["oracles"].values()) == shipped + 3
    assert [failed["name"] for failed in ran.json["failed"]] == ["A false clear", "Without the rule"]


@pytest.mark.parametrize("code", ["3B001.f", "nl:asme/3B001.f.4", "eu-article-3-1", "eu001", "nl:asme/3b001.F.4"])
def test_texts_are_shown_by_code_or_id(code: str) -> None:
    text, found = licet("law", "show", code), licet("law", "show", code, "--json")
    assert text.code == found.code == 0
    assert found.json
    for one in found.json:
        assert one["id"] in text.out
        assert one["sources"]


def test_a_code_without_its_list_is_shown_from_every_list() -> None:
    lists = {one["id"].partition("/")[0] for one in licet("law", "show", "3B001", "--json").json}
    assert {"eu:annex-i", "nl:asme"} <= lists


@pytest.mark.parametrize(("day", "count"), [("2023-08-31", 0), ("2023-09-01", 1), ("2023-09-02", 1)])
def test_only_the_text_in_force_on_a_day_is_shown(day: str, count: int) -> None:
    assert len(licet("law", "show", "nl:asme/3B001.f.4.b", "--date", day, "--json").json) == count


def test_a_day_without_a_text_says_so() -> None:
    ran = licet("law", "show", "nl:asme/3B001.f.4.b", "--date", "2023-08-31")
    assert (ran.code, ran.out) == (0, "Nothing of that name is in force on that day.\n")


def test_coverage_of_all_regimes_and_of_one(law: Law) -> None:
    every, one = licet("law", "coverage", "--json").json, licet("law", "coverage", "nl", "--json").json
    assert set(every) == set(law.regimes)
    assert one == {"nl": every["nl"]}


def test_coverage_lists_what_is_encoded_only_when_asked() -> None:
    short, full = licet("law", "coverage", "nl"), licet("law", "coverage", "nl", "--all")
    assert len(full.lines) > len(short.lines)
    assert short.code == full.code == 0


def test_every_reference_of_the_coverage_points_somewhere_and_every_gap_has_a_reason() -> None:
    for regime in licet("law", "coverage", "--json").json.values():
        assert regime["rows"]
        assert all(row["why"] for row in regime["rows"] if row["status"] != "encoded")


@pytest.mark.parametrize("command", [("law", "show", "3B001"), ("law", "coverage", "--all"), ("law", "show", "nl-asme-licence")])
def test_texts_of_the_law_fit_a_screen_of_a_hundred_columns(command: tuple[str, ...]) -> None:
    assert [line for line in licet(*command).lines if len(line) > 100] == []
