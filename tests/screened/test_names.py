"""A company that the law names is not another one because it is spelled otherwise: the answer is open and asks."""

from __future__ import annotations

from typing import Any

import pytest

from licet import Engine, read_shipment
from licet.model.determination import Determination
from licet.model.outcome import Outcome
from licet.screened.names import may_be, names_left_open

PART = {"kind": "discrete_device"}


def decided(engine: Engine, item: Any, day: str, start: str, end: str, **more: Any) -> Determination:
    shipment = read_shipment({"item": item, "from": start, "to": end, "date": day, **more}, engine.law)
    return engine.determine(names_left_open(shipment, engine.law.vocabulary))


@pytest.mark.parametrize(
    ("maker", "least", "most"),
    [
        ("Nexperia", Outcome.PROHIBITED, Outcome.PROHIBITED),
        ("Nexperia Mfg", Outcome.NO_LICENCE_REQUIRED, Outcome.PROHIBITED),
        ("NEXPERIA GERMANY GmbH", Outcome.NO_LICENCE_REQUIRED, Outcome.PROHIBITED),
        ("Nexpera", Outcome.NO_LICENCE_REQUIRED, Outcome.PROHIBITED),
        ("安世半导体(中国)有限公司", Outcome.NO_LICENCE_REQUIRED, Outcome.PROHIBITED),
        ("Infineon", Outcome.NO_LICENCE_REQUIRED, Outcome.NO_LICENCE_REQUIRED),
        ("\u202e\x00🚀", Outcome.NO_LICENCE_REQUIRED, Outcome.NO_LICENCE_REQUIRED),
    ],
)
def test_the_maker_of_the_ban_of_october_2025(engine: Engine, maker: str, least: Outcome, most: Outcome) -> None:
    outcome = decided(engine, {**PART, "maker": maker}, "2025-10-10", "CN", "DE").regime("cn").outcome
    assert (outcome.lower, outcome.upper) == (least, most)


def test_the_answer_asks_whether_it_is_that_company_and_hears_the_answer(engine: Engine) -> None:
    open_ = decided(engine, {**PART, "maker": "Nexperia Mfg"}, "2025-10-10", "CN", "DE")
    (asked,) = [fact for fact in open_.missing if fact.name == "nexperia_component"]
    assert asked.question.startswith("Is Nexperia Mfg the company that the law calls Nexperia? Is it a finished component of Nexperia")
    settled = decided(engine, {**PART, "maker": "Nexperia Mfg", "nexperia_component": False}, "2025-10-10", "CN", "DE")
    assert settled.regime("cn").outcome.is_clear
    stated = decided(engine, {**PART, "maker": "Nexperia Mfg", "exported_by_nexperia_china": True}, "2025-10-10", "CN", "DE")
    assert stated.regime("cn").outcome.lower is Outcome.PROHIBITED


def test_a_component_and_a_party_are_looked_at_too(engine: Engine) -> None:
    whole = {"kind": "other", "contains": [{**PART, "maker": "Nexperia Mfg"}]}
    shipment = read_shipment({"item": whole, "from": "CN", "to": "DE", "date": "2025-10-10"}, engine.law)
    found = names_left_open(shipment, engine.law.vocabulary)
    assert found.item.components is not None
    assert "nexperia_component" in found.item.components[0].open
    parties = {"exporter": {"name": "NVIDIA Singapore Pte Ltd"}}
    answer = decided(engine, "NVIDIA H20", "2025-05-01", "US", "CN", parties=parties).regime("us")
    assert [reason.value for reason in answer.requirements if reason.id == "us-letter-2025-04-h20-class"] == [None]


@pytest.mark.parametrize("name", ["", " ", "Co., Ltd.", "🚀", "Ю" * 100_000, "a b " * 1000])
def test_odd_names_are_no_company_of_the_law(name: str) -> None:
    assert not may_be(name, "Nexperia")
