from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from licet.screening.download import Patience
from licet.screening.errors import ListError
from licet.screening.sources import Source, load_sources
from licet.screening.store import Store
from licet.screening.update import status_of, update_from_address
from tests.screening.samples import write
from tests.screening.server import Server, cut_off, good, serving
from tests.support.commands import licet

HEADER = "source,name,alt_names,programs,federal_register_notice,license_requirement,license_policy\n"
EL = "Entity List (EL) - Bureau of Industry and Security"
END = "\x1a"
NULL = "-0- "


def csl(count: int) -> bytes:
    return (HEADER + "".join(f"{EL},Party {number},Alias {number},,,,\n" for number in range(count))).encode()


OFAC = {
    "primary": f'1,"ACME, LTD.",{NULL},"SDGT] [IFSR",{NULL},{NULL},{NULL},{NULL},{NULL},{NULL},{NULL},"a.k.a. \'ACM\'; Linked"\r\n{END}',
    "addresses": f'1,1,"1 High Street","Havana","Cuba",{NULL}\r\n2,9,"Nobody","Nowhere","Cuba",{NULL}\r\n{END}',
    "aliases": f'1,1,"fka","ACME OLD",{NULL}\r\n{END}',
    "comments": f'1," To: SOMEBODY; DOB 1970."\r\n{END}',
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_LISTS", str(tmp_path / "lists"))
    return tmp_path / "lists"


def point(folder: Path, **addresses: str) -> None:
    """Say in the user's own table where lists come from."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{name.replace('_', '-')}: {{parts: {{list: '{address}'}}}}" for name, address in addresses.items()]
    (folder / "sources.yaml").write_text("\n".join(lines))


def test_a_list_is_fetched_kept_and_found_unchanged(server: Server, folder: Path) -> None:
    point(folder, us_csl=server.at("/csl", good(csl(10))))
    first, again = licet("lists", "update", "us-csl"), licet("lists", "update", "us-csl")
    today = datetime.now(UTC).date()
    assert (first.code, first.err) == (0, "")
    assert first.lines[0] == f"us-csl: 10 listings as of {today}"
    assert again.lines == [f"us-csl: unchanged since {today} (10 listings)"]
    (line,) = [line.split() for line in licet("lists", "status").lines if line.startswith("us-csl ")]
    assert line[1:] == [str(today), "10", str(today), "current", first.lines[1][-12:]]


def test_one_list_that_fails_holds_up_no_other(server: Server, folder: Path) -> None:
    table = {name: server.at(f"/{name}", good(b"gone", "text/plain", 404)) for name, source in load_sources().items() if source.parts}
    server.at("/us-csl", good(csl(3)))
    folder.mkdir(parents=True)
    (folder / "sources.yaml").write_text("\n".join(f"{name}: {{parts: {{list: '{address}'}}}}" for name, address in table.items()))
    ran = licet("lists", "update", "--json")
    assert ran.code == 2
    assert [one["list"] for one in ran.json["updated"]] == ["us-csl"]
    assert [one["came"] for one in ran.json["errors"]] == ["status 404"] * (len(table) - 1)
    text = licet("lists", "update")
    assert (text.code, text.lines[0].partition(":")[0]) == (2, "us-csl")
    assert text.err.count("the list cannot be fetched") == len(table) - 1


def test_a_list_that_shrank_is_refused_and_kept_when_told(server: Server, folder: Path) -> None:
    point(folder, us_csl=server.at("/csl", good(csl(100))))
    licet("lists", "update", "us-csl")
    server.at("/csl", good(csl(70)))
    refused = licet("lists", "update", "us-csl")
    assert refused.code == 2
    assert refused.err.startswith("us-csl: much of the list is gone\n")
    assert len(licet("lists", "show", "us-csl", "--limit", "0", "--json").json) == 100
    told = licet("lists", "update", "us-csl", "--accept-loss")
    assert told.lines[0].endswith("-30 since " + str(datetime.now(UTC).date()))


def test_the_files_of_ofac_are_fetched_and_joined(server: Server, tmp_path: Path) -> None:
    parts = {role: server.at(f"/{role}", good(content.encode())) for role, content in OFAC.items()}
    source = Source("us-ofac-sdn", "x", "x", "x", parts)
    store = Store(tmp_path)
    seen: list[str] = []
    added = update_from_address(store, source, watch=lambda address, size, of: seen.append(address))
    assert set(seen) == set(parts.values())
    assert [part.role for part in added.snapshot.parts] == ["primary", "addresses", "aliases", "comments"]
    (acme,) = store.read("us-ofac-sdn")
    assert [(name.text, name.kind.value, name.said) for name in acme.names] == [
        ("ACME, LTD.", "main", ""),
        ("ACME OLD", "strong", "fka"),
        ("ACM", "weak", "a.k.a."),
    ]
    assert (acme.linked, acme.births, acme.countries, acme.programmes) == (("SOMEBODY",), ("1970",), ("CU",), ("SDGT", "IFSR"))
    assert added.snapshot.count["skipped"]["belongs to no party of the primary file"]["rows"] == 1


def test_a_download_that_is_cut_off_leaves_the_list_as_it_was(server: Server, tmp_path: Path) -> None:
    store = Store(tmp_path)
    source = Source("us-csl", "x", "x", "x", {"list": server.at("/csl", good(csl(10)))})
    update_from_address(store, source)
    server.at("/csl", cut_off(csl(1000)))
    with pytest.raises(ListError, match="cannot be fetched"):
        update_from_address(store, source, patience=Patience(tries=2, pause=0.01))
    assert len(list(store.read("us-csl"))) == 10
    assert status_of(store, source).snapshots == 1


def test_files_brought_by_hand_are_kept_under_their_day(folder: Path, tmp_path: Path) -> None:
    old = write(tmp_path, "old.csv", csl(5))
    ran = licet("lists", "update", "us-csl", "--file", old, "--date", "2022-05-16", "--json")
    assert (ran.code, ran.json["errors"]) == (0, [])
    assert (ran.json["updated"][0]["as_of"], ran.json["updated"][0]["count"]["rows"]) == ("2022-05-16", 5)
    status = {one["list"]: one for one in licet("lists", "status", "--json").json["lists"]}
    assert (status["us-csl"]["stale"], status["us-csl"]["checked"], status["us-csl"]["origin"]) == (True, None, "old.csv")
    assert status["un"]["held"] is False


def test_a_list_without_an_address_says_where_to_fetch_it(folder: Path) -> None:
    ran = licet("lists", "update", "jp-end-user")
    assert ran.code == 2
    assert ran.err == (
        "jp-end-user: the list has no address to fetch it from\n"
        "  must be: a file given by hand\n"
        "  came:    METI publishes a PDF at a new address with each edition; bring its table as JSON\n"
        "  do:      Fetch it from https://www.meti.go.jp/press/2025/09/20250929006/20250929006.html and give it: "
        "licet lists update jp-end-user --file FILE\n"
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("update", "us-cls"), 'list: no list "us-cls"'),
        (("update", "--file", "x"), "x: the file of the list cannot be read"),
        (("update", "us-csl", "un", "--file", "x"), "--file: which list is it?"),
        (("update", "us-csl", "--date", "2022-01-01"), "--date: a day for a list that is fetched"),
        (("update", "us-csl", "--file", "x", "--date", "soon"), "--date: not a day of the calendar"),
        (("update", "us-csl", "--file", "not-there"), "not-there: the file of the list cannot be read"),
        (("show", "us-csl"), "us-csl: the list is not held"),
        (("show", "nothing"), 'list: no list "nothing"'),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_2(folder: Path, arguments: tuple[str, ...], problem: str) -> None:
    ran = licet("lists", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(problem)


def test_which_list_a_file_is_shows_in_the_file(folder: Path, tmp_path: Path) -> None:
    ran = licet("lists", "update", "--file", write(tmp_path, "fetched.csv", csl(30)))
    assert ran.code == 0
    assert ran.out.startswith("us-csl")


def test_a_file_that_could_be_of_two_lists_has_to_be_named(folder: Path, tmp_path: Path) -> None:
    row = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    ran = licet("lists", "update", "--file", write(tmp_path, "names.csv", row))
    assert ran.code == 2
    assert ran.err == (
        "--file: which list is it?\n"
        "  must be: one list\n"
        "  came:    us-ofac-sdn, us-ofac-consolidated\n"
        "  do:      Name the list: licet lists update NAME --file FILE\n"
    )


def test_files_beside_a_main_file_that_is_missing_are_refused(folder: Path, tmp_path: Path) -> None:
    ran = licet("lists", "update", "us-ofac-sdn", "--file", write(tmp_path, "alt.csv", '36,12,"aka","AERO-CARIBBEAN",-0- \r\n'))
    assert ran.code == 2
    assert ran.err == (
        "us-ofac-sdn: the file with the names is missing\n"
        "  must be: a file of primary\n"
        "  came:    only aliases\n"
        "  do:      Give all the files of the list at once.\n"
    )


def test_a_list_of_another_authority_in_the_same_layout_is_refused(folder: Path, tmp_path: Path) -> None:
    row: dict[str, object] = {
        "id": "cn-1",
        "entity_name": "A",
        "aliases": [],
        "addresses": [],
        "reason": "",
        "list_id": "cn-control-list",
        "date_added": None,
    }
    ran = licet("lists", "update", "jp-end-user", "--file", write(tmp_path, "list.json", json.dumps([row])))
    assert ran.code == 2
    assert "list.json:1: a row of another list\n  must be: jp-end-user-list\n  came:    cn-control-list\n" in ran.err


def test_listings_are_shown_in_lines_that_fit_and_as_json(folder: Path, tmp_path: Path) -> None:
    licet("lists", "update", "us-csl", "--file", write(tmp_path, "f.csv", csl(30)))
    text = licet("lists", "show", "us-csl")
    assert text.lines[:2] == ["Party 0  [us-entity-list]", "    also  Alias 0"]
    assert len(text.lines) == 40
    (one,) = licet("lists", "show", "us-csl", "--limit", "1", "--json").json
    assert one["names"][0] == {"text": "Party 0", "kind": "main", "script": "Latn"}
    assert one["binds"] and one["original"] and len(one["fingerprint"]) == 64


def test_the_curated_list_needs_no_fetching(folder: Path) -> None:
    ran = licet("lists", "show", "curated", "--limit", "0")
    assert ran.code == 0
    assert "Semiconductor Manufacturing International Corporation (SMIC)  [us-entity-list] CN" in ran.lines
    assert all(len(line) <= 100 for line in ran.lines)
    assert "far from" in licet("lists", "status").out


def test_the_list_as_it_stood_on_a_day_is_shown(folder: Path, tmp_path: Path) -> None:
    for count, day in ((5, "2022-01-01"), (6, "2024-01-01")):
        licet("lists", "update", "us-csl", "--file", write(tmp_path, "f.csv", csl(count)), "--date", day)
    assert len(licet("lists", "show", "us-csl", "--limit", "0", "--date", "2023-06-01", "--json").json) == 5
    assert len(licet("lists", "show", "us-csl", "--limit", "0", "--json").json) == 6


def test_the_shipped_sources_are_official_and_protected() -> None:
    for name, source in load_sources().items():
        assert source.name == name and source.title and source.page.startswith("https://")
        assert bool(source.parts) != bool(source.by_hand)
        assert all(address.startswith("https://") for address in source.parts.values())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("us-cls: {}", 'no list "us-cls"'),
        ("us-csl: {pats: {}}", 'us-csl: unknown key "pats"'),
        ("us-csl: {megabytes: many}", "us-csl.megabytes: wrong form"),
        ("us-csl: {parts: {list: ftp://x}}", "us-csl.parts.list: no address"),
        ("us-csl: {parts: [x]}", "us-csl.parts: wrong form"),
        ("us-csl: {title: 1}", "us-csl.title: wrong form"),
        ("us-csl: x", "us-csl: wrong form"),
        ("- x", "wrong form"),
        ("[", "the file of sources cannot be read"),
    ],
)
def test_sources_that_cannot_mean_what_they_say_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "sources.yaml").write_text(text)
    with pytest.raises(ListError) as caught:
        load_sources(tmp_path)
    assert problem in str(caught.value)


def test_the_environment_may_name_a_table_of_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "mine.yaml", "un: {parts: {list: 'https://mirror.example/un.xml'}, stale_after_days: 1}")
    monkeypatch.setenv("LICET_LIST_SOURCES", str(path))
    source = load_sources()["un"]
    assert (source.parts["list"], source.stale_after_days, source.title) == (
        "https://mirror.example/un.xml",
        1,
        load_sources(tmp_path)["un"].title,
    )


def test_checking_a_shipment_loads_nothing_of_the_lists() -> None:
    code = "import sys; from licet.cli.main import app; import licet; licet.check; "
    code += (
        "print([name for name in sys.modules if name.startswith(('licet.screening', 'httpx', 'ijson', 'python_calamine', 'defusedxml'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert ran.stdout == "[]\n"


def test_a_day_is_needed_by_nobody_where_the_file_says_it(folder: Path, tmp_path: Path) -> None:
    text = '<CONSOLIDATED_LIST dateGenerated="2026-02-27"><INDIVIDUALS/><ENTITIES><ENTITY>'
    text += "<FIRST_NAME>A</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    ran = licet("lists", "update", "un", "--file", write(tmp_path, "un.xml", text), "--json")
    assert ran.json["updated"][0]["as_of"] == "2026-02-27"
    latest = Store(folder).latest("un")
    assert latest is not None and latest.as_of == date(2026, 2, 27)
