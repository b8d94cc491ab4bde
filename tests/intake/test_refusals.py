from __future__ import annotations

from textwrap import dedent

import pytest

from licet import Law, ShipmentError, read_shipment_text

REFUSALS = (
    pytest.param(
        "item: {kind: scanner, wavelenght: 193 nm}",
        """
            shipment:1:23: unknown fact "wavelenght"
              must be: a fact of the item
              came:    wavelenght
              do:      Did you mean "wavelength"?
        """,
        id="unknown fact",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            colour: red
        """,
        """
            shipment:2:1: unknown fact "colour"
              must be: a fact of the shipment
              came:    colour
        """,
        id="unknown shipment fact",
    ),
    pytest.param(
        "item: {kind: scanner, destination: CN}",
        """
            shipment:1:23: "destination" is a fact of the shipment
              must be: a fact of the item
              came:    destination
              do:      Write it beside item:, not under it.
        """,
        id="shipment fact under item",
    ),
    pytest.param(
        """
            item: {kind: scanner}
            wavelength: 193 nm
        """,
        """
            shipment:2:1: "wavelength" is a fact of the item
              must be: a fact of the shipment
              came:    wavelength
              do:      Write it under item:.
        """,
        id="item fact beside item",
    ),
    pytest.param(
        """
            item: {kind: scanner}
            military_end_user: yes
        """,
        """
            shipment:2:1: "military_end_user" is a fact of the party
              must be: a fact of the shipment
              came:    military_end_user
              do:      Write it under parties:.
        """,
        id="party fact at shipment",
    ),
    pytest.param(
        "item: {kind: scanner, dedicated_chuck_overlay: 1.4 nm, dco: 1.5 nm}",
        """
            shipment:1:56: "dedicated_chuck_overlay" is given twice
              must be: one value
              came:    1.4 nm and 1.5 nm
        """,
        id="twice by an alias",
    ),
    pytest.param(
        "item: NXT:9999",
        """
            item (shipment:1): "NXT:9999" is not in the catalogue
              must be: a product of the catalogue, or a mapping of facts
              came:    NXT:9999
              do:      Describe the item by its facts: item: {kind: ..., ...}.
        """,
        id="unknown product",
    ),
    pytest.param(
        "date: 2024-10-01",
        """
            shipment:1:1: the key "item" is missing
              must be: item: a product's name, or a mapping of facts
              came:    nothing
              do:      For example item: "NXT:1980Di".
        """,
        id="no item at all",
    ),
    pytest.param(
        "item: [NXT:1980Di, NXT:2000i]",
        """
            item (shipment:1): one item a shipment
              must be: a product's name, or a mapping of facts
              came:    a list
              do:      Check each item by itself.
        """,
        id="two items",
    ),
    pytest.param(
        "item: 5",
        """
            item (shipment:1): "5" is not in the catalogue
              must be: a product of the catalogue, or a mapping of facts
              came:    5
              do:      Describe the item by its facts: item: {kind: ..., ...}.
        """,
        id="an item that is a number",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            parties: {enduser: Acme}
        """,
        """
            parties.enduser (shipment:2): unknown role "enduser"
              must be: exporter, purchaser, consignee, end_user, intermediary
              came:    enduser
              do:      Did you mean "end_user"?
        """,
        id="unknown role",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            parties: [{name: Acme}]
        """,
        """
            parties[0] (shipment:2): the key "role" is missing
              must be: exporter, purchaser, consignee, end_user, intermediary
        """,
        id="a party without a role",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            parties: {end_user: {nam: Acme}}
        """,
        """
            shipment:2:22: unknown fact "nam"
              must be: a fact of the party
              came:    nam
              do:      Did you mean "name"?
        """,
        id="a party with an unknown fact",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            parties: {end_user: {name: Acme, country: Xyzzy}}
        """,
        """
            parties.end_user.country (shipment:2): unknown country "Xyzzy"
              must be: a country code or name
              came:    Xyzzy
              do:      Give an ISO 3166-1 code such as NL, or the country's name.
        """,
        id="a party in an unknown country",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            classification: {nl: 3B01}
        """,
        """
            classification.nl (shipment:2): no entry "3B01" on the lists of nl
              must be: a code of the list, or none
              came:    3B01
              do:      Did you mean "3B001"?
        """,
        id="unknown code",
    ),
    pytest.param(
        "item: {kind: gpu, total_processing_performance: 1000 TPP, performances: [{rate: 990 TOPS, bit_length: 16}]}",
        """
            item.total_processing_performance: total processing performance contradicts the facts it follows from
              must be: 15840 TPP
              came:    1000 TPP
              do:      Correct one of them, or leave this one out.
        """,
        id="a performance that contradicts what it follows from",
    ),
    pytest.param(
        "item: {kind: software, for: {kindd: scanner}}",
        """
            shipment:1:30: unknown fact "kindd"
              must be: a fact of the item
              came:    kindd
              do:      Did you mean "kind"?
        """,
        id="an unknown fact of a host",
    ),
    pytest.param(
        "item: {kind: server, contains: [{kind: gpu}, {kindd: gpu}]}",
        """
            shipment:1:47: unknown fact "kindd"
              must be: a fact of the item
              came:    kindd
              do:      Did you mean "kind"?
        """,
        id="an unknown fact of a component",
    ),
    pytest.param(
        "item: {kind: gpu, performances: [{rte: 990 TOPS}]}",
        """
            shipment:1:35: unknown fact "rte"
              must be: a fact of the performance
              came:    rte
              do:      Did you mean "rate"?
        """,
        id="an unknown fact of a performance",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength_kg: 193}",
        """
            shipment:1:23: unknown fact "wavelength_kg"
              must be: a fact of the item
              came:    wavelength_kg
              do:      Did you mean "wavelength"?
        """,
        id="quantity of other dimension suffix",
    ),
)


@pytest.mark.parametrize(("written", "message"), REFUSALS)
def test_a_shipment_that_says_what_cannot_be_said_is_refused(law: Law, written: str, message: str) -> None:
    with pytest.raises(ShipmentError) as caught:
        read_shipment_text(dedent(written).strip(), law)
    assert str(caught.value) == dedent(message).strip("\n")
