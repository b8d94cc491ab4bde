from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import licet

ORDERS = """Order,SKU,Ship From,Ship To,Date,Wavelength (nm),Kind,End User,Remarks
A1,NXT:1980Di,NL,CN,2024-09-07,,,Some Fab Ltd,rush
A2,A pump,DE,US,2024-09-07,,other,,
A3,A tool,NL,CN,2024-09-07,193 kg,scanner,,
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def test_what_the_headers_seem_to_mean_is_shown_as_a_mapping_file(orders: Path) -> None:
    ran = licet("batch", orders, "--guess")
    assert ran.code == 0
    assert '"Ship From": from' in ran.lines[2] + ran.lines[3]
    assert ran.lines[-1] == "# not used: Remarks"


def test_a_mapping_that_was_shown_can_be_given_back(orders: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(licet("batch", orders, "--guess").out, encoding="utf-8")
    ran = licet("batch", orders, "-o", tmp_path / "out.csv", "--mapping", mapping, "--json")
    assert (ran.code, ran.json["decided"], ran.json["rejected"]) == (0, 2, 1)


def test_a_row_is_explained_as_check_explains_it(orders: Path, tmp_path: Path) -> None:
    ran = licet("batch", orders, "-o", tmp_path / "out.parquet", "--report", tmp_path / "page.html")
    assert "2 rows decided" in ran.lines[0]
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Names of parties (End User) were not looked up in any list" in ran.out
    told = licet("batch", "explain", tmp_path / "out.parquet", "--row", "1")
    asked = ("--fact", "name=NXT:1980Di", "--from", "NL", "--to", "CN", "--date", "2024-09-07", "--party", "end_user=Some Fab Ltd")
    alone = licet("check", *asked, "--why", "--no-screen")
    assert (told.code, told.err) == (alone.code, "")
    assert told.out == alone.out


def test_a_row_that_is_not_there_is_said(orders: Path, tmp_path: Path) -> None:
    licet("batch", orders, "-o", tmp_path / "out.parquet")
    ran = licet("batch", "explain", tmp_path / "out.parquet", "--row", "3")
    assert ran.code == 2
    assert "the result has no row 3" in ran.err
    assert "out.parquet.rejects.csv" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nothing.csv", "-o", "out.csv"), "cannot be read"),
        (("orders.doc", "-o", "out.csv"), "a form of file that is not read"),
        (("orders.csv", "-o", "out.doc"), "a form of file that is not written"),
        (("orders.csv",), "no place for the result"),
        (("orders.csv", "-o", "out.csv", "--regime", "zz"), "unknown regime"),
        (("orders.csv", "-o", "out.csv", "--date", "soon"), "not a day of the calendar"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(
    arguments: tuple[str, ...], says: str, orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = licet("batch", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "out.csv").exists()
