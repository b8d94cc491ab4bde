from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from licet.screening.listing import NameKind
from licet.screening.store import Store
from tests.screening.samples import CONSOLIDATED, SDN, needs_samples, read_sample, sample

pytestmark = needs_samples

FILES = [
    # publisher, files, rows, listings, joined, skipped, vintage
    ("us-csl", ("us_csl_2026-07-31.csv",), 25_921, 25_921, 0, 0, None),
    ("us-csl", ("us_csl_2022-05_official.csv",), 14_160, 14_160, 0, 0, None),
    ("us-ofac-consolidated", CONSOLIDATED, 442 + 574 + 1_073 + 10, 442, 574 + 1_073 + 10, 0, None),
    ("us-ofac-consolidated", ("us_ofac_consolidated_2022-03-24.xml",), 462, 462, 0, 0, date(2022, 3, 24)),
    ("us-bis-denied", ("us_bis_dpl_2019-07.txt",), 546, 546, 0, 0, None),
    ("un", ("un_consolidated_2026-02.xml",), 730 + 273, 730 + 273, 0, 0, date(2026, 2, 27)),
    ("uk-ofsi", ("uk_ofsi_conlist_2022.xlsx",), 15_261, 3_430, 11_831, 0, date(2022, 5, 4)),
    ("uk-ofsi", ("uk_hmt_conlist_2020-04-27.csv",), 9_492, 2_114, 7_378, 0, date(2020, 4, 27)),
    ("eu-fsf", ("eu_fsf_1_1_2022-03-18_partial.xml",), 1_044, 1_044, 0, 0, date(2022, 3, 18)),
    ("jp-end-user", ("jp_meti_end_user_list_2025-09-29.json",), 835, 835, 0, 0, None),
    ("jp-russia", ("jp_russia_specific_entities_2025-09-12.txt",), 561, 561, 0, 0, date(2025, 9, 12)),
    ("jp-third-country", ("jp_russia_related_third_country_2025-09-12.txt",), 56, 56, 0, 0, date(2025, 9, 12)),
    ("jp-belarus", ("jp_belarus_specific_entities.txt",), 27, 27, 0, 0, date(2022, 7, 5)),
    ("cn-mofcom", ("cn_mofcom_lists_2026-07-19.json",), 240, 240, 0, 0, None),
]


@pytest.mark.parametrize(
    ("publisher", "files", "rows", "listings", "joined", "skipped", "vintage"), FILES, ids=lambda value: str(value)[:40]
)
def test_every_row_of_every_real_file_is_accounted_for(
    publisher: str, files: tuple[str, ...], rows: int, listings: int, joined: int, skipped: int, vintage: date | None
) -> None:
    found, count = read_sample(publisher, *files)
    assert (count.rows, count.listings, count.joined, count.skipped_rows) == (rows, listings, joined, skipped)
    assert count.balanced
    assert len(found) == listings
    assert count.vintage == vintage
    assert not count.unknown_columns and not count.missing_columns
    assert all(one.names and all(name.text for name in one.names) and one.list and one.authority and one.binds for one in found)
    assert all(sum(name.kind is NameKind.MAIN for name in one.names) <= 1 for one in found)


@pytest.mark.parametrize(
    ("publisher", "file"),
    [("uk-ofsi", "uk_ofsi_conlist_2022.xlsx"), ("jp-third-country", "jp_russia_related_third_country_2025-09-12.txt")],
)
def test_a_list_that_was_kept_is_read_again(publisher: str, file: str, tmp_path: Path) -> None:
    kept = Store(tmp_path).add(publisher, {file: sample(file)}, origin=file, limit=1 << 25).snapshot
    assert tuple(kept.reading()) == read_sample(publisher, file)[0]


def test_rows_of_ofac_files_of_another_day_that_join_nothing_are_counted_not_lost() -> None:
    found, count = read_sample("us-ofac-sdn", *SDN)
    assert len(found) == count.listings == 14_973
    assert count.rows == 14_973 + 24_244 + 20_107 + 28
    assert count.skipped["belongs to no party of the primary file"].rows == 7_359
    assert count.balanced


def test_the_us_list_holds_as_many_of_each_list_as_its_notes_say() -> None:
    found, _ = read_sample("us-csl", "us_csl_2026-07-31.csv")
    assert Counter(one.list for one in found) == {
        "us-sdn": 19_181,
        "us-entity-list": 3_420,
        "us-denied-persons": 1_596,
        "us-itar-debarred": 787,
        "us-ssi": 286,
        "us-unverified": 222,
        "us-nonproliferation": 161,
        "us-plc": 78,
        "us-military-end-user": 70,
        "us-cmic": 68,
        "us-mbs": 51,
        "us-capta": 1,
    }
    assert sum(len(one.names) for one in found) > 57_000


def test_the_official_layout_of_2022_gives_every_list_of_its_day() -> None:
    found, _ = read_sample("us-csl", "us_csl_2022-05_official.csv")
    assert Counter(one.list for one in found) == {
        "us-sdn": 10_026,
        "us-entity-list": 2_001,
        "us-itar-debarred": 727,
        "us-denied-persons": 462,
        "us-ssi": 290,
        "us-unverified": 201,
        "us-nonproliferation": 163,
        "us-plc": 78,
        "us-military-end-user": 71,
        "us-cmic": 68,
        "us-capta": 53,
        "us-mbs": 17,
        "us-fse": 3,
    }


def test_the_chinese_lists_are_told_apart() -> None:
    found, _ = read_sample("cn-mofcom", "cn_mofcom_lists_2026-07-19.json")
    assert Counter(one.list for one in found) == {"cn-control-list": 139, "cn-unreliable-entities": 61, "cn-attention-list": 40}


def test_names_and_citations_have_no_control_characters_and_no_doubled_blanks() -> None:
    for publisher, files, *_ in FILES:
        for one in read_sample(publisher, *files)[0]:
            for name in one.names:
                assert name.text == " ".join(name.text.split())
                assert name.text.isprintable() or "\u200c" in name.text
