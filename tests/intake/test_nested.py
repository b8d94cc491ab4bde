from __future__ import annotations

from typing import Any

import pytest

from licet import Engine, Law, Outcome, ShipmentError, read_shipment
from licet.model.determination import RegimeFinding
from licet.model.shipment import Item


def item(law: Law, **written: Any) -> Item:
    return read_shipment({"item": written, "date": "2024-10-01"}, law).item


def eu(engine: Engine, day: str = "2025-12-01", **written: Any) -> RegimeFinding:
    shipment = {"item": written, "from": "DE", "to": "CN", "date": day}
    return engine.determine(read_shipment(shipment, engine.law)).regime("eu")


def test_an_item_may_be_for_a_product_by_name(law: Law) -> None:
    found = item(law, kind="software", **{"for": "NXT:2000i"})
    assert found.hosts is not None
    (host,) = found.hosts
    assert (host.product, host.path) == ("ASML TWINSCAN NXT:2000i", "item.for")


def test_an_item_may_be_for_an_item_described_by_facts(law: Law) -> None:
    found = item(law, kind="software", **{"for": {"kind": "scanner", "wavelength": "13,5 nm"}})
    assert found.hosts is not None
    assert found.hosts[0].facts["wavelength"] == 13.5


def test_an_item_may_be_for_several(law: Law) -> None:
    found = item(law, kind="software", **{"for": ["NXT:2000i", {"kind": "ald"}]})
    assert found.hosts is not None
    assert [host.path for host in found.hosts] == ["item.for[0]", "item.for[1]"]


def test_items_nest(law: Law) -> None:
    found = item(law, kind="software", **{"for": {"kind": "component", "for": {"kind": "scanner", "contains": ["H100"]}}})
    assert found.hosts is not None and found.hosts[0].hosts is not None
    scanner = found.hosts[0].hosts[0]
    assert scanner.components is not None
    assert (scanner.components[0].product, scanner.components[0].path) == ("NVIDIA H100 SXM5 80GB", "item.for.for.contains[0]")


@pytest.mark.parametrize("written", ["unknown", "", None])
def test_what_an_item_is_for_may_be_unknown(law: Law, written: Any) -> None:
    found = item(law, kind="server", **{"for": written, "contains": written, "performances": written})
    assert (found.hosts, found.components, dict(found.records)) == (None, None, {})


def test_an_item_may_contain_nothing(law: Law) -> None:
    assert item(law, kind="server", contains=[]).components == ()


def test_a_wrong_fact_of_a_nested_item_is_refused_at_its_path(law: Law) -> None:
    with pytest.raises(ShipmentError, match=r"^item\.for\.contains\[1\]\.die_area: wrong unit of die_area"):
        item(law, kind="software", **{"for": {"kind": "server", "contains": [{"kind": "gpu"}, {"kind": "gpu", "die_area": "8 nm"}]}})


def test_software_follows_the_item_it_is_for(engine: Engine) -> None:
    listed = eu(engine, kind="software", specially_designed="yes", purpose=["use"], **{"for": "NXE:3600D"})
    assert listed.outcome.upper is Outcome.LICENCE_REQUIRED
    assert any(reason.id.startswith("eu:annex-i/3D") for reason in listed.paragraphs)


def test_without_what_it_is_for_software_stays_open(engine: Engine) -> None:
    found = eu(engine, kind="software", specially_designed="yes", purpose=["use"])
    assert not found.outcome.is_settled
    assert "for" in {fact.name for fact in found.missing}


def test_a_part_follows_its_host_if_it_is_specially_designed(engine: Engine) -> None:
    part = {"kind": "component", "for": "NXE:3600D"}
    assert eu(engine, **part, specially_designed="yes").outcome.lower is Outcome.LICENCE_REQUIRED
    assert eu(engine, **part, specially_designed="no").outcome.upper is Outcome.NO_LICENCE_REQUIRED
    assert not eu(engine, **part).outcome.is_settled
