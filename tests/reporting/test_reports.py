from __future__ import annotations

import json

from hypothesis import assume, given, settings

from licet import ShipmentError, determination_as_dict, determination_as_text, read_shipment
from licet.model.determination import Determination
from tests.support.shipments import Written, shipments
from tests.support.world import world


def determine(written: Written) -> Determination:
    try:
        return world().engine.determine(read_shipment(written, world().law))
    except ShipmentError:
        assume(False)
        raise


@settings(max_examples=15)
@given(shipments())
def test_every_answer_can_be_written_as_json(written: Written) -> None:
    found = determine(written)
    shown = determination_as_dict(found, world().law, why=True, changes=False)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["outcome"]["label"] == found.outcome.label


@settings(max_examples=15)
@given(shipments())
def test_every_answer_fits_a_hundred_columns(written: Written) -> None:
    found = determine(written)
    for why in (False, True):
        lines = determination_as_text(found, world().law, why).splitlines()
        assert [line for line in lines if len(line) > 100 and "http" not in line] == []


@settings(max_examples=15)
@given(shipments())
def test_every_change_that_is_shown_changes_the_outcome(written: Written) -> None:
    found = determine(written)
    changes = list(found.changes())
    assert [change.what for change in changes if change.outcome == found.outcome] == []
    assert len({change.what for change in changes}) == len(changes)


@given(shipments())
def test_every_reason_names_its_source_and_every_open_regime_what_it_hangs_on(written: Written) -> None:
    found = determine(written)
    for finding in found.regimes:
        for reason in (*finding.paragraphs, *finding.requirements, *finding.releases, *finding.reach):
            assert reason.sources, reason.id
        if not finding.outcome.is_settled:
            assert finding.missing or finding.doubts, finding.regime
