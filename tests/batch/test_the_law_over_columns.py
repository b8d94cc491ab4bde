"""The law over columns says what the engine says: on every worked case, and on random shipments of any form."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from licet import Determination, Engine, Law, Shipment, ShipmentError, read_shipment
from licet.batch.engines import DuckDb, Embedded
from licet.batch.run import run_batch
from licet.batch.sources import Source
from tests.batch.conftest import Decided, Worked
from tests.support.batches import against_the_case, apart, read_answers, row_of, write_rows
from tests.support.columns import said_by_columns, said_by_determination, table_of
from tests.support.shipments import Written, classified
from tests.support.world import world


def random_shipments(count: int, start: int) -> list[Shipment]:
    """Draw shipments, some with a party of which a fact is open although nothing was said of it."""
    for unit in world().law.vocabulary.units.by_name.values():
        world().base_units.setdefault(unit.dimension, unit.name)
    found: list[Shipment] = []
    draw = random.Random(start)  # noqa: S311  # not for secrets
    assumed = [fact.name for fact in world().facts("party") if fact.default is not None]

    @seed(start)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(classified())
    def collect(written: Written) -> None:
        try:
            shipment = read_shipment(written, world().law)
        except ShipmentError:
            return
        parties = []
        for party in shipment.parties:
            silent = [name for name in assumed if name not in party.facts]
            speaks = draw.sample(silent, min(len(silent), draw.choice((0, 0, 1, 2))))
            parties.append(dataclasses.replace(party, open=dict.fromkeys(speaks, "?")))
        found.append(dataclasses.replace(shipment, parties=tuple(parties)))

    collect()
    return found


def differences(
    made: Sequence[Shipment], found: Sequence[Determination], law: Law, sql: DuckDb | Embedded, regimes: Sequence[str] = ()
) -> list[object]:
    compiled, table = table_of(made, law, regimes)
    wrong: list[object] = []
    for shipment, own, one in zip(made, said_by_columns(compiled, table, sql), found, strict=True):
        wanted = said_by_determination(one)
        wrong += [
            (shipment, regime, key, said[key], value)
            for regime, said in own.items()
            for key, value in wanted[regime].items()
            if said[key] != value
        ]
    return wrong


def test_worked_cases_come_out_over_columns_as_they_do_alone(decided: list[Decided], law: Law) -> None:
    assert len(decided) > 800
    assert differences([one.worked.shipment for one in decided], [one.found for one in decided], law, Embedded()) == []


def test_random_shipments_come_out_over_columns_as_they_do_alone(law: Law, engine: Engine, thorough: bool) -> None:
    made = random_shipments(3000 if thorough else 70, 7)
    assert len(made) > 50
    assert differences(made, [engine.determine(shipment) for shipment in made], law, Embedded()) == []


def test_the_sql_of_the_law_says_the_same_in_duckdb(decided: list[Decided], law: Law, thorough: bool) -> None:
    some = decided if thorough else decided[::15]
    regimes = () if thorough else ("tw",)  # DuckDB takes minutes to plan all of them
    assert differences([one.worked.shipment for one in some], [one.found for one in some], law, DuckDb(), regimes) == []


def test_a_file_of_all_worked_cases_comes_out_as_expected_and_as_each_does_alone(
    worked: list[Worked], decided: list[Decided], law: Law, tmp_path: Path
) -> None:
    held = [(row, one) for one in worked if (row := row_of(one.written)) is not None]
    assert len(held) > 0.97 * len(worked)
    mapping = write_rows(tmp_path / "in.parquet", [row for row, _ in held], law)
    summary = run_batch(law, Source(tmp_path / "in.parquet"), mapping, tmp_path / "out.parquet")
    out = read_answers(tmp_path / "out.parquet")
    assert (summary.decided, summary.rejected) == (len(held), 0)
    assert [(row, wrong) for number, (row, one) in enumerate(held, start=1) if (wrong := against_the_case(out[number], one.case))] == []
    found = {one.worked.case.at: one.found for one in decided}
    alone = [(row, out[number], found[one.case.at]) for number, (row, one) in enumerate(held, start=1) if one.case.at in found]
    assert [(row, differs) for row, own, one in alone if (differs := apart(own, one))] == []
