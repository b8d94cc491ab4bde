"""From a graph of owners to the answer: the Chinese and the United States rules on ownership, by their days and their suspensions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from licet import Engine, read_shipment
from licet.model.determination import RegimeFinding
from licet.model.outcome import Outcome
from licet.screened.parties import screen_parties
from licet.screened.words import screening_as_text
from licet.screening.in_play import InPlay
from licet.screening.ownership.graph import Graph, read_graph
from licet.screening.screen import Screening
from licet.screening.store import Store

OUTSIDE, FREE, LICENCE, PROHIBITED = Outcome.NOT_SUBJECT, Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED, Outcome.PROHIBITED

SAMARIUM = {"kind": "metal", "substance": "rare_earth", "rare_earths": ["samarium"], "rare_earth_form": "metal", "origin": "CN"}
EAR99 = {"kind": "other", "eccn": "EAR99"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("lists"))


def graph(folder: Path, *rows: str) -> Graph:
    """Read a file of owners, as a user writes it."""
    path = folder / "owners.csv"
    path.write_text("owner,owned,percent,from,until,owner_kind\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return read_graph(path)


def decided(engine: Engine, store: Store, owners: Graph, regime: str, day: str, item: Any, start: str, end: str) -> RegimeFinding:
    parties = {"end_user": {"name": "Quiet Fab GmbH", "country": end, "headquarters": end}}
    shipment = read_shipment({"item": item, "from": start, "to": end, "date": day, "parties": parties}, engine.law)
    found = screen_parties(shipment, engine.law, Screening(InPlay(store, shipment.day)), owners)
    return engine.determine(found.shipment).regime(regime)


HALF = ("Intelligent Epitaxy Technology,Quiet Fab GmbH,50,,,", "Somebody,Quiet Fab GmbH,50,,,person")


@pytest.mark.parametrize(
    ("day", "lower", "upper"),
    [
        ("2025-10-08", OUTSIDE, OUTSIDE),
        ("2025-10-09", LICENCE, LICENCE),
        ("2025-11-06", LICENCE, LICENCE),
        ("2025-11-07", FREE, FREE),
        ("2026-11-10", FREE, FREE),
        ("2026-11-11", FREE, LICENCE),
    ],
)
def test_the_chinese_rule_by_its_days(engine: Engine, store: Store, tmp_path: Path, day: str, lower: Outcome, upper: Outcome) -> None:
    answer = decided(engine, store, graph(tmp_path, *HALF), "cn", day, SAMARIUM, "NL", "KR")
    assert (answer.outcome.lower, answer.outcome.upper) == (lower, upper)


REFUSED = "cn-61-listed-parties"


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        pytest.param(HALF, True, id="one half"),
        pytest.param(("Intelligent Epitaxy Technology,Quiet Fab GmbH,49.9,,,", "Somebody,Quiet Fab GmbH,50.1,,,person"), False, id="below"),
        pytest.param(
            (
                "Intelligent Epitaxy Technology,Quiet Fab GmbH,30,,,",
                '"Lockheed Martin",Quiet Fab GmbH,1,,,public',
                "Skydio,Quiet Fab GmbH,1,,,",
                "Somebody,Quiet Fab GmbH,68,,,person",
            ),
            False,
            id="parties on other lists do not count",
        ),
        pytest.param(
            (
                "Intelligent Epitaxy Technology,Middle BV,60,,,",
                "Somebody,Middle BV,40,,,person",
                "Middle BV,Quiet Fab GmbH,50,,,",
                "Somebody,Quiet Fab GmbH,50,,,person",
            ),
            True,
            id="through a company held by the majority",
        ),
        pytest.param(
            (
                "Quiet Fab GmbH,Ring AG,50,,,",
                "Intelligent Epitaxy Technology,Ring AG,50,,,",
                "Ring AG,Quiet Fab GmbH,60,,,",
                "Somebody,Quiet Fab GmbH,40,,,person",
            ),
            True,
            id="a circle with a listed owner in it",
        ),
        pytest.param(
            ("Quiet Fab GmbH,Ring AG,100,,,", "Ring AG,Quiet Fab GmbH,60,,,", "Somebody,Quiet Fab GmbH,40,,,person"),
            False,
            id="a circle without one",
        ),
        pytest.param(("Intelligent Epitaxy Technology,Quiet Fab GmbH,30,,,",), None, id="the rest is not known"),
        pytest.param(("Intelligent Epitaxy Technology,Quiet Fab GmbH,,,,", "Somebody,Quiet Fab GmbH,20,,,person"), None, id="no share"),
        pytest.param(("Somebody,Another GmbH,100,,,person",), None, id="not in the graph"),
        pytest.param(
            ("Intelligent Epitaxy Technology,Quiet Fab GmbH,50,,2025-10-01,", "Somebody,Quiet Fab GmbH,100,2025-10-01,,person"),
            False,
            id="sold before",
        ),
    ],
)
def test_the_chinese_rule_refuses_what_listed_parties_own(
    engine: Engine, store: Store, tmp_path: Path, rows: tuple[str, ...], refused: bool | None
) -> None:
    answer = decided(engine, store, graph(tmp_path, *rows), "cn", "2025-10-15", SAMARIUM, "NL", "KR")
    found = {review.id: review.value for reason in answer.requirements for review in reason.reviews}
    assert answer.outcome.lower is LICENCE
    assert found.get(REFUSED, False) is refused


WINGTECH = ("Wingtech Technology Co. Ltd.,Quiet Fab GmbH,50,,,public", "Somebody,Quiet Fab GmbH,50,,,person")


@pytest.mark.parametrize(
    ("day", "lower", "upper"),
    [
        ("2025-09-28", FREE, FREE),
        ("2025-09-29", LICENCE, LICENCE),
        ("2025-11-09", LICENCE, LICENCE),
        ("2025-11-10", FREE, FREE),
        ("2026-11-09", FREE, FREE),
        ("2026-11-10", FREE, LICENCE),
    ],
)
def test_the_affiliates_rule_by_its_days(engine: Engine, store: Store, tmp_path: Path, day: str, lower: Outcome, upper: Outcome) -> None:
    answer = decided(engine, store, graph(tmp_path, *WINGTECH), "us", day, EAR99, "US", "DE")
    assert (answer.outcome.lower, answer.outcome.upper) == (lower, upper)


@pytest.mark.parametrize("day", ["2025-09-28", "2026-01-15"])
def test_what_blocked_persons_own_is_never_clear_whatever_the_affiliates_rule(
    engine: Engine, store: Store, tmp_path: Path, day: str
) -> None:
    rows = ("C&I Semiconductors Co. Ltd.,Quiet Fab GmbH,50,,,", "Somebody,Quiet Fab GmbH,50,,,person")
    answer = decided(engine, store, graph(tmp_path, *rows), "us", day, EAR99, "US", "DE")
    assert (answer.outcome.lower, answer.outcome.upper) == (FREE, PROHIBITED)


def test_rules_that_come_to_the_same_are_told_once(engine: Engine, store: Store, tmp_path: Path) -> None:
    shipment = read_shipment(
        {"item": EAR99, "from": "US", "to": "DE", "date": "2026-01-15", "parties": {"end_user": {"name": "Quiet Fab GmbH"}}}, engine.law
    )
    rows = ("C&I Semiconductors Co. Ltd.,Quiet Fab GmbH,50,,,public", "Somebody,Quiet Fab GmbH,50,,,person")
    found = screen_parties(shipment, engine.law, Screening(InPlay(store, shipment.day)), graph(tmp_path, *rows))
    lines = [text for _, text in screening_as_text(found, why=True) if "listed parties own" in text]
    assert len(found.owned) == 5
    assert len(lines) == 1
    assert lines[0].endswith("[the affiliates rule of the United States (50 per cent); the 50 per cent rule of the United States Treasury]")
