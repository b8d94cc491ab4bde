from __future__ import annotations

from textwrap import dedent

import pytest

from licet import Law, ShipmentError, read_shipment_text

REFUSALS = (
    pytest.param(
        "item: {kind: scanner, wavelength: 193 kg}",
        """
            item.wavelength (shipment:1): wrong unit of wavelength
              must be: a number with a unit such as 1 nm
              came:    193 kg
        """,
        id="a wavelength in kilograms",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: 193 nmm}",
        """
            item.wavelength (shipment:1): unknown unit "nmm" of wavelength
              must be: a number with a unit such as 1 nm
              came:    193 nmm
              do:      Did you mean "nm"?
        """,
        id="unknown unit",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: short}",
        """
            item.wavelength (shipment:1): wavelength is not a number
              must be: a number with a unit such as 1 nm
              came:    short
        """,
        id="a wavelength in words",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: 0 nm}",
        """
            item.wavelength (shipment:1): wavelength is out of bounds
              must be: above 0 nm
              came:    0 nm
        """,
        id="a zero wavelength",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: -193 nm}",
        """
            item.wavelength (shipment:1): wavelength is out of bounds
              must be: above 0 nm
              came:    -193 nm
        """,
        id="a negative wavelength",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: 1e40 nm}",
        """
            item.wavelength (shipment:1): wavelength is out of bounds
              must be: a number of this world
              came:    1e40 nm
        """,
        id="a number of another world",
    ),
    pytest.param(
        "item: {kind: quantum_computer, physical_qubits: 1.5}",
        """
            item.physical_qubits (shipment:1): physical_qubits is not a whole number
              must be: a whole number
              came:    1.5
        """,
        id="fraction of an integer",
    ),
    pytest.param(
        "item: {kind: quantum_computer, cnot_error: 2}",
        """
            item.cnot_error (shipment:1): cnot_error is out of bounds
              must be: at most 1
              came:    2
        """,
        id="error above one",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            date: 2023-02-30
        """,
        """
            date (shipment:2): not a day of the calendar
              must be: a day such as 2024-09-07
              came:    2023-02-30
        """,
        id="impossible date",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            date: tomorrow
        """,
        """
            date (shipment:2): not a day of the calendar
              must be: a day such as 2024-09-07
              came:    tomorrow
        """,
        id="date in words",
    ),
    pytest.param(
        """
            item: NXT:1980Di
            to: Xyzzy
        """,
        """
            to (shipment:2): unknown country "Xyzzy"
              must be: a country code or name
              came:    Xyzzy
              do:      Give an ISO 3166-1 code such as NL, or the country's name.
        """,
        id="unknown country",
    ),
    pytest.param(
        "item: {kind: scaner}",
        """
            item.kind (shipment:1): unknown kind "scaner"
              must be: one of the vocabulary's words
              came:    scaner
              do:      Did you mean "scanner"?
        """,
        id="unknown kind",
    ),
    pytest.param(
        "item: {kind: scanner, exposure: optical}",
        """
            item.exposure (shipment:1): unknown value of exposure "optical"
              must be: photo_optical, x_ray, electron_beam, ion_beam, laser_beam, other
              came:    optical
              do:      Did you mean "photo_optical"?
        """,
        id="unknown choice",
    ),
    pytest.param(
        "item: {kind: ald, film: [tungstn]}",
        """
            item.film[0] (shipment:1): unknown value of film "tungstn"
              must be: one of the vocabulary's words
              came:    tungstn
              do:      Did you mean "tungsten"?
        """,
        id="unknown among choices",
    ),
    pytest.param(
        "item: {kind: ald, film: []}",
        """
            item.film (shipment:1): an empty list says nothing
              must be: at least one value
              came:    []
              do:      Leave the fact out if it is not known.
        """,
        id="empty choices",
    ),
    pytest.param(
        "item: {kind: component, specially_designed: maybe}",
        """
            item.specially_designed (shipment:1): wrong form
              must be: yes or no
              came:    maybe
        """,
        id="neither yes nor no",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: [193 nm, 248 nm]}",
        """
            item.wavelength (shipment:1): wrong form
              must be: a text
              came:    a list
        """,
        id="list for a number",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength: {value: 193}}",
        """
            item.wavelength (shipment:1): wrong form
              must be: a text
              came:    a mapping
        """,
        id="mapping for a number",
    ),
    pytest.param(
        "item: {kind: gpu, performances: [{rate: 990 nm, bit_length: 16}]}",
        """
            item.performances[0].rate (shipment:1): wrong unit of rate
              must be: a number with a unit such as 1 TOPS
              came:    990 nm
        """,
        id="a rate in nanometres",
    ),
    pytest.param(
        "item: {kind: scanner, wavelength_nm: 193 kg}",
        """
            item.wavelength_nm (shipment:1): wrong unit of wavelength
              must be: a number with a unit such as 1 nm
              came:    193 kg
        """,
        id="suffix and unit disagree",
    ),
)


@pytest.mark.parametrize(("written", "message"), REFUSALS)
def test_a_value_that_cannot_be_is_refused(law: Law, written: str, message: str) -> None:
    with pytest.raises(ShipmentError) as caught:
        read_shipment_text(dedent(written).strip(), law)
    assert str(caught.value) == dedent(message).strip("\n")
