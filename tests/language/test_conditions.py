from __future__ import annotations

from typing import Any

import pytest

from licet import Engine, read_shipment
from licet.language.check import Surroundings, check
from licet.language.place import Place

SCANNER: dict[str, Any] = {
    "item": {
        "kind": "scanner",
        "wavelength": "193 nm",
        "numerical_aperture": "1.35",
        "exposure": "photo_optical",
        "specially_designed": "yes",
        "model_family": "NXT:1980i",
    },
    "from": "NL",
    "to": "CN",
    "date": "2024-09-07",
    "parties": {"end_user": {"country": "CN", "military_end_user": "yes"}, "consignee": {"country": "US"}},
    "all_parties_named": "yes",
}
CHIP: dict[str, Any] = {
    "item": {
        "kind": ["dram", "ai_accelerator"],
        "all_performances_given": "yes",
        "performances": [{"rate": "990 TOPS", "bit_length": 16}, {"rate": "1979 TOPS", "bit_length": 8}],
    },
    "date": "2024-09-07",
}
SOFTWARE: dict[str, Any] = {
    "item": {
        "kind": "software",
        "software_function": ["computational_lithography", "other"],
        "for": ["NXT:2000i", {"kind": "lithography"}],
    },
    "date": "2024-09-07",
}
SERVER: dict[str, Any] = {"item": {"kind": "server", "contains": [{"kind": "gpu"}, {"kind": "cpu"}], "all_components_listed": "yes"}}


def value(engine: Engine, shipment: dict[str, Any], condition: str) -> bool | None:
    law, env, explain = engine.law_on(read_shipment(shipment, engine.law))
    node, _ = check(condition, Place("condition", 1, 1), Surroundings(engine.law.vocabulary, doubts=frozenset({"d"}), list="nl:asme"))
    found: bool | None = law.evaluate.visit(node)(env)
    assert explain.trace(node, env).value is found
    return found


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("wavelength == 193 nm", True),
        ("wavelength != 193 nm", False),
        ("wavelength <= 0.193 um", True),
        ("wavelength < 193 nm", False),
        ("5 nm < wavelength < 124 nm", False),
        ("124 nm < wavelength <= 193 nm", True),
        ("193 nm >= wavelength", True),
        ("dedicated_chuck_overlay < 1.5 nm", None),
        ("wavelength * 0.25 / numerical_aperture <= 45 nm", True),
        ("wavelength * 0.35 / numerical_aperture <= 45 nm", False),
        ("wavelength / (numerical_aperture - numerical_aperture) < 1 nm", None),
        ("-wavelength < -192 nm", True),
        ("min(wavelength, 100 nm) == 100 nm", True),
        ("max(wavelength, 100 nm, 200 nm) == 200 nm", True),
        ("max(wavelength, dedicated_chuck_overlay) > 1 nm", None),
        ("log2(8) == 3", True),
        ("log2(numerical_aperture - 2) > 1", None),
        ("abs(100 nm - wavelength) == 93 nm", True),
        ("kind is scanner", True),
        ("kind is wafer_exposure_tool", True),
        ("kind is etch", False),
        ("kind is not etch", True),
        ("kind in {ald, scanner}", True),
        ("kind not in {ald, cvd}", True),
        ("exposure is photo_optical", True),
        ("exposure in {x_ray, electron_beam}", False),
        ("exposure is not x_ray", True),
        ('model_family in {"NXT:1970i", "NXT:1980i"}', True),
        ('model_family is "NXT:1970i"', False),
        ("destination is CN", True),
        ("destination in {CN, HK}", True),
        ("destination in EU", False),
        ("destination not in EU", True),
        ("departure in {EU}", True),
        ("departure != destination", True),
        ("exporter_established in EU", None),
        ("date >= 2024-09-07", True),
        ("date < 2024-09-07", False),
        ("held_licence_granted < 2024-09-07", None),
        ("specially_designed", True),
        ("not specially_designed", False),
        ("required", None),
        ("specially_designed and not required", None),
        ("specially_designed or required", True),
        ("kind is etch and required", False),
        ("kind is etch or required", None),
        ("kind is etch or kind is scanner and specially_designed", True),
        ("(kind is etch or kind is scanner) and kind is etch", False),
        ("not kind is etch and true", True),
        ("false", False),
        ('unconfirmed("d")', None),
        ('unconfirmed("d") or kind is scanner', True),
        ('unconfirmed("d") and kind is etch', False),
        ("any party (military_end_user)", True),
        ("every party (military_end_user)", None),
        ("any party in {consignee} (party_country in EU)", False),
        ("any party in {intermediary} (party_country in EU)", False),
        ("every party in {end_user} (party_country is CN)", True),
        ("any host (kind is scanner)", None),
        ('meets("3B001.f")', True),
        ('meets("nl:asme/3B001.f.4")', None),
        ('meets("eu:annex-i")', False),
    ],
)
def test_what_a_condition_says_of_a_scanner(engine: Engine, condition: str, expected: bool | None) -> None:
    assert value(engine, SCANNER, condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("any performance (rate > 1000 TOPS)", True),
        ("every performance (rate > 1000 TOPS)", False),
        ("max of performance (rate * bit_length) == 15840 TPP", True),
        ("min of performance (rate) == 990 TOPS", True),
        ("sum of performance (rate) == 2969 TOPS", True),
        ("total_processing_performance == 15840 TPP", True),
        ("performance_density > 1 TPP/mm2", None),
        ("kind is dram and kind is ai_accelerator", True),
        ("kind is gpu", False),
    ],
)
def test_what_a_condition_says_of_a_chip(engine: Engine, condition: str, expected: bool | None) -> None:
    assert value(engine, CHIP, condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("any host (kind is scanner)", True),
        ("every host (kind is scanner)", None),
        ("any host (kind is wafer_exposure_tool and wavelength == 193 nm)", True),
        ("any host (kind is ald)", False),
        ('any host (meets("nl:asme/3B001.f.4"))', True),
        ('meets("nl:asme/3B001.f.4")', False),
        ("software_function includes computational_lithography", True),
        ("software_function includes rtl_to_layout", False),
        ("any component (kind is gpu)", None),
    ],
)
def test_what_a_condition_says_of_software(engine: Engine, condition: str, expected: bool | None) -> None:
    assert value(engine, SOFTWARE, condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("any component (kind is gpu)", True),
        ("every component (kind is processor)", True),
        ("every component (kind is gpu)", False),
        ("any component (kind is fpld)", False),
    ],
)
def test_what_a_condition_says_of_what_an_item_contains(engine: Engine, condition: str, expected: bool | None) -> None:
    assert value(engine, {**SERVER, "date": "2024-09-07"}, condition) is expected


def test_members_that_may_be_missing_keep_a_quantifier_open(engine: Engine) -> None:
    item = {key: part for key, part in SERVER["item"].items() if key != "all_components_listed"}
    found = engine.determine(read_shipment({"item": item, "date": "2024-09-07"}, engine.law))
    assert any("listed" in text for text in found.assumptions) or found.unassumed != found.outcome


@pytest.mark.parametrize(
    ("given", "asked", "expected"),
    [
        ("etch", "dry_etch", None),
        ("dry_etch", "etch", True),
        ("dry_etch", "wet_etch", False),
        ("sem", "inspection", True),
        ("sem", "metrology", True),
        ("inspection", "sem", None),
        ("equipment", "scanner", None),
        ("software", "scanner", False),
    ],
)
def test_a_broader_kind_leaves_a_narrower_one_open(engine: Engine, given: str, asked: str, expected: bool | None) -> None:
    assert engine.law.vocabulary.kinds.test((given,), asked) is expected
