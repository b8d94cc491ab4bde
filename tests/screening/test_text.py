from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet import Law
from licet.screening.countries import code_of, codes_in, several
from licet.screening.dates import iso_day, spoken_birth, spoken_day, uk_birth, uk_day, us_day
from licet.screening.listing import IdentifierKind, Listing, PartyName, Suspension
from licet.screening.lists.numbers import identifier
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

TEXTS = st.text(st.characters(codec=None), max_size=60)


@given(TEXTS)
def test_cleaned_text_is_one_line_that_stays_as_it_is(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert once == once.strip()
    assert not any(letter in once for letter in "\x00\x1a\n\t\u200b\ufeff\u202e")
    once.encode()


def test_cleaning_keeps_the_letters_of_every_script_and_the_joiners_between_them() -> None:
    assert cleaned("می\u200cخواهم") == "می\u200cخواهم"
    assert cleaned("\u202eﺔﻔﺴﻠﻓ\u202c") == "ﺔﻔﺴﻠﻓ"
    assert cleaned("深圳市\u3000亿路发") == "深圳市 亿路发"
    assert cleaned("\ud800broken") == "\ufffdbroken"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("ＩＲＧＣ", "Latn"),
        ("Müller", "Latn"),
        ("高麗航空", "Hani"),
        ("삼성전자", "Kore"),
        ("الاتحاد", "Arab"),
        ("Ωμέγα", "Grek"),
        ("№ 5", ""),
        ("", ""),
    ],
)
def test_scripts_are_told(text: str, script: str) -> None:
    assert script_of(text) == script


@given(TEXTS)
def test_no_text_breaks_the_readers_of_days(text: str) -> None:
    for read in (iso_day, us_day, uk_day, spoken_day):
        assert read(text) is None or isinstance(read(text), date)
    assert isinstance(uk_birth(text) + spoken_birth(text), str)


@given(st.dates())
def test_a_day_is_read_in_every_way_of_writing_it(day: date) -> None:
    assert iso_day(day.isoformat()) == day
    assert us_day(f"{day.month:02d}/{day.day:02d}/{day.year:04d}") == day
    assert uk_day(f"{day.day:02d}/{day.month:02d}/{day.year:04d}") == day
    assert uk_birth(f"{day.day:02d}/{day.month:02d}/{day.year:04d}") == day.isoformat()


@pytest.mark.parametrize("text", ["2024-02-30", "31/04/2020", "13/13/2020", "2024-W01-1", "٢٠٢٤-٠١-٠١"])
def test_what_is_no_day_of_the_calendar_is_none(text: str) -> None:
    assert iso_day(text) is us_day(text) is uk_day(text) is None


def test_births_that_are_about_or_between_keep_that() -> None:
    assert spoken_birth("circa 1958 to 1963") == "1958~/1963~"
    assert spoken_birth("Between Aug. and Sep. 1977") == "Between Aug. and Sep. 1977"


def test_the_countries_of_the_law_are_known_by_the_same_names(law: Law) -> None:
    for code, place in law.vocabulary.countries.items():
        assert code_of(code) == code
        assert code_of(getattr(place, "name", place)) == code


def test_cells_that_number_their_members_are_split() -> None:
    assert several("(1) A (2) B") == ("A", "B")
    assert several("a) A b) B") == ("A", "B")
    assert several("Box 1) only") == ("Box 1) only",)
    assert codes_in("(1) Latvia (2) Russia") == ("LV", "RU")


@pytest.mark.parametrize(
    ("said", "number", "kind", "kept"),
    [
        ("Vessel Registration Identification", "IMO 9235127", IdentifierKind.IMO, "9235127"),
        ("Identification Number", "IMO 9235127", IdentifierKind.IMO, "9235127"),
        ("R.F.C.", "# IEV-950628", IdentifierKind.TAX, "IEV-950628"),
        ("Chinese Commercial Code", "1728/2052", IdentifierKind.OTHER, "1728/2052"),
    ],
)
def test_numbers_are_told_by_the_words_beside_them(said: str, number: str, kind: IdentifierKind, kept: str) -> None:
    found = identifier(said, number)
    assert (found.kind, found.number, found.said) == (kind, kept, said)


def test_every_list_of_the_register_says_who_keeps_it_and_whom_it_binds() -> None:
    assert all(all((one.name, one.authority, one.source, one.binds, one.does)) for one in register().values())


def test_a_listing_knows_its_days_and_its_fingerprint() -> None:
    listing = Listing("1", "curated", "x", (PartyName("A"),), ended=date(2025, 1, 1), suspended=(Suspension(date(2024, 1, 1), None),))
    assert not listing.ended_on(date(2025, 1, 1)) and listing.ended_on(date(2025, 1, 2))
    assert not listing.suspended_on(date(2023, 12, 31)) and listing.suspended_on(date(2030, 1, 1))
    assert listing.fingerprint != Listing("1", "curated", "x", (PartyName("B"),)).fingerprint
