from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "unknown fact with the nearest name",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: wavelenght < 193 nm
        """,
        message="""
            law.yaml:5:7: unknown fact "wavelenght"
              must be: a fact of the vocabulary or a definition
              came:    wavelenght
              do:      Did you mean "wavelength"?
        """,
    ),
    refusal(
        "wrong unit",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: wavelength >= 3 GB/s
        """,
        message="""
            law.yaml:5:7: units do not fit
              must be: both sides length
              came:    length and bit_rate
              do:      Compare or add quantities of one dimension.
        """,
    ),
    refusal(
        "wrong type",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner and wavelength
        """,
        message="""
            law.yaml:5:27: wrong type
              must be: yes or no
              came:    wavelength (length)
        """,
    ),
    refusal(
        "unknown kind",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind in {scanner, steper}
        """,
        message="""
            law.yaml:5:15: unknown kind "steper"
              must be: a kind of the taxonomy
              came:    steper
              do:      Did you mean "stepper"?
        """,
    ),
    refusal(
        "unknown choice",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: exposure is optical
        """,
        message="""
            law.yaml:5:19: "optical" is no value of exposure
              must be: photo_optical, x_ray, electron_beam, ion_beam, laser_beam, other
              came:    optical
              do:      Did you mean "photo_optical"?
        """,
    ),
    refusal(
        "unknown place",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: destination in {CN, XX}
        """,
        message="""
            law.yaml:5:22: unknown place "XX"
              must be: a country code or a set of places
              came:    XX
        """,
    ),
    refusal(
        "unknown role",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: any party in {enduser} (party_country in EU)
        """,
        message="""
            law.yaml:5:17: unknown role "enduser"
              must be: exporter, purchaser, consignee, end_user, intermediary
              came:    enduser
              do:      Did you mean "end_user"?
        """,
    ),
    refusal(
        "unknown scope",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: any partie (party_country in EU)
        """,
        message="""
            law.yaml:5:7: unknown scope "partie"
              must be: party, performance, host, component
              came:    partie
              do:      Did you mean "party"?
        """,
    ),
    refusal(
        "unknown function",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: mx(1, 2) < 3
        """,
        message="""
            law.yaml:5:7: unknown function "mx"
              must be: min, max, log2, abs, meets, unconfirmed
              came:    mx
              do:      Did you mean "max"?
        """,
    ),
    refusal(
        "a closing bracket too many in a folded text",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: >-
              kind is scanner
              and wavelength < 193 nm)
        """,
        message="""
            law.yaml:7:26: the condition cannot be read
              must be: the end
              came:    )
              do:      See docs/law-format.md, Conditions.
        """,
    ),
    refusal(
        "a closing bracket that is missing",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: (kind is scanner
        """,
        message="""
            law.yaml:5:23: the condition cannot be read
              must be: )
              came:    the end
              do:      See docs/law-format.md, Conditions.
        """,
    ),
    refusal(
        "a test that is missing at the end",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner and
        """,
        message="""
            law.yaml:5:26: the condition cannot be read
              must be: (, a name, a number, a number with a unit, a text in "quotes", not
              came:    the end
              do:      See docs/law-format.md, Conditions.
        """,
    ),
    refusal(
        "a wrong word in the middle of a folded text",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: >-
              kind is scanner
              kind is stepper
              and wavelength < 193 nm
        """,
        message="""
            law.yaml:7:3: the condition cannot be read
              must be: and, or, the end
              came:    kind
              do:      See docs/law-format.md, Conditions.
        """,
    ),
    refusal(
        "in the condition of a list",
        zed="""
            regime: zed
            name: Zedland
            adjective: Zed
            known_through: 2030-12-31
            sources:
              gazette: {title: Zed Gazette, link: "https://zed.example/gazette", read: 2026-11-21, kind: official}
            lists:
              own: {title: Zed list, sources: [{cite: gazette}]}
              odd: {title: Odd list, when: kind is scaner, sources: [{cite: gazette}]}
        """,
        message="""
            zed.yaml:9:40: unknown kind "scaner"
              must be: a kind of the taxonomy
              came:    scaner
              do:      Did you mean "scanner"?
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_condition_is_refused_at_the_line_and_column_of_what_is_wrong(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
