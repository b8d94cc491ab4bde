from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import licet


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_LISTS", str(tmp_path / "lists"))
    return tmp_path / "lists"


def test_a_listed_party_ends_with_its_own_exit_code() -> None:
    ran = licet("screen", "SMIC Beijing", "--country", "CN", "--date", "2026-08-01")
    assert (ran.code, ran.err) == (40, "")
    assert ran.lines[:2] == ["SMIC Beijing   CN   2026-08-01", "  LISTED"]
    assert licet("screen", "Naura Shangai").code == 41
    nobody = licet("screen", "Quite Another Company")
    assert (nobody.code, nobody.lines[1]) == (0, "  NO MATCH")
    assert "no match in it means little" in nobody.out.replace("\n", " ")


def test_json_has_what_was_compared_before_the_score() -> None:
    answer = licet("screen", "SMIC Beijing", "--country", "China", "--json").json
    assert answer["grade"] == "sure"
    hit = answer["hits"][0]
    assert list(hit).index("compared") < list(hit).index("score")
    assert hit["compared"]["beside"] == [{"what": "country", "ours": "CN", "theirs": "CN", "agrees": True, "adds": 1.0}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("🚀",), "PARTY: no name"),
        (("A", "--country", "Atlantis"), "unknown country"),
        (("A", "--schema", "ship"), "unknown word"),
        (("A", "--date", "tomorrow"), "not a day of the calendar"),
        (("nowhere.csv", "-o", "hits.csv"), "the file of parties cannot be read"),
        (("nowhere.csv", "-o", "hits.xls"), "the file of parties cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...], message: str) -> None:
    ran = licet("screen", *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_a_file_of_parties_is_screened(tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text("name,country\nSMIC Beijing,CN\nQuite Another Company,US\n,\n", encoding="utf-8")
    ran = licet("screen", path, "-o", tmp_path / "hits.jsonl", "--processes", "1")
    assert ran.code == 40
    assert ran.lines[0] == "3 rows: 1 listed, 0 perhaps listed, 1 without a match"
    answer = licet("screen", path, "-o", tmp_path / "hits.jsonl", "--json").json
    assert (answer["rows"], answer["sure"], answer["not_screened"]) == (3, 1, 1)


def test_a_pair_is_cleared_and_listed() -> None:
    assert licet("cleared", "list").lines == ["no cleared pairs"]
    before = licet("screen", "Naura Shangai", "--json").json["hits"]
    for name in {hit["listed_as"] for hit in before}:
        ran = licet("cleared", "add", "Naura Shangai", name, "--by", "A. Officer", "--why", "another company", "--until", "2099-01-01")
        assert ran.code == 0
    after = licet("screen", "Naura Shangai")
    assert (after.code, after.lines[1]) == (0, "  NO MATCH THAT COUNTS")
    assert len(licet("cleared", "list", "--json").json) == len(before)
    wrong = licet("cleared", "add", "Naura Shangai", "Somebody", "--by", "me", "--why", "x", "--until", "2099-01-01")
    assert wrong.code == 2
    assert "no match of this party has that name or id" in wrong.err
