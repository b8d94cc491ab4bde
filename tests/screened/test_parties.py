from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet import Engine, read_shipment
from licet.model.outcome import Outcome
from licet.screened.duties import duties
from licet.screened.owners import ownership_rules
from licet.screened.parties import ScreenedShipment, screen_parties, screening_as_dict
from licet.screening.in_play import InPlay
from licet.screening.matching.evidence import Query
from licet.screening.ownership.graph import Graph
from licet.screening.register import register
from licet.screening.screen import Screening
from licet.screening.store import Store
from tests.support.commands import licet


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("lists"))


def screened(
    engine: Engine, store: Store, party: Mapping[str, Any], day: str = "2026-08-01", graph: Graph | None = None, to: str = "CN"
) -> ScreenedShipment:
    written = {
        "item": {"kind": "scanner", "wavelength": "365 nm"},
        "from": "US",
        "to": to,
        "date": day,
        "parties": {"end_user": dict(party)},
    }
    shipment = read_shipment(written, engine.law)
    return screen_parties(shipment, engine.law, Screening(InPlay(store, shipment.day)), graph)


def facts(found: ScreenedShipment) -> Mapping[str, Any]:
    return found.shipment.parties[0].facts


SMIC = {"name": "Semiconductor Manufacturing International (Beijing) Corporation", "country": "CN"}


def test_a_sure_match_sets_the_facts_of_its_list_and_their_source(engine: Engine, store: Store) -> None:
    found = screened(engine, store, SMIC)
    assert facts(found)["entity_listed"] is True
    assert facts(found)["entity_list_footnotes"] == frozenset({"footnote_5"})
    given = found.shipment.parties[0].given["entity_listed"]
    assert given.note.startswith("Entity List, curated of ")
    assert "us-744.11" in [reason.id for reason in engine.determine(found.shipment).regime("us").requirements]


def test_a_possible_match_opens_the_answer_and_asks_whether_it_is_the_same_party(engine: Engine, store: Store) -> None:
    plain = screened(engine, store, {"name": "Quite Another Company", "country": "CN"})
    maybe = screened(engine, store, {"name": "Naura Shangai"})
    assert "entity_listed" not in facts(maybe)
    assert "entity_listed" in maybe.shipment.parties[0].open
    before, after = engine.determine(plain.shipment).regime("us"), engine.determine(maybe.shipment)
    assert "us-744.11" not in [reason.id for reason in before.requirements]
    assert [reason.value for reason in after.regime("us").requirements if reason.id == "us-744.11"] == [None]
    assert after.outcome.upper >= Outcome.LICENCE_REQUIRED
    questions = [fact.question for fact in after.missing if fact.path.startswith("parties.end_user.entity_list")]
    assert questions
    assert "is this the same party?" in questions[0]


def test_no_match_leaves_the_assumption_and_names_the_lists(engine: Engine, store: Store) -> None:
    found = screened(engine, store, {"name": "Quite Another Company", "country": "CN"})
    assert found.parties[0].sets == found.parties[0].leaves_open == ()
    assert "No party is on the Entity List of the United States." in engine.determine(found.shipment).assumptions
    assert [one["publisher"] for one in screening_as_dict(found)["lists"]] == ["curated"]


def test_what_the_user_states_stands_and_the_contradiction_is_said(engine: Engine, store: Store) -> None:
    found = screened(engine, store, {**SMIC, "entity_listed": "no"})
    assert facts(found)["entity_listed"] is False
    assert "entity_listed" in found.parties[0].against


def test_before_its_day_a_listing_sets_nothing(engine: Engine, store: Store) -> None:
    found = screened(engine, store, SMIC, day="2020-12-17")
    assert "entity_listed" not in facts(found)
    assert facts(screened(engine, store, SMIC, day="2020-12-18"))["entity_listed"] is True


def test_a_list_that_no_law_asks_about_is_shown_and_sets_nothing(engine: Engine, store: Store) -> None:
    found = screened(engine, store, {"name": "TDK Corporation", "country": "JP"}, to="JP")
    assert found.parties[0].sets == ()
    assert {hit.match.listing.list for hit in found.parties[0].unasked} == {"cn-attention-list"}


def test_parties_without_a_name_need_no_lists(engine: Engine, store: Store) -> None:
    found = screened(engine, store, {"country": "CN"})
    assert (found.parties, found.lists) == ((), None)


def test_a_cleared_match_sets_nothing(engine: Engine, tmp_path: Path) -> None:
    store = Store(tmp_path)
    screening = Screening(InPlay(store, date(2026, 8, 1)))
    query = Query("Naura Shangai")
    for hit in screening.screen(query).matches:
        screening.cleared.add(query, hit.match.listing, "A. Officer", "another company", date(2027, 1, 1), date(2026, 7, 1))
    found = screened(engine, store, {"name": "Naura Shangai"})
    assert dict(found.shipment.parties[0].open) == {}


def nexperia(percent: float | None) -> Graph:
    graph = Graph()
    graph.add("Wingtech Technology Co., Ltd.", "Nexperia B.V.", percent)
    graph.add("Somebody", "Nexperia B.V.", 100.0 - (percent or 100.0))
    graph.parties["somebody"].ends = True
    return graph


@pytest.mark.parametrize(("day", "bites"), [("2025-09-28", False), ("2025-09-29", True), ("2025-11-09", True), ("2025-11-10", False)])
def test_the_affiliates_rule_bites_by_its_days(engine: Engine, store: Store, day: str, bites: bool) -> None:
    found = screened(engine, store, {"name": "Nexperia B.V.", "country": "NL"}, day, nexperia(100.0), "NL")
    assert facts(found)["owned_half_by_listed"] is True
    rules = [reason.id for reason in engine.determine(found.shipment).regime("us").requirements if reason.value is True]
    assert ("us-744.11-affiliates" in rules) is bites


def test_below_one_half_nothing_bites_and_an_unknown_share_is_open(engine: Engine, store: Store) -> None:
    below = screened(engine, store, {"name": "Nexperia B.V.", "country": "NL"}, "2025-10-15", nexperia(49.0), "NL")
    assert facts(below)["owned_half_by_listed"] is False
    assert facts(below)["listed_ownership_share"] == pytest.approx(0.49) or facts(below)["listed_ownership_share"] == pytest.approx(49.0)
    unknown = screened(engine, store, {"name": "Nexperia B.V.", "country": "NL"}, "2025-10-15", nexperia(None), "NL")
    assert "owned_half_by_listed" in unknown.shipment.parties[0].open
    reasons = engine.determine(unknown.shipment).regime("us").requirements
    assert [reason.value for reason in reasons if reason.id == "us-744.11-affiliates"] == [None]


def test_a_party_that_the_graph_does_not_have_is_unknown(engine: Engine, store: Store) -> None:
    found = screened(engine, store, {"name": "Quite Another Company"}, "2025-10-15", nexperia(100.0))
    assert found.owned[0].owned is None
    assert "owned_half_by_listed" in found.shipment.parties[0].open


def test_the_tables_name_lists_and_facts_that_exist(engine: Engine) -> None:
    known = engine.law.vocabulary.facts
    for key, duty in duties().items():
        assert key in register()
        named = [*duty.get("sets", {}), *(duty[part]["fact"] for part in ("footnotes", "review", "scope") if part in duty)]
        assert [fact for fact in named if fact not in known] == []
    for rule in ownership_rules().values():
        assert [key for key in rule["counts"] if key not in register()] == []


def test_check_shows_match_evidence_and_vintage() -> None:
    ran = licet(
        "check", "--item", "NXT:1980Di", "--from", "US", "--to", "CN", "--date", "2026-08-01", "--party", "end_user=SMIC Beijing@CN"
    )
    assert "Screened" in ran.out
    assert "[us-entity-list, footnote 5]" in ran.out
    assert "Looked at the curated list only" in ran.out
    assert max(map(len, ran.lines)) <= 100
    plain = licet(
        "check",
        "--item",
        "NXT:1980Di",
        "--from",
        "US",
        "--to",
        "CN",
        "--date",
        "2026-08-01",
        "--party",
        "end_user=SMIC Beijing@CN",
        "--no-screen",
    )
    assert "Screened" not in plain.out
    answer = licet(
        "check", "--item", "H200", "--from", "US", "--to", "CN", "--date", "2026-02-01", "--party", "end_user=SMIC Beijing", "--json"
    ).json
    assert answer["screening"]["parties"][0]["hits"][0]["compared"]["words"][0]["how"] == "same"
