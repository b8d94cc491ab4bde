"""The law over columns says what the engine says: on every worked case, and on random shipments of any form."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from licet import Engine, Law, Shipment, ShipmentError, read_shipment
from licet.batch.engines import DuckDb, Embedded
from licet.casework import read_cases
from licet.law.fields import to_python
from tests.support.columns import said_by_columns, said_by_determination, table_of
from tests.support.shipments import Written, shipments
from tests.support.world import world


@pytest.fixture(scope="module")
def worked(law: Law) -> list[Shipment]:
    found = [read_shipment(to_python(case.written), law) for case in read_cases(law)]
    return [shipment for shipment in found if shipment.known_on is None]


def random_shipments(count: int, start: int) -> list[Shipment]:
    for unit in world().law.vocabulary.units.by_name.values():
        world().base_units.setdefault(unit.dimension, unit.name)
    found: list[Shipment] = []

    @seed(start)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(shipments())
    def collect(written: Written) -> None:
        try:
            found.append(read_shipment(written, world().law))
        except ShipmentError:
            return

    collect()
    return found


def differences(made: list[Shipment], law: Law, engine: Engine, sql: DuckDb | Embedded) -> list[object]:
    compiled, table = table_of(made, law)
    said = said_by_columns(compiled, table, sql)
    wrong: list[object] = []
    for shipment, own in zip(made, said, strict=True):
        wanted = said_by_determination(engine.determine(shipment))
        wrong += [
            (shipment, regime, key, own[regime][key], value)
            for regime, found in wanted.items()
            for key, value in found.items()
            if own[regime][key] != value
        ]
    return wrong


def test_every_worked_case_comes_out_over_columns_as_it_does_alone(worked: list[Shipment], law: Law, engine: Engine) -> None:
    assert len(worked) > 2000
    assert differences(worked, law, engine, Embedded()) == []


def test_random_shipments_come_out_over_columns_as_they_do_alone(law: Law, engine: Engine) -> None:
    made = random_shipments(150, 7)
    assert len(made) > 100
    assert differences(made, law, engine, Embedded()) == []


def test_the_sql_of_the_law_says_the_same_in_duckdb(worked: list[Shipment], law: Law, engine: Engine) -> None:
    made = [*random_shipments(25, 11), *worked[::97]]
    assert differences(made, law, engine, DuckDb()) == []
