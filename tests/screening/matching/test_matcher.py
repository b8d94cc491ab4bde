from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening.errors import ListError
from licet.screening.listing import Address, Identifier, IdentifierKind, Listing, NameKind, PartyKind, PartyName
from licet.screening.matching.batch import Batch
from licet.screening.matching.build import build
from licet.screening.matching.evidence import Query
from licet.screening.matching.explain import why_not
from licet.screening.matching.index import Index
from licet.screening.matching.matcher import Grade, Matcher
from licet.screening.matching.words import forms_of
from licet.screening.shipped import curated_listings, not_listed


def listing(number: int, *names: str | PartyName, kind: PartyKind = PartyKind.UNKNOWN, **more: object) -> Listing:
    found = tuple(name if isinstance(name, PartyName) else PartyName(name, NameKind.MAIN) for name in names)
    return Listing(str(number), "us-csl", "us-entity-list", found, kind=kind, **more)  # type: ignore[arg-type]


OWN = (
    listing(1, "IVANOV, Sergey Borisovich", kind=PartyKind.PERSON, countries=("RU",), births=("1953-01-31",)),
    listing(2, "PETROV, Pyotr", kind=PartyKind.PERSON, countries=("RU",)),
    listing(3, "MATRIX LLC", kind=PartyKind.ORGANISATION, countries=("RU",)),
    listing(4, "Golden Bridge Trading", PartyName("GBT", NameKind.WEAK), kind=PartyKind.ORGANISATION, countries=("HK",)),
    listing(5, "OCEAN STAR", kind=PartyKind.VESSEL),
    listing(
        6,
        "Vega Special Instruments",
        kind=PartyKind.ORGANISATION,
        countries=("RU",),
        addresses=(Address("12 Lenina Street, Zelenograd, Moscow, 124365", "RU"),),
        identifiers=(Identifier(IdentifierKind.TAX, "7735-0004.21"),),
    ),
    listing(7, "National Supercomputing Center Testville", "NSCX-TV", kind=PartyKind.ORGANISATION, countries=("CN",)),
    listing(8, "China Electronics Technology Group Corporation (CETX) 54th Research Institute", kind=PartyKind.ORGANISATION),
    listing(9, "Qinghua Weixin Semiconductor Equipment", kind=PartyKind.ORGANISATION, countries=("CN",)),
)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = tmp_path_factory.mktemp("index") / "made"
    build([*OWN, *curated_listings()], folder)
    return Matcher(Index(folder))


def found(matcher: Matcher, name: str, **more: object) -> list[tuple[str, str]]:
    return [(one.grade.value, one.listing.name) for one in matcher.match(Query(name, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Semiconductor Manufacturing Intl (Beijing) Corp", "Semiconductor Manufacturing International (Beijing) Corporation"),
        ("SMIC Beijng", "Semiconductor Manufacturing International (Beijing) Corporation"),
        ("上海微电子装备（集团）股份有限公司", "Shanghai Micro Electronics Equipment (Group) Co., Ltd."),
        ("Yangtze Memory Technologies", "Yangtze Memory Technologies Co., Ltd."),
        ("YangtzeMemory Technologies Co Ltd", "Yangtze Memory Technologies Co., Ltd."),
        ("长江存储科技有限责任公司", "Yangtze Memory Technologies Co., Ltd."),
        ("YMTC", "Yangtze Memory Technologies Co., Ltd."),
    ],
)
def test_a_listed_party_is_found_in_spite_of_spelling_script_and_form(matcher: Matcher, asked: str, listed: str) -> None:
    assert listed in [name for _, name in found(matcher, asked)]


def test_parties_that_are_on_no_list_are_on_no_us_entity_list_here(matcher: Matcher) -> None:
    wrong = []
    for one in not_listed():
        for name in one.names:
            hits = matcher.match(Query(name))
            wrong += [(name, hit.listing.name) for hit in hits if hit.listing.list == "us-entity-list" and hit.grade is Grade.SURE]
    assert wrong == []


def test_what_was_compared_comes_first_and_can_be_read(matcher: Matcher) -> None:
    (first, *_) = matcher.match(Query("SMIC Beijng", countries=("CN",)))
    assert first.why == "the same: smic; beijng sounds like beijing (0.90); country agrees: CN / CN"


def test_a_family_name_alone_is_nobody(matcher: Matcher) -> None:
    assert found(matcher, "Ivanov", kind=PartyKind.PERSON) == []
    (near,) = [one for one in matcher.match(Query("Ivanov", PartyKind.PERSON), near=True) if one.listing.id == "1"]
    assert (near.grade, why_not(near)) == (Grade.NEAR, "one name of a person alone is no match")


def test_a_person_is_sure_only_by_name_and_birth(matcher: Matcher) -> None:
    name = "Sergei Borisovich Ivanov"
    assert found(matcher, name) == [("possible", OWN[0].name)]
    assert found(matcher, name, births=("1953-01-31",)) == [("sure", OWN[0].name)]
    assert found(matcher, name, births=("1990-05-05",)) == [("possible", OWN[0].name)]
    another = matcher.match(Query(name, births=("1990-05-05",)))[0]
    assert another.score < matcher.match(Query(name))[0].score
    assert "birth differs" in another.why


def test_a_company_is_no_person_and_no_ship(matcher: Matcher) -> None:
    assert found(matcher, "Petrov Pyotr GmbH") == []
    assert found(matcher, "Ocean Star Ltd") == []
    assert found(matcher, "Ocean Star") == [("possible", "OCEAN STAR")]
    assert found(matcher, "Ocean Star", kind=PartyKind.ORGANISATION) == []


def test_a_common_name_in_another_country_stays_possible(matcher: Matcher) -> None:
    assert found(matcher, "Matrix Inc") == [("possible", "MATRIX LLC")]
    assert found(matcher, "Matrix Inc", countries=("US",)) == [("possible", "MATRIX LLC")]


def test_a_name_that_the_list_calls_weak_counts_only_when_it_is_the_very_same(matcher: Matcher) -> None:
    assert found(matcher, "GBT") == [("possible", "Golden Bridge Trading")]
    assert found(matcher, "GBTT") == []


def test_a_number_tells_the_party_whatever_it_is_called(matcher: Matcher) -> None:
    assert ("possible", "Vega Special Instruments") in found(matcher, "Quite Another Name", numbers=("7735 0004 21",))
    assert found(matcher, "Vega Special Instrument", numbers=("7735000421",))[0] == ("sure", "Vega Special Instruments")


def test_a_listed_address_is_found_by_the_address_alone(tmp_path: Path) -> None:
    at = Address("Room 1204, 12/F, Shum Tower, 268 Des Voeux Road Central, Hong Kong", "HK")
    build([listing(7, "Address 07", kind=PartyKind.ADDRESS, addresses=(at,)), *OWN], tmp_path / "made")
    own = Matcher(Index(tmp_path / "made"))
    query = Query("Quite Another Trading", addresses=("268 Des Voeux Rd Central, Shum Tower 12/F Room 1204, Hong Kong",))
    assert [(one.grade, one.listing.name) for one in own.match(query)] == [(Grade.POSSIBLE, "Address 07")]
    assert [one.listing.name for found in own.match_many([query]) for one in found] == ["Address 07"]
    assert own.match(Query("Quite Another Trading", addresses=("Room 1204, Another Tower, 5 Queens Road, Hong Kong",))) == []


def test_an_address_is_evidence(matcher: Matcher) -> None:
    (hit,) = matcher.match(Query("Vega Special", addresses=("Lenina street 12, Zelenograd, Moscow",)), near=True)
    assert [one.what for one in hit.evidence] == ["address"]


def test_a_near_miss_says_why_it_is_none(matcher: Matcher) -> None:
    near = [one for one in matcher.match(Query("上海微电子装备（集团）股份有限公司"), near=True) if one.grade is Grade.NEAR]
    assert near
    assert all("score" in why_not(one) for one in near)


def test_many_are_matched_as_one_by_one(matcher: Matcher) -> None:
    queries = [Query(name.text) for one in curated_listings()[::15] for name in one.names[:1]]
    for query, many in zip(queries, matcher.match_many(queries), strict=True):
        single = {(one.listing.list, one.listing.id) for one in matcher.match(query) if one.grade is Grade.SURE}
        assert single == {(one.listing.list, one.listing.id) for one in many if one.grade is Grade.SURE}


def test_candidates_are_the_same_from_disk_and_in_memory(matcher: Matcher) -> None:
    forms = [forms_of(name.text)[0] for one in curated_listings()[::25] for name in one.names[:1]]
    for form, many in zip(forms, Batch(matcher.index).candidates(forms, 10), strict=True):
        single = matcher.index.candidates(form, 10)
        assert [name for name, _ in single] == [name for name, _ in many]
        assert [share for _, share in single] == pytest.approx([share for _, share in many])


@given(st.text(max_size=80))
def test_no_name_stops_the_matcher(matcher: Matcher, name: str) -> None:
    assert isinstance(matcher.match(Query(name), near=True), list)
    assert len(list(matcher.match_many([Query(name)]))) == 1


@pytest.mark.parametrize("name", ["", "a" * 100_000, "\x00\x1b[31m", "🚀", "\u202e\u202d", "名" * 5000, "'; DROP TABLE", "=cmd()"])
def test_hostile_names_are_answered(matcher: Matcher, name: str) -> None:
    assert [one.grade for one in matcher.match(Query(name)) if one.grade is Grade.SURE] == []


def test_every_listing_finds_itself(matcher: Matcher) -> None:
    for one in [one for one in curated_listings()[::10] if one.kind is not PartyKind.ADDRESS]:
        hits = matcher.match(Query(one.name, countries=one.countries[:1]))
        assert any(set(hit.listing.names) & set(one.names) for hit in hits), one.name


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    build(OWN, tmp_path / "made")
    (tmp_path / "made" / "about.json").write_text("{", encoding="utf-8")
    with pytest.raises(ListError, match="the index of names cannot be read"):
        Index(tmp_path / "made")


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    build([], tmp_path / "made")
    empty = Matcher(Index(tmp_path / "made"))
    assert empty.match(Query("Huawei")) == []
    assert list(empty.match_many([Query("Huawei")])) == [[]]


def test_listings_come_back_as_they_went_in(tmp_path: Path) -> None:
    one = listing(9, "A B C", countries=("CN",), listed=date(2020, 1, 2))
    build([one], tmp_path / "made")
    assert Index(tmp_path / "made").listing(0) == one


@pytest.mark.parametrize(
    ("asked", "more", "listed"),
    [
        ("YMTC Wuhan", {}, "YMTC"),
        ("CETX 54", {}, "China Electronics Technology Group Corporation (CETX) 54th Research Institute"),
        ("NSCX", {"countries": ("CN",)}, "National Supercomputing Center Testville"),
    ],
)
def test_a_name_within_the_other_is_possible(matcher: Matcher, asked: str, more: dict[str, tuple[str, ...]], listed: str) -> None:
    assert ("possible", listed) in found(matcher, asked, **more)
    assert listed in [one.listing.name for many in matcher.match_many([Query(asked, **more)]) for one in many]  # type: ignore[arg-type]


@pytest.mark.parametrize(("asked", "more"), [("NSCX", {}), ("NSCX", {"countries": ("US",)}), ("CETX 55", {}), ("Wuhan", {})])
def test_what_is_not_within_it_is_no_match(matcher: Matcher, asked: str, more: dict[str, tuple[str, ...]]) -> None:
    assert not [grade for grade, name in found(matcher, asked, **more) if "Testville" in name or "CETX" in name]


@pytest.mark.parametrize("asked", ["清华微芯半导体设备有限公司", "清華微芯半導體設備有限公司", "清华微芯设备"])
def test_a_chinese_name_is_found_where_the_list_has_pinyin_and_english(matcher: Matcher, asked: str) -> None:
    assert "Qinghua Weixin Semiconductor Equipment" in [name for _, name in found(matcher, asked)]


def test_rarity_is_the_same_from_disk_and_in_memory(matcher: Matcher, tmp_path: Path) -> None:
    build([*OWN, *curated_listings()], tmp_path / "index")
    one, other = Index(tmp_path / "index"), Index(tmp_path / "index")
    other.know_words()
    words = ("technology", "smic", "54", "nosuchword", "")
    assert [one.rarity(word) for word in words] == [other.rarity(word) for word in words]
