from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening.errors import ListError
from licet.screening.lists.parts import Part
from licet.screening.lists.reading import LAYOUTS, Shape, read_list
from tests.screening.samples import write

HEADER = "source,name,alt_names,programs,federal_register_notice,license_requirement,license_policy\n"
EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Name,Street_Address,City,State,Country,Effective_Date,Expiration_Date,Standard_Order,FR_Citation\n"
UN = '<CONSOLIDATED_LIST dateGenerated="2026-01-01"><INDIVIDUALS>{}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>'
ONE = "<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY a "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""
EXTERNAL = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file://{}">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&secret;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


def message(publisher: str, *paths: Path, limit: int = 10_000_000) -> str:
    with pytest.raises(ListError) as caught:
        list(read_list(publisher, *paths, limit=limit))
    return str(caught.value)


REFUSED = [
    (
        "us-csl",
        "",
        """f: the file is empty
  must be: a list
  came:    nothing
  do:      Fetch the file again.""",
    ),
    (
        "us-csl",
        "<!DOCTYPE html><html><body>503</body></html>",
        """f: a web page instead of a list
  must be: the file of the list
  came:    HTML
  do:      Servers send one instead of an error. Open the address in a browser, or fetch the file by hand.""",
    ),
    (
        "us-csl",
        "source,name,aliases\nx,y,z\n",
        """f: not in the known layout of this list
  must be: a column "alt_names"
  came:    source, name, aliases
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "us-csl",
        HEADER,
        """f: the list has no rows
  must be: at least one party
  came:    none
  do:      Fetch the file again; keep the last snapshot until then.""",
    ),
    (
        "us-csl",
        f'{HEADER}{EL},"open,,,,,\n{EL},B,,,,,\n' + "x" * 1_100_000,
        """f: a row cannot be read
  must be: rows whose quotation marks are closed
  came:    field larger than field limit (1000000)
  do:      Fetch the file again.""",
    ),
    (
        "us-csl",
        f"{HEADER}{EL},A,B\n{EL},C,,,,,\n",
        """f: not in the known layout of this list
  must be: rows of the known layout
  came:    1 of 2 rows do not fit; f:2: 3 cells instead of 7
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "us-csl",
        f"{HEADER}{EL},Müller,,,,,\n".encode("latin-1"),
        """f: wrong encoding
  must be: UTF-8
  came:    byte 0xfc
  do:      Is this the publisher's own file? Programs that show tables often save in another encoding.""",
    ),
    (
        "us-csl",
        "source,name\n".encode("utf-16"),
        """f: wrong encoding
  must be: UTF-8
  came:    byte 0xff
  do:      Is this the publisher's own file? Programs that show tables often save in another encoding.""",
    ),
    (
        "us-csl",
        '{"results": [{"source": "x", "name": "A"}',
        """f: the JSON cannot be read
  must be: a whole, well-formed JSON file in UTF-8
  came:    parse error: premature EOF""",
    ),
    (
        "us-csl",
        '{"results": [{"source": "x", "title": "A"}]}',
        """f:1: not in the known layout of this list
  must be: objects with source and name
  came:    source, title
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "us-csl",
        '{"rows": []}',
        """f: the list has no rows
  must be: at least one party
  came:    none
  do:      Fetch the file again; keep the last snapshot until then.""",
    ),
    (
        "us-ofac-sdn",
        '1,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
        """f: not in the known layout of this list
  must be: a Ctrl-Z in the last line, which tells a whole file
  came:    no such line: the file may be cut off
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "us-ofac-sdn",
        "1,2,3\n",
        """f: not in the known layout of this list
  must be: as many cells in the first row as 12 (primary), 6 (addresses), 5 (aliases), 2 (comments)
  came:    3 cells
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "un",
        LAUGHS,
        """f: the XML is not safe to read
  must be: no document type, no entities
  came:    DTDForbidden
  do:      No official list does this. Do not use the file.""",
    ),
    (
        "un",
        EXTERNAL.format("/etc/hostname"),
        """f: the XML is not safe to read
  must be: no document type, no entities
  came:    DTDForbidden
  do:      No official list does this. Do not use the file.""",
    ),
    (
        "un",
        UN.format(ONE)[:-30],
        """f: the XML cannot be read
  must be: a whole, well-formed XML file
  came:    unclosed token: line 1, column""",
    ),
    (
        "un",
        "<export/>",
        """f: not in the known layout of this list
  must be: an XML file whose outermost element is CONSOLIDATED_LIST
  came:    export
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "un",
        UN.format(ONE + "<PERSON/>"),
        """f: not in the known layout of this list
  must be: only ENTITY, INDIVIDUAL as rows
  came:    PERSON
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "un",
        "<CONSOLIDATED_LIST><GROUPS/></CONSOLIDATED_LIST>",
        """f: not in the known layout of this list
  must be: only INDIVIDUALS, ENTITIES below CONSOLIDATED_LIST
  came:    GROUPS
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "eu-fsf",
        "source,name\n",
        """f: not in the known layout of this list
  must be: XML
  came:    text
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "uk-sanctions",
        "Unique ID,Name 6\n",
        """f: not in the known layout of this list
  must be: "Report Date:" and a day in the first line
  came:    Unique ID, Name 6
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "uk-ofsi",
        "Name 6,Name 1\n",
        """f: not in the known layout of this list
  must be: "Last Updated" and a day in the first row
  came:    Name 6, Name 1
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "uk-ofsi",
        b"PK\x03\x04 cut off",
        """f: the workbook cannot be read
  must be: a whole Excel workbook (.xlsx)
  came:    File is not a zip file
  do:      Fetch the file again.""",
    ),
    (
        "jp-russia",
        "最終更新日：2025年9月12日\n１ 株式会社\nA JSC\n所在地：Moscow, Russia\n",
        """f: not in the known layout of this list
  must be: the notice 令和四年外務省告示第八十二号 with 最終更新日 (the day it was last revised)""",
    ),
    (
        "jp-russia",
        "令和四年外務省告示第八十二号\n最終更新日：2025年9月12日\n"
        "１ 株式会社ア\nA JSC\n所在地：X, Russia\n３ 株式会社イ\nB JSC\n所在地：Y, Russia\n",
        """f: not in the known layout of this list
  must be: as many numbered entries as addresses (所在地)
  came:    1 entries, 2 addresses
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "cn-mofcom",
        '[{"id": "1", "entity_name": "A", "aliases": [], "list_id": "cn-new-list", "date_added": null}]',
        """f:1: not in the known layout of this list
  must be: a list_id of cn-unreliable-entity-list, cn-export-control-watchlist, cn-attention-list
  came:    cn-new-list
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "ftm",
        '{"id": "1", "schema": "Person"}\n',
        """f:1: not in the known layout of this list
  must be: an entity with id, schema and properties
  came:    id, schema
  do:      If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout.""",
    ),
    (
        "ftm",
        '{"id": "1", "schema": "Person", "properties": {"name": ["A"]}}\n[1]\n',
        """f:2: wrong form
  must be: a JSON object on each line
  came:    list""",
    ),
]


@pytest.mark.parametrize(("publisher", "content", "expected"), REFUSED, ids=[f"{row[0]}-{index}" for index, row in enumerate(REFUSED)])
def test_what_cannot_be_read_is_refused_in_words_that_help(publisher: str, content: str | bytes, expected: str, tmp_path: Path) -> None:
    assert message(publisher, write(tmp_path, "f", content)).startswith(expected)


def test_an_unknown_publisher_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert message("us-cls", tmp_path / "f").startswith('list: no list "us-cls"\n  must be: us-csl, us-ofac-sdn')
    assert message("us-cls", tmp_path / "f").endswith('Did you mean "us-csl"?')
    assert (
        message("us-csl", tmp_path / "f")
        == "f: the file of the list cannot be read\n  must be: a file\n  came:    No such file or directory"
    )
    assert message("us-csl").startswith("us-csl: no file")


def test_two_files_of_one_kind_are_refused(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, HEADER) for name in ("a.csv", "b.csv")]
    assert message("us-csl", *paths).startswith(
        "b.csv: two files of the same kind\n  must be: one file of list\n  came:    a.csv and b.csv"
    )


def test_a_gzip_file_that_was_cut_off_is_refused_and_not_read_short(tmp_path: Path) -> None:
    rows = "".join(f"{EL},{random.Random(number).getrandbits(400):x},,,,,\n" for number in range(3000))  # noqa: S311  # no secret
    whole = gzip.compress((HEADER + rows).encode())
    text = message("us-csl", write(tmp_path, "f", whole[: len(whole) // 2]))
    assert text.startswith("f: the gzip file is damaged\n  must be: a whole gzip file\n  came:    Compressed file ended")
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    assert "the gzip file is damaged" in message("us-csl", write(tmp_path, "f", bytes(damaged)))


def test_a_file_that_unfolds_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(HEADER.encode() + b"x," * 5_000_000)
    assert message("us-csl", write(tmp_path, "f", bomb), limit=1_000_000).startswith(
        "f: the file is too large\n  must be: at most 1,000,000 bytes\n  came:    more"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 5_000_000)
    assert message("uk-ofsi", write(tmp_path, "f", buffer.getvalue()), limit=1_000_000).startswith("f: the workbook is too large")


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret", "do not read me")
    assert "do not read me" not in message("un", write(tmp_path, "f", EXTERNAL.format(secret)))


def test_names_of_a_hundred_kilobytes_and_of_control_characters_are_kept_as_one_line(tmp_path: Path) -> None:
    long = "Long " * 20_000
    rows = f'{EL},{long},,,,,\n{EL},"A\x00B\x1a\tC\u202eD\u200b",,,,,\n{EL},"Two\nlines 🏭",,,,,\n{EL},"\x00\u200b",,,,,\n'
    reading = read_list("us-csl", write(tmp_path, "f", HEADER + rows))
    first, second, third = reading
    assert len(first.name) == len(long) - 1
    assert second.name == "A B CD"
    assert third.name == "Two lines 🏭"
    assert reading.count.skipped["no name"].places == ["f:6"]


def test_a_few_broken_rows_in_a_long_list_are_skipped_with_their_place(tmp_path: Path) -> None:
    rows = "".join(f"{EL},Party {number},,,,,\n" for number in range(300))
    reading = read_list("us-csl", write(tmp_path, "f", f"{HEADER}{EL},too few\n{rows}{EL},one,two,,,,,too many\n"))
    assert len(list(reading)) == 300
    assert {reason: (kept.rows, kept.places) for reason, kept in reading.count.skipped.items()} == {
        "2 cells instead of 7": (1, ["f:2"]),
        "8 cells instead of 7": (1, ["f:303"]),
    }


def test_columns_that_are_new_or_gone_are_reported(tmp_path: Path) -> None:
    text = HEADER.replace("\n", ",_id,risk_score\n") + f"{EL},A,,,,,,17,9\n"
    reading = read_list("us-csl", write(tmp_path, "f", text))
    assert [one.id for one in reading] == ["17"]
    assert dict(reading.count.unknown_columns) == {"risk_score": 1}
    assert "license_policy" not in reading.count.missing_columns
    assert {"addresses", "start_date", "ids"} <= set(reading.count.missing_columns)


def test_deeply_nested_and_odd_json_is_refused_or_read_without_harm(tmp_path: Path) -> None:
    assert "cannot be read" in message("ftm", write(tmp_path, "f", "{" + '"a":{' * 100_000))
    odd = {"source": EL, "name": 7, "alt_names": {"a": 1}, "addresses": ["x", 3, None], "ids": "text", "programs": [None, 1]}
    (one,) = read_list("us-csl", write(tmp_path, "f", json.dumps({"results": [odd]})))
    assert one.name == "7"
    nested = json.dumps({"results": [{"source": EL, "name": "A", "ids": "X"}]}).replace('"X"', "[" * 50_000 + "]" * 50_000)
    (deep,) = read_list("us-csl", write(tmp_path, "f", nested))
    assert (deep.name, deep.original) == ("A", "(a row too deeply nested to be shown)")


def test_the_consolidated_file_is_not_taken_for_the_sdn_list(tmp_path: Path) -> None:
    row = '1,"A",-0- ,"NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
    assert message("us-ofac-sdn", write(tmp_path, "cons_prim.csv", row)).startswith(
        "cons_prim.csv:1: this is the consolidated (non-SDN) file\n  must be: the SDN file\n  came:    NS-PLC\n"
    )


@given(st.binary(max_size=300), st.sampled_from(sorted(LAYOUTS)))
def test_bytes_of_any_kind_give_listings_or_a_list_error(tmp_path_factory: pytest.TempPathFactory, data: bytes, publisher: str) -> None:
    path = write(tmp_path_factory.mktemp("any"), "f", data)
    try:
        assert isinstance(list(read_list(publisher, path)), list)
    except ListError as error:
        assert error.problems[0].what


STARTS = {
    Shape.TEXT: HEADER.encode(),
    Shape.OBJECTS: b'{"results": [',
    Shape.ARRAY: b"[",
    Shape.XML: b"<CONSOLIDATED_LIST>",
    Shape.WORKBOOK: b"PK\x03\x04",
}


@given(st.sampled_from([(name, shape) for name, layouts in LAYOUTS.items() for shape in layouts]), st.binary(max_size=200))
def test_bytes_after_a_good_beginning_give_listings_or_a_list_error(
    tmp_path_factory: pytest.TempPathFactory, layout: tuple[str, Shape], data: bytes
) -> None:
    publisher, shape = layout
    path = write(tmp_path_factory.mktemp("any"), "f", STARTS[shape] + data)
    try:
        assert isinstance(list(read_list(publisher, path)), list)
    except ListError as error:
        assert error.problems[0].what


def test_a_part_is_closed_when_it_was_read_only_in_part(tmp_path: Path) -> None:
    part = Part(write(tmp_path, "f", HEADER + f"{EL},A,,,,,\n" * 100, packed=True))
    with part.open() as stream:
        stream.read(10)
    assert stream.closed


def test_a_reading_that_is_left_early_closes_its_file(tmp_path: Path) -> None:
    reading = iter(read_list("us-csl", write(tmp_path, "f", HEADER + f"{EL},A,,,,,\n" * 100, packed=True)))
    assert next(reading).name == "A"
    del reading
