from __future__ import annotations

import pytest

from licet import Law, ShipmentError, read_shipment
from licet.law.catalogue import find_product
from licet.model.shipment import Item, Origin


def item(law: Law, written: object) -> Item:
    return read_shipment({"item": written, "date": "2024-10-01"}, law).item


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NXT:1980Di", "ASML TWINSCAN NXT:1980Di"),
        ("nxt 1980 di", "ASML TWINSCAN NXT:1980Di"),
        ("TWINSCAN NXT1980DI", "ASML TWINSCAN NXT:1980Di"),
        ("ASML NXT-1980Di", "ASML TWINSCAN NXT:1980Di"),
        ("1980Di", "ASML TWINSCAN NXT:1980Di"),
        ("asml-nxt-1980di", "ASML TWINSCAN NXT:1980Di"),
        ("asml twinscn nxt:1980di", "ASML TWINSCAN NXT:1980Di"),
        ("ASML TWINSCAN NXT:1980Di scanner", "ASML TWINSCAN NXT:1980Di"),
        ("h100", "NVIDIA H100 SXM5 80GB"),
        ("H100 SXM5", "NVIDIA H100 SXM5 80GB"),
        ("mi-250x", "AMD Instinct MI250X"),
        ("RTX 4090", "NVIDIA GeForce RTX 4090"),
        ("RTX 4090 D", "NVIDIA GeForce RTX 4090 D"),
        ("EUV pellicle", "EUV pellicle (polysilicon/MoSi)"),
    ],
)
def test_a_product_is_found_in_spite_of_its_spelling(law: Law, written: str, name: str) -> None:
    assert item(law, written).product == name


@pytest.mark.parametrize(
    "written",
    ["MI251", "MI300", "NXT:1980Xi", "NXT:1980Di2", "NXT:2000", "XT:1460K", "GB200", "H100 PCIe", "NXE:3600", "L40X", "H1000"],
)
def test_a_neighbour_of_a_product_is_not_taken_for_it(law: Law, written: str) -> None:
    with pytest.raises(ShipmentError, match="is not in the catalogue"):
        item(law, written)


@pytest.mark.parametrize("written", ["NXT", "TWINSCAN", "4090", "80GB", "ASML", "scanner", "x", "", "spare part for NXT:1980Di"])
def test_a_name_that_could_mean_several_things_is_not_guessed(law: Law, written: str) -> None:
    assert find_product(law.products, written).product is None


def test_a_name_that_is_not_found_comes_with_those_that_are_near(law: Law) -> None:
    with pytest.raises(ShipmentError, match=r"Did you mean .*AMD Instinct MI250 or AMD Instinct MI250X"):
        item(law, "MI251")


@pytest.mark.parametrize("written", ["16GB", "141GB", "96GB"])
def test_a_capacity_is_no_designation(law: Law, written: str) -> None:
    assert find_product(law.products, written).product is None


@pytest.mark.parametrize("key", ["id", "name", "aliases"])
def test_every_name_of_every_product_finds_it(law: Law, key: str) -> None:
    for product in law.products.values():
        names = getattr(product, key)
        for name in [names] if isinstance(names, str) else names:
            found = find_product(law.products, name).product
            assert found is not None, name
            assert found.id == product.id, name


def test_the_catalogue_fills_in_facts_and_says_so(law: Law) -> None:
    found = item(law, "NXT:1980Di")
    assert found.facts["wavelength"] == 193.0
    assert found.given["wavelength"].origin is Origin.CATALOGUE
    assert found.given["wavelength"].note


def test_what_the_user_says_overrides_the_catalogue(law: Law) -> None:
    found = item(law, {"product": "NXT:1980Di", "dedicated_chuck_overlay": "1.4 nm"})
    assert found.facts["dedicated_chuck_overlay"] == 1.4
    assert found.given["dedicated_chuck_overlay"].origin is Origin.STATED
    assert found.given["wavelength"].origin is Origin.CATALOGUE
    assert found.product == "ASML TWINSCAN NXT:1980Di"


def test_performances_of_the_user_replace_those_of_the_catalogue(law: Law) -> None:
    own = item(law, {"product": "H100", "performances": [{"rate": "1 TOPS", "bit_length": 8}]})
    assert [dict(record.facts) for record in own.records["performance"]] == [{"rate": 1.0, "bit_length": 8.0}]
    assert len(item(law, "H100").records["performance"]) > 1


def test_an_item_with_the_name_of_a_product_is_that_product(law: Law) -> None:
    assert item(law, {"name": "NXT:1980Di"}).facts["wavelength"] == 193.0


def test_an_item_with_a_name_that_the_catalogue_does_not_know_is_what_is_said_of_it(law: Law) -> None:
    found = item(law, {"name": "Acme 7", "kind": "scanner"})
    assert (found.product, dict(found.facts)) == ("", {"name": "Acme 7", "kind": ("scanner",)})


def test_every_fact_of_every_product_has_a_source(law: Law) -> None:
    for product in law.products.values():
        assert set(product.given) == set(product.facts), product.id
        assert all(given.note for given in product.given.values()), product.id
        assert all(source.title for source in product.sources), product.id
