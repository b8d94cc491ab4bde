from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from licet.screening.entity_list import reviews_of
from licet.screening.errors import ListError
from licet.screening.listing import Listing, NameKind, PartyKind
from licet.screening.shipped import FOLDER, NOTICE, curated_day, curated_listings, not_listed, read_curated
from tests.screening.samples import find, needs_samples, read_sample, write

ALIASES_OF_OTHER_SOURCES = {"Pensun", "ShengWeixu"}
"""Names told by sources other than the list itself."""


def named(name: str, list_key: str = "us-entity-list") -> Listing:
    (found,) = [one for one in curated_listings() if one.name == name and one.list == list_key]
    return found


def test_the_curated_list_says_that_it_is_only_that() -> None:
    assert "no official list and far from complete" in NOTICE
    assert {one.publisher for one in curated_listings()} == {"curated"}
    assert curated_day() == date(2026, 7, 19)


def test_it_holds_several_hundred_parties_each_once_on_a_list() -> None:
    ids = [one.id for one in curated_listings()]
    assert len(ids) == len(set(ids)) > 600
    assert all(one.names and one.authority and one.binds for one in curated_listings())
    assert sum(name.kind is NameKind.ORIGINAL for one in curated_listings() for name in one.names) > 80


def test_the_rule_of_december_2024_has_all_its_additions_and_changes() -> None:
    of_rule = [one for one in curated_listings() if {"89 FR 96837", "89 FR 96836"} & set(one.citations)]
    assert len(of_rule) == 154
    assert sum(one.listed == date(2024, 12, 2) for one in of_rule) == 140
    assert sum(one.changed == date(2024, 12, 2) for one in of_rule) == 14
    assert sum(one.footnotes == (5,) for one in of_rule) == 16


@pytest.mark.parametrize(
    ("name", "listed", "footnotes", "chinese"),
    [
        ("Huawei Technologies Co., Ltd.", date(2019, 5, 16), (1, 2), "华为技术有限公司"),
        ("Semiconductor Manufacturing International Corporation (SMIC)", date(2020, 12, 18), (5,), "中芯国际集成电路制造有限公司"),
        ("Yangtze Memory Technologies Co., Ltd.", date(2022, 12, 16), (), "长江存储科技有限责任公司"),
        ("Shanghai Biren Intelligent Technology Co., Ltd.", date(2023, 10, 17), (4,), "上海壁仞科技"),
        ("Wingtech Technology Co., Ltd.", date(2024, 12, 2), (), "闻泰科技股份有限公司"),
        ("Inspur Electronic Information Industry Co., Ltd.", date(2025, 3, 25), (4,), "浪潮电子信息产业股份有限公司"),
    ],
)
def test_known_parties_stand_as_the_facts_say(name: str, listed: date, footnotes: tuple[int, ...], chinese: str) -> None:
    found = named(name)
    assert (found.listed, found.footnotes) == (listed, footnotes)
    assert chinese in [one.text for one in found.names if one.kind is NameKind.ORIGINAL]


def test_policies_differ_within_one_group() -> None:
    assert "200mm" in named("Semiconductor Manufacturing International Corporation (SMIC)").review_policy
    assert named("Inspur Electronic Information Industry Co., Ltd.").review_policy == "policy of denial"
    assert named("Beijing Academy of Artificial Intelligence").review_policy == "presumption of denial"


def test_bare_addresses_suspensions_and_ends_are_kept_apart() -> None:
    assert [one.kind for one in curated_listings() if one.name.startswith("Address ")] == [PartyKind.ADDRESS] * 3
    american = named("American Photonics", "cn-control-list")
    assert american.suspended_on(date(2025, 5, 14)) and american.suspended_on(date(2025, 8, 11))
    assert not american.suspended_on(date(2025, 5, 13)) and not american.suspended_on(date(2025, 8, 12))
    assert named("AMEC", "us-1260h").ended_on(date(2025, 1, 8))


def test_names_that_were_not_found_on_the_us_lists_are_not_on_them_here() -> None:
    lists = {one.list for one in curated_listings() if one.list.startswith("us-") and one.list != "us-1260h"}
    on_them = {name.text.casefold() for one in curated_listings() if one.list in lists for name in one.names}
    for absent in not_listed():
        assert absent.on == date(2026, 7, 31)
        assert not {name.casefold() for name in absent.names} & on_them


@needs_samples
def test_every_curated_us_listing_stands_on_the_official_list_in_the_same_words() -> None:
    official: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for one in read_sample("us-csl", "us_csl_2026-07-31.csv")[0]:
        official[one.list, one.name].append(one)
    for one in curated_listings():
        if not one.list.startswith("us-") or one.list == "us-1260h":
            continue
        rows = official[one.list, one.name]
        assert rows, one.name
        assert set(one.footnotes) == {footnote for row in rows for footnote in row.footnotes}, one.name
        assert set(one.citations) <= {citation for row in rows for citation in row.citations}, one.name
        assert set(one.countries) <= {country for row in rows for country in row.countries}, one.name
        aliases = {name.text for name in one.names if name.kind is not NameKind.ORIGINAL} - ALIASES_OF_OTHER_SOURCES
        assert aliases <= {name.text for row in rows for name in row.names}, one.name
        if one.review_policy:
            assert reviews_of(one.review_policy) in [reviews_of(row.review_policy) for row in rows], one.name


@needs_samples
def test_every_curated_chinese_and_japanese_listing_stands_in_the_real_files() -> None:
    chinese = read_sample("cn-mofcom", "cn_mofcom_lists_2026-07-19.json")[0]
    for one in curated_listings():
        if one.list.startswith("cn-") and one.name not in ("Dedrone", "Epirus", "Elbit America"):
            assert one.listed in [row.listed for row in find(chinese, one.name.replace(", Inc.", "")) if row.list == one.list], one.name
    japanese = read_sample("jp-end-user", "jp_meti_end_user_list_2025-09-29.json")[0]
    for one in curated_listings():
        if one.list == "jp-end-user":
            assert find(japanese, one.name), one.name


@needs_samples
def test_names_that_were_not_found_are_not_on_the_official_list() -> None:
    official = {name.text.casefold() for one in read_sample("us-csl", "us_csl_2026-07-31.csv")[0] for name in one.names}
    for absent in not_listed():
        assert not {name.casefold() for name in absent.names} & official


GROUP = "about: x\nread: 2026-01-01\ngroups:\n  - title: G\n    list: us-entity-list\n    parties:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GROUP + "      - {nme: A}\n", 'f.yaml: G: unknown key "nme"'),
        (GROUP + "      - {name: A, listed: soon}\n", "f.yaml: G: A: listed: not a day of the calendar"),
        (GROUP + "      - A\n      - {name: a}\n", "f.yaml: G: a: the party stands twice on one list"),
        (GROUP.replace("us-entity-list", "us-entity-lst") + "      - A\n", 'f.yaml: G: A: no list "us-entity-lst"'),
        (GROUP + "      - {name: A, confidence: sure}\n", "f.yaml: G: A: unknown word"),
        ("about: x\nread: 2026-01-01\n", 'f.yaml: the key "groups" is missing'),
        ("[", "f.yaml: the curated list cannot be read"),
        ("- a\n", "f.yaml: wrong form"),
    ],
)
def test_a_curated_file_that_cannot_mean_what_it_says_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    write(tmp_path, "f.yaml", text)
    with pytest.raises(ListError) as caught:
        read_curated(tmp_path)
    assert str(caught.value).startswith(expected)


def test_the_files_of_the_curated_list_ship_with_the_package() -> None:
    assert len(list(FOLDER.glob("*.yaml"))) >= 9
