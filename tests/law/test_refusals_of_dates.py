from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "a day that does not exist",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-02-30}
        """,
        message="""
            law.yaml:7:19: neither a day nor an act of the regime
              must be: a day such as 2024-09-07, or an act
              came:    2024-02-30
        """,
    ),
    refusal(
        "a day in another order",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 07-09-2024}
        """,
        message="""
            law.yaml:7:19: neither a day nor an act of the regime
              must be: a day such as 2024-09-07, or an act
              came:    07-09-2024
        """,
    ),
    refusal(
        "an unknown act",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: A26}
        """,
        message="""
            law.yaml:7:19: neither a day nor an act of the regime
              must be: a day such as 2024-09-07, or an act
              came:    A26
              do:      Did you mean "A25"?
        """,
    ),
    refusal(
        "an act without a day of effect",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: A22}
        """,
        message="""
            law.yaml:7:19: the act A22 has no day of effect
              must be: an act with `from`, or a day
              came:    A22
        """,
    ),
    refusal(
        "an act of another regime",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: NL-2024}
        """,
        message="""
            law.yaml:7:19: neither a day nor an act of the regime
              must be: a day such as 2024-09-07, or an act
              came:    NL-2024
        """,
    ),
    refusal(
        "until before from",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-09-07, until: 2024-09-06}
        """,
        message="""
            law.yaml:7:12: ends before it begins
              must be: until after from
              came:    from 2024-09-07, until 2024-09-06
        """,
    ),
    refusal(
        "until on the day of from",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-09-07, until: 2024-09-07}
        """,
        message="""
            law.yaml:7:12: ends before it begins
              must be: until after from
              came:    from 2024-09-07, until 2024-09-07
        """,
    ),
    refusal(
        "published on a day that does not exist",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {published: 2024-13-01, from: 2024-09-07}
        """,
        message="""
            law.yaml:7:24: not a day of the calendar
              must be: a day such as 2024-09-07
              came:    2024-13-01
        """,
    ),
    refusal(
        "a suspension that ends before it begins",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-09-07, suspended: [{from: 2025-01-01, until: 2024-12-31}]}
        """,
        message="""
            law.yaml:7:43: ends before it begins
              must be: until after from
        """,
    ),
    refusal(
        "a suspension without a beginning",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-09-07, suspended: [{until: 2024-12-31}]}
        """,
        message="""
            law.yaml:7:43: the key "from" is missing
              must be: from: ...
        """,
    ),
    refusal(
        "a sequel of another word",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {from: 2024-09-07, suspended: [{from: 2024-12-31, until: 2025-12-31, sequel: unknown}]}
        """,
        message="""
            law.yaml:7:89: unknown word
              must be: unconfirmed
              came:    unknown
        """,
    ),
    refusal(
        "an unknown key of validity",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                valid: {start: 2024-09-07}
        """,
        message="""
            law.yaml:7:13: unknown key "start"
              must be: published, from, until, comply_from, suspended, not_enforced
              came:    start
        """,
    ),
    refusal(
        "overlapping versions of a paragraph",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            paragraphs:
              a:
                versions:
                  - {when: kind is scanner, valid: {until: 2024-09-08}}
                  - {when: kind is stepper, valid: {from: 2024-09-07}}
        """,
        message="""
            law.yaml:9:9: two texts of 9X001.a overlap
              must be: half-open intervals that do not overlap
              came:    from the beginning until 2024-09-08 and since 2024-09-07
        """,
    ),
    refusal(
        "overlapping versions of a rule",
        law="""
            regime: eu
            rules:
              - id: x
                title: X
                kind: duty
                sources: [{cite: eu25}]
                versions:
                  - {when: "destination in {CN}", valid: {from: 2024-09-07}}
                  - {when: "destination in {US}", valid: {from: 2025-09-07}}
        """,
        message="""
            law.yaml:9:9: two texts of x overlap
              must be: half-open intervals that do not overlap
              came:    since 2024-09-07 and since 2025-09-07
        """,
    ),
    refusal(
        "overlapping texts of a definition",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            definitions:
              mrf:
                - {unit: nm, formula: wavelength * 0.25 / numerical_aperture, valid: {until: 2024-12-03}}
                - {unit: nm, formula: wavelength * 0.35 / numerical_aperture, valid: {from: 2024-12-02}}
            when: mrf <= 45 nm
        """,
        message="""
            law.yaml:8:7: two texts of mrf overlap
              must be: half-open intervals that do not overlap
              came:    since 2024-12-02
        """,
    ),
    refusal(
        "an end on a day that does not exist",
        law="""
            ends:
              - {rule: eu001, on: 2025-06-31}
        """,
        message="""
            law.yaml:2:23: not a day of the calendar
              must be: a day such as 2024-09-07
              came:    2025-06-31
        """,
    ),
    refusal(
        "a known_through that is no day",
        law="""
            regime: eu
            known_through: soon
        """,
        message="""
            law.yaml:2:16: not a day of the calendar
              must be: a day such as 2024-09-07
              came:    soon
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_validity_that_cannot_be_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
