from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "a definition whose unit does not fit",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            definitions:
              mrf: {unit: GB/s, formula: wavelength * 0.25 / numerical_aperture}
            when: mrf <= 45 nm
        """,
        message="""
            law.yaml:6:15: the unit does not fit the formula
              must be: length
              came:    GB/s
        """,
    ),
    refusal(
        "a definition without its unit",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            definitions:
              mrf: {formula: wavelength * 0.25 / numerical_aperture}
            when: mrf <= 45 nm
        """,
        message="""
            law.yaml:6:8: the unit does not fit the formula
              must be: length
              came:    no unit
        """,
    ),
    refusal(
        "a definition with the name of a fact",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            definitions:
              wavelength: {unit: nm, formula: 1 nm}
            when: kind is scanner
        """,
        message="""
            law.yaml:6:3: "wavelength" is a fact of the vocabulary already
              must be: another name
              came:    wavelength
        """,
    ),
    refusal(
        "a definition whose texts are of different types",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            definitions:
              fine:
                - {formula: wavelength < 193 nm, valid: {until: 2024-01-01}}
                - {formula: "1", valid: {from: 2024-01-01}}
            when: fine
        """,
        message="""
            law.yaml:8:7: the texts of fine are of different types
              must be: yes or no
              came:    a plain number
        """,
    ),
    refusal(
        "a definition without a text",
        law="""
            regime: eu
            definitions:
              fine: []
        """,
        message="""
            law.yaml:3:9: fine has no text
              must be: formula: ...
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_definition_that_cannot_be_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
