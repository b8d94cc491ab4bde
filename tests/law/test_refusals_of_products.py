from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "a product with an unknown fact",
        law="""
            products:
              - {id: a, name: Acme 100, facts: {kind: scanner, wavelenght: 193 nm}, sources: [{title: A, read: 2026-11-21}]}
        """,
        message="""
            law.yaml:2:52: unknown fact "wavelenght"
              must be: a fact of the vocabulary
              came:    wavelenght
        """,
    ),
    refusal(
        "a product with a fact that has no source",
        law="""
            products:
              - {id: a, name: Acme 100, facts: {kind: scanner, wavelength: 193 nm}, sources: [{facts: [kind], title: A, read: 2026-11-21}]}
        """,
        message="""
            law.yaml:2:5: wavelength of the product has no source
              must be: a source with facts: [wavelength]
              came:    a
        """,
    ),
    refusal(
        "a product that stands twice",
        law="""
            products:
              - {id: a, name: Acme 100, facts: {kind: scanner}, sources: [{title: A, read: 2026-11-21}]}
              - {id: a, name: Acme 200, facts: {kind: scanner}, sources: [{title: A, read: 2026-11-21}]}
        """,
        message="""
            law.yaml:3:5: the product "a" stands twice
              must be: one block a product
              came:    a
        """,
    ),
    refusal(
        "a name that stands for two products",
        law="""
            products:
              - {id: a, name: Acme 100, facts: {kind: scanner}, sources: [{title: A, read: 2026-11-21}]}
              - {id: b, name: ACME-100, facts: {kind: stepper}, sources: [{title: A, read: 2026-11-21}]}
        """,
        message="""
            law.yaml:3: the name "ACME-100" stands for two products
              must be: one name, one product
              came:    a and b
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_product_that_cannot_be_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
