from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening.errors import ListError
from licet.screening.ownership.graph import Graph, read_graph
from licet.screening.ownership.shares import Listed, Owned, owned_by_listed

DAY = date(2026, 1, 1)


def owned(*holdings: tuple[str, str, float | None], party: str = "fab", ends: tuple[str, ...] = ()) -> Owned:
    graph = Graph()
    for owner, one, percent in holdings:
        graph.add(owner, one, percent)
    for name in ends:
        graph.parties[name].ends = True

    def is_listed(key: str) -> Listed:
        return Listed.YES if key.startswith("listed") else Listed.MAYBE if key.startswith("maybe") else Listed.NO

    return owned_by_listed(graph, party, DAY, is_listed)


@pytest.mark.parametrize(
    ("holdings", "ends", "least", "most", "half"),
    [
        ([("listed a", "fab", 50.0), ("p", "fab", 50.0)], ("p",), 50, 50, True),
        ([("listed a", "fab", 49.9), ("p", "fab", 50.1)], ("p",), 49.9, 49.9, False),
        ([("listed a", "fab", 25.0), ("listed b", "fab", 25.0), ("p", "fab", 50.0)], ("p",), 50, 50, True),
        ([("listed a", "mid", 50.0), ("p", "mid", 50.0), ("mid", "fab", 50.0), ("p", "fab", 50.0)], ("p",), 50, 50, True),
        ([("listed a", "mid", 40.0), ("p", "mid", 60.0), ("mid", "fab", 100.0)], ("p",), 0, 0, False),
        ([("listed a", "fab", 30.0)], (), 30, 100, None),
        ([("listed a", "fab", 30.0), ("p", "fab", 60.0)], ("p",), 30, 40, False),
        ([("listed a", "fab", None), ("p", "fab", 30.0)], ("p",), 0, 70, None),
        ([("maybe a", "fab", 60.0), ("p", "fab", 40.0)], ("p",), 0, 60, None),
        ([("company", "fab", 100.0)], (), 0, 100, None),
        ([("fab", "mid", 100.0), ("mid", "fab", 60.0), ("p", "fab", 40.0)], ("p",), 0, 0, False),
        ([("fab", "mid", 50.0), ("listed a", "mid", 50.0), ("mid", "fab", 60.0), ("p", "fab", 40.0)], ("p",), 60, 60, True),
        ([("fab", "fab", 100.0)], (), 0, 0, False),
    ],
)
def test_listed_ownership_is_added_up(
    holdings: list[tuple[str, str, float | None]], ends: tuple[str, ...], least: float, most: float, half: bool | None
) -> None:
    found = owned(*holdings, ends=ends)
    assert (found.least, found.most, found.half) == (least, most, half)


def test_where_the_two_ways_of_counting_differ_it_is_open() -> None:
    found = owned(
        ("listed a", "mid", 40.0), ("p", "mid", 60.0), ("mid", "fab", 60.0), ("listed a", "fab", 30.0), ("p", "fab", 10.0), ends=("p",)
    )
    assert (found.least, found.multiplied, found.half) == (30, 54, None)


def test_no_data_is_unknown_and_says_what_would_settle_it() -> None:
    found = owned(("company", "fab", 100.0))
    assert found.half is None
    assert found.unknown == ("Who owns company?",)


def test_the_paths_are_shown() -> None:
    found = owned(("listed a", "mid", 100.0), ("mid", "fab", 51.0), ("p", "fab", 49.0), ends=("p",))
    assert [path.text("fab") for path in found.paths] == ["listed a owns 100 % of mid, which owns 51 % of fab"]


@given(st.lists(st.tuples(st.sampled_from("abcdfl"), st.sampled_from("abcdf"), st.one_of(st.none(), st.floats(0, 100))), max_size=14))
def test_any_graph_has_bounds_in_their_order(holdings: list[tuple[str, str, float | None]]) -> None:
    graph = Graph()
    graph.party("f")
    for owner, one, percent in holdings:
        graph.add(owner, one, percent)
    found = owned_by_listed(graph, "f", DAY, lambda key: Listed.YES if key == "l" else Listed.NO)
    assert 0 <= found.least <= found.most <= 100
    assert found.multiplied <= 100
    if found.half is True:
        assert found.paths


def test_holdings_count_on_their_days(tmp_path: Path) -> None:
    path = tmp_path / "owners.csv"
    path.write_text(
        "owner,owned,percent,from,until,owner_kind\nA,Fab,60 %,2020-01-01,2026-01-01,\nB,Fab,100,2026-01-01,,person\n", encoding="utf-8"
    )
    graph = read_graph(path)
    assert [one.owner for one in graph.owners("fab", date(2025, 12, 31))] == ["a"]
    assert [one.owner for one in graph.owners("fab", date(2026, 1, 1))] == ["b"]
    assert graph.parties["b"].ends


def test_follow_the_money_is_read(tmp_path: Path) -> None:
    path = tmp_path / "owners.jsonl"
    lines = [
        {"id": "x", "schema": "Company", "properties": {"name": ["Holding"], "country": ["cn"]}},
        {"id": "y", "schema": "Company", "properties": {"name": ["Fab"]}},
        {
            "id": "o",
            "schema": "Ownership",
            "properties": {"owner": ["x"], "asset": ["y"], "percentage": ["75"], "startDate": ["2020-01-01"]},
        },
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    graph = read_graph(path)
    assert graph.find("FAB Co., Ltd.") == "y"
    assert [(one.owner, one.percent) for one in graph.owners("y", DAY)] == [("x", 75.0)]
    assert graph.parties["x"].countries == ("CN",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("owner,owned\nA,B\n", 'the column "percent" is missing'),
        ("owner,owned,percent\nA,B,150\n", "no share"),
        ("owner,owned,percent\n,B,15\n", "owner or owned is missing"),
        ("owner,owned,percent,from\nA,B,15,never\n", "not a day of the calendar"),
        ('{"id": 1}\n', "the line is no FollowTheMoney entity"),
    ],
)
def test_a_line_that_means_nothing_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "owners.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match=message) as caught:
        read_graph(path)
    assert "owners.csv" in str(caught.value)
