"""Nothing of the chip entries of the official Commerce Control List is missing silently, and nothing is encoded that it does not have."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from licet import Law
from licet.law.coverage import coverage_of
from tests.support.commerce_control_list import (
    CHIP_ENTRIES,
    DAY,
    OFFICIAL,
    ONLY_HEADINGS,
    claimed_in_vain,
    encoded_codes,
    idle,
    named_codes,
    official_designators,
    own_steps,
    read_official,
    silently_missing,
    undeclared,
)

needs_the_official_text = pytest.mark.skipif(not OFFICIAL.exists(), reason=f"the official text is not there: {OFFICIAL}")

SAMPLE = """
<DIV9>
  <HD1>Category 3 - Electronics</HD1>
  <P>a. Not in any entry.</P>
  <FP-2><B>3X001 Not an entry.</B></FP-2>
  <FP-2><B>3A001 Electronic items, as follows (see List of Items Controlled).</B></FP-2>
  <FP-1><I>Reason for Control:</I> NS</FP-1>
  <HD1>List Based License Exceptions</HD1>
  <DIV><TABLE><TR><TD>a. NS applies</TD></TR></TABLE></DIV>
  <P>a. A line of the licence section, before the items.</P>
  <FP><I>Items:</I></FP>
  <NOTE><HED>Note:</HED><P><I>a. A note begins anew.</I></P></NOTE>
  <P>a. General purpose circuits:</P>
  <P>a.1. Radiation hardened:</P>
  <P>a.1.a Total dose, without its full stop;</P>
  <P>a.2. [Reserved]</P>
  <P>A sentence without a designator.</P>
  <P>b through that wafer, a word that only looks like one.</P>
  <P>b. Microwave <E T="52">items</E>;</P>
  <DIV><NOTE><P>b.1. Deep in a note.</P></NOTE></DIV>
  <P>c. through y. [Reserved]</P>
  <P>z. Other items:</P>
  <P>z.1.a. With its full stop;</P>
  <P>z.1.b Without it.</P>
  <FP-2><B>4D993 “Program” software (see List of Items Controlled).</B></FP-2>
  <FP><I>Items:</I> a. On the line of the word itself;</FP>
  <P>b. The next.</P>
  <FP-2><B>3D002 Software.</B></FP-2>
  <FP><I>Items:</I> The list of items controlled is contained in the ECCN heading.</FP>
  <FP-2><B>EAR99 Items that are on no entry.</B></FP-2>
  <P>a. Of no entry.</P>
  <HD1>D. Software</HD1>
  <P>b. Of no entry either.</P>
</DIV9>
"""


def test_designators_are_read_from_flat_paragraphs() -> None:
    assert official_designators(SAMPLE.encode()) == {
        "3A001": ["3A001", "3A001.a", "3A001.a.1", "3A001.a.1.a", "3A001.b", "3A001.z", "3A001.z.1.a", "3A001.z.1.b"],
        "4D993": ["4D993", "4D993.a", "4D993.b"],
        "3D002": ["3D002"],
    }


@pytest.mark.parametrize(
    ("encoded", "named", "missing"),
    [
        ({"3A001.a", "3A001.a.1", "3A001.b"}, set(), []),
        ({"3A001.a", "3A001.a.1"}, set(), ["3A001.b"]),
        ({"3A001.a", "3A001.a.1"}, {"3A001.b"}, []),
        ({"3A001.b"}, {"3A001.a"}, []),
        ({"3A001.a", "3A001.b"}, {"3A001.a"}, []),
        ({"3A001.a", "3A001.b"}, set(), ["3A001.a.1"]),
        ({"3A001.a.1", "3A001.b"}, set(), []),
        ({"3A001.a", "3A001.a.2", "3A001.b"}, {"3A001.a"}, ["3A001.a.1"]),
        ({"3A001.b"}, {"3A001"}, ["3A001.a", "3A001.a.1"]),
    ],
)
def test_what_is_neither_encoded_nor_named_is_missing(encoded: set[str], named: set[str], missing: list[str]) -> None:
    assert silently_missing(["3A001.a", "3A001.a.1", "3A001.b"], encoded, named) == missing


@pytest.mark.parametrize(
    ("encoded", "own", "found"),
    [
        ({"3A001.a.1", "3A001.a"}, set(), []),
        ({"3A001.wafers"}, set(), ["3A001.wafers"]),
        ({"3A001.wafers", "3A001.wafers.gan"}, {"3A001.wafers"}, []),
        ({"3A001.for-x", "3A001.for-x.a"}, {"3A001.for-x.a"}, []),
        ({"3A001.a.1.b"}, set(), ["3A001.a.1.b"]),
    ],
)
def test_what_the_official_text_does_not_have_is_declared(encoded: set[str], own: set[str], found: list[str]) -> None:
    assert undeclared(["3A001", "3A001.a.1"], encoded, own) == found


def test_a_row_of_words_names_no_code() -> None:
    parts = ["3A001.a, 3A001.b.1", "3A001", "Entry 3B001", "3C001 and others", "3C002, and others", "own steps of 3D"]
    assert named_codes([{"part": part} for part in parts]) == {"3A001.a", "3A001.b.1", "3A001"}


def test_a_row_that_names_what_does_not_exist_is_idle() -> None:
    assert idle({"3A001.a", "3A001.q"}, ["3A001", "3A001.a.1"]) == ["3A001.q"]


def test_a_row_that_calls_a_code_encoded_must_be_right_or_say_where() -> None:
    rows = [
        {"part": "3A001.a, 3A001.b", "status": "encoded", "refs": []},
        {"part": "3A001.c", "status": "encoded", "refs": ["us:ccl/3A001.a"]},
        {"part": "3A001.d", "status": "not_encoded", "refs": []},
    ]
    assert claimed_in_vain(rows, {"3A001.a"}) == ["3A001.b"]


def test_no_row_calls_encoded_what_is_not(law: Law, rows: list[dict[str, object]]) -> None:
    assert claimed_in_vain(rows, encoded_codes(law, DAY)) == []


@pytest.fixture(scope="module")
def official() -> list[str]:
    found = read_official()
    assert set(CHIP_ENTRIES) <= set(found)
    return [code for entry in CHIP_ENTRIES for code in ([entry] if entry in ONLY_HEADINGS else found[entry])]


@pytest.fixture(scope="module")
def rows(law: Law) -> list[dict[str, object]]:
    found: list[dict[str, object]] = coverage_of(law, "us")["us"]["rows"]
    return found


@needs_the_official_text
def test_the_official_text_was_read_whole(official: Collection[str]) -> None:
    assert {"3A001.z.4.b", "3B001.c.1.a", "3B993.q.2.b", "4A994.l", "5D002.z.9.b", "4D993.a"} <= set(official)
    assert not {"3B001.b.1", "3B001.c.1.b", "3B001.o", "3A001.a.4"} & set(official)
    assert len(official) > 850


@needs_the_official_text
def test_every_paragraph_is_encoded_or_named_with_its_reason(law: Law, official: list[str], rows: list[dict[str, object]]) -> None:
    assert silently_missing(official, encoded_codes(law, DAY), named_codes(rows)) == []


@needs_the_official_text
def test_every_encoded_code_is_official_or_a_declared_step_of_our_own(law: Law, rows: list[dict[str, object]]) -> None:
    every = [code for codes in read_official().values() for code in codes]
    assert undeclared(every, encoded_codes(law, DAY), own_steps(rows)) == []


@needs_the_official_text
def test_no_row_names_what_the_official_text_does_not_have(rows: list[dict[str, object]]) -> None:
    assert idle(named_codes(rows), [code for codes in read_official().values() for code in codes]) == []
