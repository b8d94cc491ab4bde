from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "a fact without a question",
        law="""
            facts:
              gloss: {of: item, type: boolean}
        """,
        message="""
            law.yaml:2:10: the key "question" is missing
              must be: question: ...
        """,
    ),
    refusal(
        "a fact of an unknown type",
        law="""
            facts:
              gloss: {of: item, type: bool, question: Is it glossy?}
        """,
        message="""
            law.yaml:2:27: unknown word
              must be: quantity, number, integer, boolean, choice, choices, text, date, place, kind
              came:    bool
              do:      Did you mean "boolean"?
        """,
    ),
    refusal(
        "a fact of an unknown owner",
        law="""
            facts:
              gloss: {of: thing, type: boolean, question: Is it glossy?}
        """,
        message="""
            law.yaml:2:15: unknown word
              must be: item, shipment, party, performance
              came:    thing
        """,
    ),
    refusal(
        "a unit of a dimension without a base unit",
        """
            law.yaml:2:3: the dimension of "Gloss" has no base unit
              must be: one unit of each dimension that `is: 1`
              came:    Gloss
        """,
        law="""
            units:
              Gloss: {dimension: gloss, is: 10, label: ten of gloss}
        """,
    ),
    refusal(
        "a quantity without a unit",
        law="""
            facts:
              gloss: {of: item, type: quantity, question: How glossy is it?}
        """,
        message="""
            law.yaml:2:10: a quantity has a unit, and only a quantity
              must be: a unit of the vocabulary
        """,
    ),
    refusal(
        "a quantity with an unknown unit",
        law="""
            facts:
              gloss: {of: item, type: quantity, unit: gloss units, question: How glossy is it?}
        """,
        message="""
            law.yaml:2:43: a quantity has a unit, and only a quantity
              must be: a unit of the vocabulary
        """,
    ),
    refusal(
        "a choice without values",
        law="""
            facts:
              gloss: {of: item, type: choice, question: How glossy is it?}
        """,
        message="""
            law.yaml:2:10: a choice lists its values, and only a choice
              must be: values: {word: meaning}
        """,
    ),
    refusal(
        "a default without its assumption",
        law="""
            facts:
              gloss: {of: item, type: boolean, question: Is it glossy?, default: no}
        """,
        message="""
            law.yaml:2:10: a default needs its assumption
              must be: assumption: the sentence that the answer shows
        """,
    ),
    refusal(
        "a default that is no value",
        law="""
            facts:
              gloss: {of: item, type: boolean, question: Is it glossy?, default: never, assumption: It is not.}
        """,
        message="""
            law.yaml:2:70: wrong form
              must be: yes or no
              came:    never
        """,
    ),
    refusal(
        "a fact of an unknown kind",
        law="""
            facts:
              gloss: {of: item, type: boolean, question: Is it glossy?, kinds: [scaner]}
        """,
        message="""
            law.yaml:2:68: unknown kind "scaner"
              must be: a kind of the taxonomy
              came:    scaner
        """,
    ),
    refusal(
        "a formula with another unit",
        law="""
            facts:
              gloss: {of: item, type: quantity, unit: nm, question: How glossy is it?, derive: wavelength / numerical_aperture * wavelength}
        """,
        message="""
            law.yaml:2:84: the formula of gloss has another unit
              must be: nm
              came:    length^2
        """,
    ),
    refusal(
        "a name that stands for two facts",
        law="""
            facts:
              gloss: {of: item, type: boolean, question: Is it glossy?}
              shine: {of: item, type: boolean, question: Does it shine?, aliases: [gloss]}
        """,
        message="""
            law.yaml:3:3: the name "gloss" stands for two facts of the item
              must be: another name (the first is at law.yaml:2:3)
              came:    gloss
        """,
    ),
    refusal(
        "a kind declared twice",
        law="""
            kinds:
              shiny: {title: Shiny, kinds: {glossy: {title: Glossy}}}
              glossy: {title: Glossy}
        """,
        message="""
            law.yaml:3:11: the kind "glossy" is declared twice
              must be: once (first at law.yaml:2:41)
              came:    glossy
        """,
    ),
    refusal(
        "a kind under an unknown kind",
        law="""
            kinds:
              shiny: {title: Shiny, also: [glossy]}
        """,
        message="""
            law.yaml:2:10: the kind "shiny" lies under an unknown kind
              must be: a kind of the taxonomy
              came:    glossy
        """,
    ),
    refusal(
        "a unit that stands for two units",
        law="""
            units:
              nanometre: {dimension: length, is: 1, label: nanometre, aliases: [nm]}
        """,
        message="""
            law.yaml:2:14: the unit "nm" stands for two units
              must be: one name, one unit
              came:    nm and nanometre
        """,
    ),
    refusal(
        "a unit of no number",
        law="""
            units:
              furlong: {dimension: length, is: long, label: furlong}
        """,
        message="""
            law.yaml:2:36: not a number
              must be: a number such as 0.001
              came:    long
        """,
    ),
    refusal(
        "a country that is unknown in a set of places",
        law="""
            places:
              FRIENDS: {title: Friends, members: [NL, UK], sources: [{title: A, link: "https://a.example", read: 2026-11-21}]}
        """,
        message="""
            law.yaml:2:43: unknown country "UK"
              must be: an ISO 3166-1 code
              came:    UK
        """,
    ),
    refusal(
        "a set of places without a source",
        law="""
            places:
              FRIENDS: {title: Friends, members: [NL]}
        """,
        message="""
            law.yaml:2:12: the key "sources" is missing
              must be: sources: ...
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_declaration_that_cannot_be_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
