from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet import Law, Shipment, ShipmentError, read_shipment, read_shipment_text
from licet.model.shipment import Origin


def read(law: Law, **written: Any) -> Shipment:
    return read_shipment({"item": {"kind": "scanner"}, "date": "2024-10-01", **written}, law)


def of_item(law: Law, **facts: Any) -> dict[str, Any]:
    found = read(law, item=facts).item.facts
    return {name: value for name, value in found.items() if name != "kind"}


@pytest.mark.parametrize(
    "written",
    [
        {"wavelength": "193 nm"},
        {"wavelength": "193nm"},
        {"wavelength": 193},
        {"wavelength": "193"},
        {"wavelength": "193,0 nm"},
        {"wavelength": "0.193 um"},
        {"wavelength": "0,193 µm"},
        {"wavelength": "1.93e2 nm"},
        {"wavelength": " 193  nm "},
        {"wavelength_nm": 193},
        {"wavelength_nm": "193"},
        {"wavelength_um": 0.193},
        {"Wavelength": "193 nm"},
        {"WAVELENGTH": "193 nm"},
    ],
    ids=str,
)
def test_a_quantity_may_be_written_in_many_ways(law: Law, written: dict[str, Any]) -> None:
    assert of_item(law, **written) == {"wavelength": 193.0}


@pytest.mark.parametrize(("written", "value"), [("1.50 nm", 1.5), ("1,50 nm", 1.5), ("0.0015 um", 1.5), ("1500 pm", 1.5)])
def test_a_threshold_is_met_exactly_in_whatever_unit_it_is_written(law: Law, written: str, value: float) -> None:
    assert of_item(law, dedicated_chuck_overlay=written) == {"dedicated_chuck_overlay": value}


@pytest.mark.parametrize("name", ["dedicated_chuck_overlay", "dco", "DCO", "single-machine overlay", "Single_Machine_Overlay"])
def test_a_fact_is_known_by_its_other_names(law: Law, name: str) -> None:
    assert of_item(law, **{name: "1.4 nm"}) == {"dedicated_chuck_overlay": 1.4}


@pytest.mark.parametrize("written", ["unknown", "Unknown", "", "null", "~", None])
def test_what_somebody_does_not_know_stays_unknown(law: Law, written: str | None) -> None:
    assert of_item(law, wavelength=written, exposure=written) == {}


@pytest.mark.parametrize(
    ("written", "value"), [("yes", True), ("true", True), (True, True), ("No", False), ("FALSE", False), (False, False)]
)
def test_yes_and_no_may_be_written_in_many_ways(law: Law, written: object, value: bool) -> None:
    assert of_item(law, specially_designed=written) == {"specially_designed": value}


@pytest.mark.parametrize("written", ["CN", "China", "china", " CHINA "])
def test_a_country_may_be_given_by_code_or_name(law: Law, written: str) -> None:
    assert read(law, to=written).facts["destination"] == "CN"


@pytest.mark.parametrize("written", ["photo_optical", "photo-optical", "Photo Optical"])
def test_a_choice_may_be_written_in_words(law: Law, written: str) -> None:
    assert of_item(law, exposure=written) == {"exposure": "photo_optical"}


@pytest.mark.parametrize(("written", "value"), [("tungsten", {"tungsten"}), (["tungsten", "cobalt"], {"tungsten", "cobalt"})])
def test_several_choices_may_be_one(law: Law, written: object, value: set[str]) -> None:
    assert read(law, item={"kind": "ald", "film": written}).item.facts["film"] == frozenset(value)


@pytest.mark.parametrize(("written", "kinds"), [("scanner", ("scanner",)), (["dram", "ai_accelerator"], ("dram", "ai_accelerator"))])
def test_an_item_may_be_of_several_kinds(law: Law, written: object, kinds: tuple[str, ...]) -> None:
    assert read(law, item={"kind": written}).item.facts["kind"] == kinds


def test_a_day_is_read_from_yaml_json_and_python(law: Law) -> None:
    day = date(2024, 9, 7)
    assert read_shipment({"item": "H100", "date": day}, law).day == day
    assert read_shipment_text("item: H100\ndate: 2024-09-07", law).day == day
    assert read_shipment_text('{"item": "H100", "date": "2024-09-07"}', law).day == day


def test_without_a_day_it_is_today_and_says_so(law: Law) -> None:
    found = read_shipment({"item": "H100"}, law)
    assert found.day == date.today()
    assert found.given["date"].origin is Origin.ASSUMED


@pytest.mark.parametrize("name", ["from", "departure", "exporter_country"])
def test_a_fact_of_the_shipment_is_known_by_its_other_names(law: Law, name: str) -> None:
    assert read(law, **{name: "NL"}).facts["departure"] == "NL"


def test_how_a_value_was_written_is_kept(law: Law) -> None:
    given = read(law, item={"wavelength_nm": "193,0"}).item.given["wavelength"]
    assert (given.text, given.origin) == ("193,0 nm", Origin.STATED)


def test_an_unknown_fact_of_the_same_name_with_another_unit_is_refused(law: Law) -> None:
    with pytest.raises(ShipmentError, match='unknown fact "wavelength_kg"'):
        of_item(law, wavelength_kg=193)


@pytest.mark.parametrize("written", ["2024090799", "20240907--", "20240907.5", "2024-W36-6"])
def test_a_day_in_another_form_is_refused(law: Law, written: str) -> None:
    with pytest.raises(ShipmentError):
        read(law, date=written)
