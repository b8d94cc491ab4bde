"""A lane that comes back gets its rules read apart for it; the answer is the one it got the first time."""

from __future__ import annotations

import pytest
from hypothesis import given

from licet import Engine, ShipmentError, load_law, read_shipment
from licet.casework import Case, read_cases
from licet.law.fields import to_python
from licet.reporting import determination_as_dict
from tests.support.shipments import Written, classified
from tests.support.world import world

EVERY = 25
"""Every how manieth worked case is written in full; of more the outcomes are compared."""

CASES = read_cases(load_law())


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(world().law)


def test_cases_say_the_same_a_second_and_a_third_time(engine: Engine) -> None:
    for case in CASES[::4]:
        shipment = read_shipment(to_python(case.written), engine.law)
        first, second, third = (engine.determine(shipment) for _ in range(3))
        assert first.outcome == second.outcome == third.outcome, case.name
        assert [one.outcome for one in first.regimes] == [one.outcome for one in third.regimes], case.name


@pytest.mark.parametrize("case", CASES[::EVERY], ids=lambda case: case.name)
def test_every_word_of_the_answer_is_the_same_a_second_time(case: Case, engine: Engine) -> None:
    shipment, law = read_shipment(to_python(case.written), engine.law), engine.law
    fresh = determination_as_dict(Engine(law).determine(shipment), law, why=True, changes=False)
    engine.determine(shipment)
    assert determination_as_dict(engine.determine(shipment), law, why=True, changes=False) == fresh


@given(classified())
def test_any_shipment_says_the_same_a_second_time(written: Written) -> None:
    try:
        shipment = read_shipment(written, world().law)
    except ShipmentError:
        return
    engine = Engine(world().law)
    first, second = engine.determine(shipment), engine.determine(shipment)
    assert [one.outcome for one in first.regimes] == [one.outcome for one in second.regimes]
    assert first.outcome == second.outcome
    assert first.unassumed == second.unassumed
