from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rigour.names import remove_org_types

from licet.screening.matching import words
from licet.screening.matching.words import LONGEST, MOST_WORDS, fitted, forms_of, names_a_legal_form


def spelled(name: str) -> list[str]:
    return [" ".join(form.words) for form in forms_of(name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xi’an Naura Co., Ltd.", "XI'AN NAURA COMPANY LIMITED"),
        ("ООО Микрон", "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU MIKRON"),
        ("华为技术有限公司", "華為技術有限公司"),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
        ("S.M.I.C.", "SMIC"),
        ("株式会社ニコン", "Nikon K.K."),
        ("Limietd Liability Compnay Pointer", "Pointer LLC"),
        ("POINTER LIMITEDLIABILITY COMPANY", "Pointer"),
        ("Ｈｕａｗｅｉ Ｔｅｃｈ", "Huawei Technologies"),
        ("Sergei Ivanov", "Sergey Ivanov"),
    ],
)
def test_the_same_name_has_the_same_form(one: str, other: str) -> None:
    assert spelled(one)[0] == spelled(other)[0]


def test_a_chinese_name_is_read_by_meaning_and_by_sound() -> None:
    assert spelled("上海东方微电子装备（集团）股份有限公司") == [
        "shanghai oriental microelectronic equipment group",
        "shanghai dongfang microelectronic equipment group",
    ]


def test_characters_of_taiwan_and_japan_are_read_as_those_of_the_mainland() -> None:
    assert spelled("華為技術有限公司") == spelled("华为技术有限公司")
    assert spelled("中国航天科技集団公司") == spelled("中国航天科技集团公司")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第五十四研究所", "54"),
        ("第七〇二研究所", "702"),
        ("第771研究所", "771"),
        ("一百一十一厂", "111"),
        ("第十二研究所", "12"),
    ],
)
def test_chinese_numbers_are_read(name: str, number: str) -> None:
    assert number in spelled(name)[0].split()


def test_a_number_at_the_front_of_a_brand_is_part_of_it() -> None:
    assert spelled("三一重工股份有限公司")[0] == "sanyi heavy industry"


@pytest.mark.parametrize(
    ("chinese", "listed", "read"),
    [
        ("中国电子科技集团公司第五十四研究所", "CETC 54th Research Institute", "cetc 54 research institute"),
        ("武汉新芯集成电路制造有限公司", "Wuhan Xinxin Semiconductor Manufacturing", "wuhan xinxin semiconductor manufacturing"),
        ("北京科益虹源光电技术", "Beijing Keyi Hongyuan Photoelectric", "beijing keyi hongyuan optoelectronic technology"),
        ("杭州富阳科拓机械", "Hangzhou Fuyang Koto Machinery", "hangzhou fuyang ketuo machine"),
        ("上海先进半导体", "Shanghai Xianjin Bandaoti", "shanghai xianjin semiconductor"),
    ],
)
def test_each_word_is_read_as_the_other_name_has_it(chinese: str, listed: str, read: str) -> None:
    for form in forms_of(chinese):
        assert " ".join(fitted(form, forms_of(listed)[0])[0].words) == read
        assert " ".join(fitted(forms_of(listed)[0], form)[1].words) == read


def test_two_chinese_names_are_compared_as_they_stand() -> None:
    one, other = forms_of("华创电子")[0], forms_of("华创科技")[0]
    assert fitted(one, other) == (one, other)


def test_a_name_of_nothing_but_legal_form_keeps_it() -> None:
    assert spelled("Co., Ltd.") == ["co ltd"]


@pytest.mark.parametrize("name", ["", " ", "🚀🚀", "\x00\x01", "\u200f\u200e", "---", "…"])
def test_what_is_no_name_has_no_form(name: str) -> None:
    assert forms_of(name) == ()


@pytest.mark.parametrize(
    "name", ["x" * 100_000, "ab " * 40_000, "半" * 100_000, "\u202eGNK IEWAUH", "a\u0301" * 50_000, "شركة النور التجارية", "🚀 Rocket 🚀"]
)
def test_hostile_names_are_read_within_bounds(name: str) -> None:
    for form in forms_of(name):
        assert len(form.words) <= 2 * MOST_WORDS
        assert len(form.joined) <= 8 * LONGEST


@given(st.text(max_size=200))
def test_any_text_has_forms_of_plain_words(text: str) -> None:
    for form in forms_of(text):
        assert form.words
        assert all(word.isascii() and word.isalnum() for word in form.words)


@pytest.mark.parametrize(
    "name", ["huawei technologies co., ltd.", "gazprom ooo", "siemens aktiengesellschaft", "中芯国际集成电路制造有限公司"]
)
def test_legal_forms_are_removed_as_the_public_function_of_rigour_does(name: str) -> None:
    assert words._remove_org_types(name, 4, 0, "") == remove_org_types(name)  # type: ignore[attr-defined]  # shown to be the same


def test_a_legal_form_tells_a_company() -> None:
    assert [
        name for name in ("Schneider GmbH", "华为技术有限公司", "ООО Микрон", "Bank of China", "Wei Pang") if names_a_legal_form(name)
    ] == [
        "Schneider GmbH",
        "华为技术有限公司",
        "ООО Микрон",
    ]
