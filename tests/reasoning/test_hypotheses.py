from __future__ import annotations

from typing import Any

import pytest

from licet import Engine, Outcome, read_shipment
from licet.model.determination import Determination
from licet.model.outcome import exactly

OLDER_SCANNER = {
    "kind": "scanner",
    "exposure": "photo_optical",
    "wavelength": "193 nm",
    "numerical_aperture": "1.35",
    "model_family": "NXT:1980i",
}
"""On the Union's list if its overlay is fine, and on the Dutch list if it is not."""


def determine(engine: Engine, **facts: Any) -> Determination:
    written = {"item": {**OLDER_SCANNER, **facts}, "from": "NL", "to": "CN", "date": "2025-12-01"}
    return engine.determine(read_shipment(written, engine.law))


def test_what_is_on_one_list_or_the_other_needs_a_licence_though_each_list_is_open(engine: Engine) -> None:
    found = determine(engine)
    assert not found.regime("eu").outcome.is_settled
    assert not found.regime("nl").outcome.is_settled
    assert found.outcome == exactly(Outcome.LICENCE_REQUIRED)
    assert found.missing == ()


@pytest.mark.parametrize("overlay", ["1.40 nm", "1.50 nm", "1.51 nm", "1.60 nm", "3 nm"])
def test_whatever_the_fact_turns_out_to_be_the_answer_holds(engine: Engine, overlay: str) -> None:
    assert determine(engine, dedicated_chuck_overlay=overlay).outcome == exactly(Outcome.LICENCE_REQUIRED)


def test_where_one_hypothesis_is_clear_the_answer_stays_open(engine: Engine) -> None:
    found = determine(engine, model_family="other")
    assert (found.outcome.lower, found.outcome.upper) == (Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED)


def test_the_quick_outcome_is_reasoned_by_cases_too(engine: Engine) -> None:
    found = determine(engine)
    assert engine.outcome(found.shipment) == found.outcome


def test_where_everything_is_enforced_the_enforced_outcome_is_the_outcome(engine: Engine) -> None:
    found = determine(engine)
    assert not any(rule.not_enforced for finding in found.regimes for rule in finding.requirements)
    assert found.enforced == found.outcome
