from __future__ import annotations

from datetime import date

import pytest

from licet.screening.listing import IdentifierKind, Listing, NameKind, PartyKind
from tests.screening.samples import CONSOLIDATED, find, needs_samples, read_sample

pytestmark = needs_samples


def us(name: str, list_key: str = "us-entity-list") -> list[Listing]:
    return [one for one in find(read_sample("us-csl", "us_csl_2026-07-31.csv")[0], name) if one.list == list_key]


def test_the_footnotes_of_the_entity_list_are_counted_as_the_facts_count_them() -> None:
    listings = [one for one in read_sample("us-csl", "us_csl_2026-07-31.csv")[0] if one.list == "us-entity-list"]
    carried = {footnote: sum(footnote in one.footnotes for one in listings) for footnote in range(1, 6)}
    assert carried == {1: 156, 2: 156, 3: 771, 4: 96, 5: 16}


@pytest.mark.parametrize(
    ("name", "footnotes"),
    [
        ("Semiconductor Manufacturing International Corporation", (5,)),
        ("Fujian Jinhua Integrated Circuit", (5,)),
        ("PXW Semiconductor Manufactory", (5,)),
        ("Huawei Cloud Beijing", (1, 2)),
        ("HiSilicon Technologies Co., Ltd (HiSilicon)", (1, 2)),
        ("Cambricon Technologies Corporation Limited", (4,)),
        ("Inspur Group", (4,)),
        ("Yangtze Memory Technologies", ()),
        ("Wingtech Technology", ()),
        ("Joint Stock Company Svetlana Semiconductors", (3,)),
    ],
)
def test_chip_parties_carry_their_footnote(name: str, footnotes: tuple[int, ...]) -> None:
    found = us(name)
    assert found
    assert {one.footnotes for one in found} == {footnotes}


def test_a_footnote_whose_digit_is_missing_is_told_from_the_section() -> None:
    (biren,) = us("Shanghai Biren Intelligent Technology")
    assert biren.licence_requirement.endswith("744.11 of the EAR)")
    assert biren.footnotes == (4,)
    assert biren.notes == ()
    assert biren.citations == ("88 FR 71992", "89 FR 25505")


def test_a_section_that_leaves_the_footnote_open_is_noted() -> None:
    (one,) = us("Shanghai Supercomputing Technology")
    assert one.footnotes == ()
    assert one.notes == ("cites § 734.9(e), a foreign-direct-product rule, without saying which footnote: 1, 4 or 5",)


def test_affiliates_printed_within_the_entry_of_huawei_have_their_own_name() -> None:
    (one,) = us("Beijing Huawei Longshine")
    assert one.name == "Beijing Huawei Longshine Information Technology Co., Ltd."
    assert "Affiliated Entity" in one.original


def test_bare_addresses_are_told_from_parties() -> None:
    addresses = [one for one in read_sample("us-csl", "us_csl_2026-07-31.csv")[0] if one.kind is PartyKind.ADDRESS]
    assert len(addresses) == 19
    assert {one.countries for one in addresses} == {("CN", "HK"), ("HK", "CN"), ("TR",)}


@pytest.mark.parametrize("name", ["ChangXin", "Innotron", "Unisoc", "Enflame", "Nexperia", "Hua Hong", "Horizon Robotics", "T-Head"])
def test_parties_that_no_us_list_names_are_not_found(name: str) -> None:
    assert find(read_sample("us-csl", "us_csl_2026-07-31.csv")[0], name) == []


def test_the_official_layout_gives_dates_addresses_and_numbers() -> None:
    listings = read_sample("us-csl", "us_csl_2022-05_official.csv")[0]
    (dji,) = [one for one in find(listings, "SZ DJI TECHNOLOGY") if one.list == "us-cmic"]
    assert [(number.kind, number.number, number.country) for number in dji.identifiers] == [
        (IdentifierKind.REGISTRATION, "914403007954257495", "CN")
    ]
    assert dji.addresses[0].country == "CN"
    ash, *_ = [one for one in find(listings, "I. ASH") if one.name == "I. ASH"]
    assert (ash.listed, ash.ended) == (date(2003, 6, 19), date(2056, 6, 29))
    assert ash.citations == ("68 FR 38290", "71 FR 38843", "72 FR 4236")
    huawei = find(listings, "Huawei Technologies Co., Ltd. (Huawei)")[0]
    assert huawei.listed == date(2019, 5, 21)
    assert huawei.footnotes == (1,)
    (ship,) = [one for one in find(listings, "SEVASTOPOL") if one.kind is PartyKind.VESSEL]
    assert [number.number for number in ship.identifiers if number.kind is IdentifierKind.IMO] == ["9235127"]
    assert ship.linked == ("GUDZON SHIPPING CO LLC",)


def test_ofac_remarks_give_weak_names_births_and_numbers() -> None:
    listings = read_sample("us-ofac-consolidated", *CONSOLIDATED)[0]
    (smic,) = find(listings, "SEMICONDUCTOR MANUFACTURING INTERNATIONAL CORPORATION")
    assert smic.list == "us-cmic"
    assert [name.text for name in smic.names if name.kind is NameKind.WEAK] == ["SMIC"]
    assert "KYG8020E1199" in [number.number for number in smic.identifiers]


def test_the_eu_gives_names_in_languages_and_scripts() -> None:
    listings = read_sample("eu-fsf", "eu_fsf_1_1_2022-03-18_partial.xml")[0]
    (umarov,) = find(listings, "Doku Khamatovich Umarov")
    assert umarov.name == "Lom-ali Butayev (Butaev)"
    assert [name.text for name in umarov.names if name.kind is NameKind.ORIGINAL] == ["Доку Хаматович Умаров"]
    assert umarov.listed == date(2011, 3, 17)
    assert umarov.births == ("1964-04-13", "1965-04-13", "1955", "1964-05-12")
    assert ("9603464086", "RU") in [(number.number, number.country) for number in umarov.identifiers]


def test_the_un_gives_qualities_and_several_shapes_of_births() -> None:
    listings = read_sample("un", "un_consolidated_2026-02.xml")[0]
    (kaina,) = find(listings, "INNOCENT KAINA")
    assert [name.text for name in kaina.names if name.kind is NameKind.WEAK] == ["India Queen"]
    births = {birth for one in listings for birth in one.births}
    assert {"1967~", "1978-04-28"} <= births
    assert any("/" in birth for birth in births)
    assert sum(name.kind is NameKind.ORIGINAL for one in listings for name in one.names) > 370


def test_the_uk_gives_names_in_their_script_and_low_quality_aliases() -> None:
    listings = read_sample("uk-ofsi", "uk_ofsi_conlist_2022.xlsx")[0]
    (aven,) = find(listings, "Petr Olegovich AVEN")
    assert aven.name == "Petr Olegovich AVEN"
    assert ("Пëтр Олегович АВЕН", NameKind.ORIGINAL) in [(name.text, name.kind) for name in aven.names]
    assert aven.countries == ("RU", "LV", "GB")
    assert aven.births == ("1955-03-16",)
    assert sum(name.kind is NameKind.WEAK for one in listings for name in one.names) > 500
    (ship,) = find(listings, "SAM JONG 2")
    assert [number.number for number in ship.identifiers if number.kind is IdentifierKind.IMO] == ["7408873"]


def test_the_japanese_end_user_list_gives_chinese_names_and_takes_lost_names_from_the_country() -> None:
    listings = read_sample("jp-end-user", "jp_meti_end_user_list_2025-09-29.json")[0]
    (chip,) = find(listings, "中电科芯片技术股份有限公司")
    assert chip.countries == ("CN",)
    lost = [one for one in listings if one.notes]
    assert len(lost) == 37
    assert "Abascience Tech Co. Ltd" in [one.name for one in lost]
    assert all(one.countries == ("CN",) for one in lost)
    for name in ("Huawei", "SMEE", "Inspur", "Phytium", "Sugon"):
        assert find(listings, name) == []


def test_japanese_notices_give_as_many_other_names_as_they_state() -> None:
    listings = read_sample("jp-third-country", "jp_russia_related_third_country_2025-09-12.txt")[0]
    assert [one.notes for one in listings if one.notes] == []
    (yilufa,) = find(listings, "Yilufa Electronics Ltd")
    assert yilufa.name == "Yilufa Electronics Ltd"
    assert "深圳市亿路发科技有限公司" in [name.text for name in yilufa.names if name.kind is NameKind.ORIGINAL]
    assert yilufa.countries == ("CN",)
    (links,) = find(listings, "Asia Pacific Links Ltd")
    assert links.countries == ("HK",)  # its address ends with Hong Kong, a postcode and China
    russian = read_sample("jp-russia", "jp_russia_specific_entities_2025-09-12.txt")[0]
    assert [one.notes for one in russian if one.notes] == []
    assert {one.countries for one in russian} == {("RU",)}


def test_a_row_of_the_chinese_lists_that_stands_for_several_parties_says_so() -> None:
    listings = read_sample("cn-mofcom", "cn_mofcom_lists_2026-07-19.json")[0]
    found = find(listings, "Hudson Technologies Co.")
    assert [one.notes for one in found if one.notes] == [("the row stands for 6 entities, of which it names only the first",)]
    (insights,) = find(listings, "TechInsights")
    assert insights.listed == date(2025, 10, 9)
    assert insights.notes
    (tdk,) = find(listings, "TDK")
    assert (tdk.list, tdk.listed) == ("cn-attention-list", date(2026, 2, 24))


def test_denied_persons_carry_the_days_of_their_order() -> None:
    listings = read_sample("us-bis-denied", "us_bis_dpl_2019-07.txt")[0]
    (henderson,) = find(listings, "AARON ROBERT HENDERSON")
    assert (henderson.listed, henderson.ended, henderson.changed) == (date(2010, 5, 28), date(2019, 9, 18), date(2010, 6, 9))
    assert henderson.ended_on(date(2019, 9, 19)) and not henderson.ended_on(date(2019, 9, 18))
