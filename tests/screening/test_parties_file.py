from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from licet.screening.errors import ListError
from licet.screening.parties_file import screen_file
from licet.screening.store import Store

ROWS = [
    ("SMIC Beijing", "China", "company"),
    ("", "CN", ""),
    ("Meyer Sound Laboratories Inc", "US", ""),
    ("🚀", "", ""),
    ("=cmd()", "CN", "nonsense"),
    ("x" * 100_000, "", ""),
    ("\u202eHuawei Technologies", "CN", ""),
]


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    path = tmp_path / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("Company Name", "Country", "Type", "our code"))
        table.writerows((*row, "7") for row in ROWS)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("lists"))


def test_every_row_is_counted_and_what_cannot_be_screened_is_written_with_the_reason(parties: Path, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "hits.jsonl"
    done = screen_file(parties, out, day=date(2026, 8, 1), store=store, processes=1, why=True)
    assert (done.rows, done.sure + done.possible + done.clear + done.not_screened, done.not_screened) == (7, 7, 3)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == done.hits
    assert {line["row"] for line in lines if line["result"] == "not screened"} == {3, 5, 7}
    assert {line["row"] for line in lines if line["result"] == "sure"} == {2, 8}
    assert all(line["why"] for line in lines if line["result"] == "sure")


def test_a_quotation_mark_that_is_never_closed_swallows_no_row(store: Store, tmp_path: Path) -> None:
    path, out = tmp_path / "p.csv", tmp_path / "hits.csv"
    path.write_text('name\nAcme\n"Unclosed\nSMIC Beijing\n', encoding="utf-8")
    with pytest.raises(ListError, match="a quotation mark is never closed"):
        screen_file(path, out, day=date(2026, 8, 1), store=store, processes=1)
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'name\n"Acme\nSMIC Beijing"\n', "several lines"),
        ("name\n华为 Technologies\n".encode("gbk"), "UTF-8"),
        (("name\n" + "x" * 1000 + "\n").encode(), "only 400 of 1,000"),
    ],
)
def test_a_name_that_cannot_be_read_whole_is_not_without_a_match(content: bytes, reason: str, store: Store, tmp_path: Path) -> None:
    path, out = tmp_path / "p.csv", tmp_path / "hits.jsonl"
    path.write_bytes(content)
    done = screen_file(path, out, day=date(2026, 8, 1), store=store, processes=1)
    assert (done.rows, done.not_screened, done.clear) == (1, 1, 0)
    assert reason in json.loads(out.read_text(encoding="utf-8"))["note"]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_the_same_is_written_in_every_form(parties: Path, store: Store, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"hits{ending}"
    done = screen_file(parties, out, day=date(2026, 8, 1), store=store, processes=1)
    if ending == ".parquet":
        rows = pytest.importorskip("pyarrow.parquet").read_table(out).num_rows
    else:
        rows = len(out.read_text(encoding="utf-8").splitlines()) - (ending == ".csv")
    assert rows == done.hits
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_several_processes_find_what_one_finds(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"name": name, "country": "CN"}) + "\n" for name in ("SMIC Beijing", "Nobody Special Ltd") * 700))
    counts = [screen_file(path, tmp_path / f"{n}.csv", day=date(2026, 8, 1), store=store, processes=n).as_dict() for n in (1, 2)]
    assert counts[0] == counts[1]
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("p.csv", "a,b\n1,2\n", "no column of names"),
        ("p.csv", "", "no column of names"),
        ("p.txt", "name\nA\n", "the file is of no form that is read"),
    ],
)
def test_a_file_without_names_is_refused_and_nothing_is_written(store: Store, tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match=message):
        screen_file(path, tmp_path / "hits.csv", store=store, processes=1)
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name\n=SMIC Beijing\n", encoding="utf-8")
    screen_file(path, tmp_path / "hits.csv", day=date(2026, 8, 1), store=store, processes=1)
    assert ",=SMIC" not in (tmp_path / "hits.csv").read_text(encoding="utf-8")
