from __future__ import annotations

from typing import Any

import pytest

from licet import Engine, Law, Outcome, ShipmentError, read_shipment
from licet.model.determination import RegimeFinding

FREE, LICENCE = Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED


def found(engine: Engine, regime: str = "nl", day: str = "2024-10-01", **written: Any) -> RegimeFinding:
    shipment = {"item": {"kind": "scanner"}, "from": "NL", "to": "CN", "date": day, **written}
    return engine.determine(read_shipment(shipment, engine.law)).regime(regime)


def test_a_declared_code_counts_without_parameters(engine: Engine) -> None:
    finding = found(engine, classification={"nl": "3B001.f.4.b"})
    assert (finding.outcome.lower, finding.outcome.upper) == (LICENCE, LICENCE)
    assert [reason.declared for reason in finding.paragraphs if reason.value is True] == [True]
    assert finding.contradictions == ()


@pytest.mark.parametrize("code", ["3B001.f.4.b", "3b001.F.4.B", " 3B001.f.4.b "])
def test_a_declared_code_may_be_written_in_any_case(law: Law, code: str) -> None:
    shipment = read_shipment({"item": {"kind": "scanner"}, "date": "2024-10-01", "classification": {"nl": code}}, law)
    assert shipment.item.declared == {"nl": "3B001.f.4.b"}


def test_a_classification_may_stand_on_the_item(law: Law) -> None:
    shipment = read_shipment({"item": {"kind": "scanner", "classification": {"nl": "none"}}, "date": "2024-10-01"}, law)
    assert shipment.item.declared == {"nl": "none"}


def test_none_settles_what_parameters_leave_open(engine: Engine) -> None:
    assert not found(engine).outcome.is_settled
    finding = found(engine, classification={"nl": "none", "eu": "none"})
    assert (finding.outcome.lower, finding.outcome.upper) == (FREE, FREE)


def test_none_does_not_clear_what_is_met_by_its_parameters(engine: Engine) -> None:
    finding = found(engine, item="NXT:2000i", classification={"nl": "none"})
    assert finding.outcome.lower is LICENCE
    assert finding.contradictions == ("Declared as on no list, but by its parameters the item meets 3B001.f.4.b; both are counted.",)


def test_another_code_does_not_clear_what_is_met_by_its_parameters(engine: Engine) -> None:
    finding = found(engine, item="NXT:2000i", classification={"nl": "3B001.l"})
    assert finding.outcome.lower is LICENCE
    assert any("meets 3B001.f.4.b" in said for said in finding.contradictions)


def test_a_code_that_the_parameters_deny_stands_and_the_denial_is_said_aloud(engine: Engine) -> None:
    finding = found(engine, item="NXT:1470", classification={"nl": "3B001.f.4.b"})
    assert finding.outcome.lower is LICENCE
    expected = "Declared as 3B001.f.4.b, but by its parameters the item does not meet it; the declaration stands until corrected."
    assert expected in finding.contradictions


def test_a_code_that_was_not_yet_in_force_is_not_relied_on(engine: Engine) -> None:
    finding = found(engine, day="2023-08-31", classification={"nl": "3B001.f.4.b"})
    assert finding.outcome.upper is FREE
    assert (
        "Declared as 3B001.f.4.b, but no such paragraph is in force on 2023-08-31; the declaration is not relied on."
        in finding.contradictions
    )


def test_a_declaration_for_one_list_says_nothing_of_another(engine: Engine) -> None:
    shipment = {"item": "NXT:2000i", "to": "CN", "from": "NL", "date": "2025-12-01", "classification": {"nl": "none"}}
    answer = engine.determine(read_shipment(shipment, engine.law))
    assert answer.regime("eu").outcome.lower is LICENCE


def test_a_whole_entry_may_be_declared(engine: Engine) -> None:
    finding = found(engine, classification={"nl": "3B001"})
    assert finding.outcome.lower is LICENCE


@pytest.mark.parametrize("written", [{"zz": "3B001"}, {"nl": "a scanner"}, {"nl": ["3B001"]}, "3B001"])
def test_a_classification_that_cannot_be_is_refused(law: Law, written: Any) -> None:
    with pytest.raises(ShipmentError):
        read_shipment({"item": {"kind": "scanner"}, "classification": written}, law)


def test_an_unknown_regime_is_refused_with_those_that_are_known(law: Law) -> None:
    with pytest.raises(ShipmentError) as caught:
        read_shipment({"item": {"kind": "scanner"}, "classification": {"ue": "3B001"}}, law)
    (problem,) = caught.value.problems
    assert (problem.what, problem.must_be) == ('unknown regime "ue"', ", ".join(law.regimes))
