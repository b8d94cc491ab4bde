from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from licet import Law
from licet.cli import exits
from tests.support.commands import licet

DAYS: tuple[tuple[str, list[str]], ...] = (
    ("2023-08-31", []),
    ("2023-09-01", ["3B001.f.4.b"]),
    ("2025-11-14", ["3B001.f.4.b"]),
    ("2025-11-15", []),
)


def row(found: dict[str, Any], regime: str) -> Any:
    return next(one for one in found["regimes"] if one["regime"] == regime)


@pytest.mark.parametrize(("day", "codes"), DAYS)
def test_the_codes_an_item_meets_are_those_of_the_day(day: str, codes: list[str]) -> None:
    found = licet("compare", "NXT:2000i", "--date", day, "--json").json
    assert [one["code"] for one in row(found, "nl")["paragraphs"] if one["value"] is True] == codes
    assert [one["since"] for one in row(found, "nl")["paragraphs"] if one["value"] is True] == ["2023-09-01" for _ in codes]


@pytest.mark.parametrize(("day", "words"), [("2024-09-07", False), ("2024-09-08", True)])
def test_the_text_shown_is_that_of_the_day_though_it_is_met_since_before(day: str, words: bool) -> None:
    found = row(licet("compare", "NXT:2000i", "--date", day, "--json").json, "jp")["paragraphs"][0]
    assert (found["code"], found["since"], "2.4 nm" in found["title"]) == ("6-17-wo", "2023-07-23", words)


def test_every_regime_stands_in_the_comparison_with_its_horizon(law: Law) -> None:
    found = licet("compare", "NXT:1980Di", "--date", "2024-10-01", "--json").json
    assert [one["regime"] for one in found["regimes"]] == list(law.regimes)
    for one in found["regimes"]:
        assert one["known_through"] == law.regimes[one["regime"]].known_through.isoformat()


def test_what_was_not_read_is_open_or_said_to_be_so_and_never_not_controlled() -> None:
    found = licet("compare", "NXT:1980Di", "--date", "2024-10-01", "--json").json
    assert {regime: row(found, regime)["status"] for regime in ("kr", "tw", "uk", "ca", "eu-national", "eu", "nl")} == {
        "kr": "open", "tw": "open", "uk": "open", "ca": "open", "eu-national": "not_read", "eu": "none_met", "nl": "met",
    }  # fmt: skip
    assert row(found, "kr")["doubts"]
    text = licet("compare", "NXT:1980Di", "--date", "2024-10-01").out
    assert "Nothing encoded here speaks of this kind" in text
    assert 'A "-" or "none found" is never "not controlled"' in text


def test_a_day_beyond_the_law_read_says_so() -> None:
    assert "! read through 2025-02-28" in licet("compare", "H100", "--date", "2025-06-01").out
    assert row(licet("compare", "H100", "--date", "2025-06-01", "--json").json, "kr")["beyond"] is True


def test_a_concept_says_beyond_which_day_a_law_was_not_read() -> None:
    lines = licet("compare", "imaging_microscope", "--date", "2026-03-01").lines
    korea = next(number for number, line in enumerate(lines) if line.startswith("  Korea"))
    assert "! read through 2025-02-28" in " ".join(lines[korea : korea + 3])


def test_what_is_open_says_what_it_hangs_on() -> None:
    arguments = ("compare", "--kind", "scanner", "--fact", "wavelength=193 nm", "--fact", "numerical_aperture=1.35", "--date", "2024-10-01")
    found = row(licet(*arguments, "--json").json, "us")
    assert "item.dedicated_chuck_overlay" in [fact["path"] for fact in found["hangs_on"]]
    assert "hangs on: item.dedicated_chuck_overlay" in licet(*arguments).out


def test_the_outcome_of_each_regime_is_asked_where_the_lane_is_given() -> None:
    without = licet("compare", "NXT:1980Di", "--date", "2024-09-07", "--json").json
    assert all(one["outcome"] is None for one in without["regimes"])
    found = licet("compare", "NXT:1980Di", "--from", "NL", "--to", "CN", "--date", "2024-09-07", "--json").json
    assert (row(found, "nl")["outcome"]["label"], row(found, "nl")["outcome"]["since"]) == ("licence required", "2024-09-07")
    assert row(found, "eu")["outcome"]["label"] == "no licence required"


def test_the_outcome_of_a_comparison_is_that_of_a_check() -> None:
    lane = ("--from", "NL", "--to", "CN", "--date", "2024-09-07", "--json")
    checked = {one["regime"]: one["outcome"]["label"] for one in licet("check", "--item", "NXT:1980Di", *lane).json["regimes"]}
    compared = {one["regime"]: one["outcome"]["label"] for one in licet("compare", "NXT:1980Di", *lane).json["regimes"]}
    assert compared == checked


@pytest.mark.parametrize(
    ("item", "concept"),
    [
        ("NXT:2000i", "immersion_fine_overlay"),
        ("NXT:1980Di", "immersion_older"),
        ("NXE:3600D", "euv_lithography"),
        ("H100", "advanced_chips"),
    ],
)
def test_an_item_belongs_to_one_concept_of_the_alignment(item: str, concept: str) -> None:
    found = licet("compare", item, "--date", "2024-10-01", "--json").json
    assert [(one["concept"], one["value"]) for one in found["concepts"]] == [(concept, True)]


def test_an_item_that_no_row_is_about_says_so() -> None:
    assert "No row of the alignment is about this item" in licet("compare", "--kind", "telecommunications", "--date", "2024-10-01").out


def test_a_concept_is_compared_by_name() -> None:
    found = licet("compare", "Immersion older", "--date", "2024-10-01", "--json").json
    assert found["regimes"] == []
    cells = found["concepts"][0]["cells"]
    assert [(cell["code"], cell["holds"]) for cell in cells["us"]] == [("3B001.f.1.b.2.b", True), ("3B993.f.1", False)]
    assert cells["us"][0]["sources"]
    assert cells["kr"] == [{**cells["kr"][0], "none": True, "confidence": "unconfirmed"}]
    assert set(found["concepts"][0]["not_compared"]) == {"ca", "cn", "eu", "eu-national"}


def test_a_name_that_nothing_has_is_refused_with_what_comes_near() -> None:
    ran = licet("compare", "overlay")
    assert ran.code == exits.BAD_INPUT
    assert ran.err.splitlines()[0] == 'ITEM: nothing is called "overlay"'
    assert "immersion_fine_overlay" in ran.err


def test_only_the_regimes_asked_are_compared() -> None:
    found = licet("compare", "NXT:1980Di", "--regime", "nl", "--date", "2024-10-01", "--json").json
    assert [one["regime"] for one in found["regimes"]] == ["nl"]
    assert licet("compare", "NXT:1980Di", "--regime", "xx").code == exits.BAD_INPUT


@pytest.mark.parametrize(
    "arguments",
    [
        ("NXT:1980Di", "--date", "2024-10-01", "--from", "NL", "--to", "CN"),
        ("H100", "--date", "2026-03-01"),
        ("imaging_microscope", "--date", "2025-06-01"),
    ],
)
def test_a_comparison_fits_a_screen_of_a_hundred_columns(arguments: tuple[str, ...]) -> None:
    assert [line for line in licet("compare", *arguments).lines if len(line) > 100] == []


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        (("compare", "NXT:1980Di", "--date", "2024-10-01", "--from", "NL", "--to", "CN"), "svg"),
        (("compare", "anisotropic_zoned_etch", "--date", "2025-06-01"), "png"),
        (("timeline", "NXT:1980Di", "--from", "NL", "--to", "CN"), "svg"),
        (("timeline",), "png"),
    ],
)
def test_a_chart_is_drawn(tmp_path: Path, command: tuple[str, ...], ending: str) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra licet[plots]")
    path = tmp_path / f"chart.{ending}"
    ran = licet(*command, "--chart", path)
    assert ran.code == 0, ran.err
    assert path.read_bytes().startswith({"png": b"\x89PNG", "svg": b"<?xml"}[ending])
    assert ran.lines[-1] == f"  Chart: {path}"


def test_the_same_law_draws_the_same_file(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="drawing needs the extra licet[plots]")
    first, second = tmp_path / "1.svg", tmp_path / "2.svg"
    for path in (first, second):
        licet("compare", "immersion_older", "--date", "2024-10-01", "--chart", path)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", ["chart.pdf", "nowhere/chart.png"])
def test_a_file_that_no_chart_can_be_written_to_is_refused(tmp_path: Path, name: str) -> None:
    ran = licet("compare", "immersion_older", "--date", "2024-10-01", "--chart", tmp_path / name)
    assert ran.code == exits.BAD_INPUT
    assert ran.err.startswith("--chart: ")
    assert not (tmp_path / name).exists()


def test_without_matplotlib_a_chart_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    ran = licet("compare", "immersion_older", "--date", "2024-10-01", "--chart", tmp_path / "chart.png")
    assert ran.code == exits.BAD_INPUT
    assert "python3 -m pip install 'licet[plots]'" in ran.err
