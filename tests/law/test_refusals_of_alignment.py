from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

ROW = """
            alignment:
              - concept: x
                title: X
"""
REFUSALS = (
    refusal(
        "an unknown regime",
        law=f"""{ROW}                nll: [{{code: 3B001.f, confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:5: unknown regime "nll"
              must be: eu, eu-national, nl, concept, title, when, note
              came:    nll
              do:      Did you mean "nl"?
        """,
    ),
    refusal(
        "a reference that no paragraph has",
        law=f"""{ROW}                nl: [{{code: 3B001.f.9, ref: "nl:asme/3B001.f.9", confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:34: no paragraph "3B001.f.9" in nl:asme
              must be: a code of the list
              came:    nl:asme/3B001.f.9
              do:      Did you mean "3B001.f.x"?
        """,
    ),
    refusal(
        "a reference to another regime",
        law=f"""{ROW}                nl: [{{code: 3B001.f, ref: "eu:annex-i/3B001.f", confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:32: a paragraph of another regime than "nl"
              must be: a paragraph of a list of nl
              came:    eu:annex-i/3B001.f
        """,
    ),
    refusal(
        "an unknown list",
        law=f"""{ROW}                nl: [{{code: 3B001.f, ref: "nl:asm/3B001.f", confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:32: unknown list "nl:asm"
              must be: a list of the regime
              came:    nl:asm/3B001.f
              do:      Did you mean "nl:asme"?
        """,
    ),
    refusal(
        "days out of order",
        law=f"""{ROW}                nl: [{{code: 3B001.f, since: 2024-09-07, until: 2024-09-07, confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:52: ends before it begins
              must be: until after since
              came:    from 2024-09-07, until 2024-09-07
        """,
    ),
    refusal(
        "two cells with one paragraph on one day",
        law=f"""{ROW}                nl:
                  - {{code: old, ref: "nl:asme/3B001.l", since: 2023-09-01, until: 2025-04-02, confidence: confirmed}}
                  - {{code: new, ref: "nl:asme/3B001.l", since: 2025-04-01, confidence: confirmed}}
        """,
        message="""
            law.yaml:6:9: two cells have nl:asme/3B001.l on the same day
              must be: cells in the order of their days, each until the next
              came:    since 2025-04-01, and before it until 2025-04-02
        """,
    ),
    refusal(
        "a cell that says nothing",
        law=f"""{ROW}                nl: [{{since: 2024-09-07, confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:10: a cell says nothing
              must be: code: ..., none: yes, or open: yes
        """,
    ),
    refusal(
        "a cell that says none and has a code",
        law=f"""{ROW}                nl: [{{none: yes, code: 3B001.f, confidence: confirmed}}]
        """,
        message="""
            law.yaml:4:10: a cell that says none has a code or days
              must be: none: yes alone, with a note, confidence and sources if needed
        """,
    ),
    refusal(
        "a cell without its confidence",
        law=f"""{ROW}                nl: [{{code: 3B001.f}}]
        """,
        message="""
            law.yaml:4:10: the key "confidence" is missing
              must be: confidence: ...
        """,
    ),
    refusal(
        "a condition that cannot be read",
        law=f"""{ROW}                when: wavelenght < 193 nm
        """,
        message="""
            law.yaml:4:11: unknown fact "wavelenght"
              must be: a fact of the vocabulary or a definition
              came:    wavelenght
              do:      Did you mean "wavelength"?
        """,
    ),
    refusal(
        "a concept that stands twice",
        law=f"""{ROW}              - concept: x
                title: Y
        """,
        message="""
            law.yaml:4:5: the concept "x" stands twice
              must be: one row a concept
              came:    x
        """,
    ),
    refusal(
        "an event of an unknown regime",
        law="""
            timeline:
              - date: 2024-09-06
                kind: statement
                by: Somebody
                title: Something
                regimes: [nll]
                sources: [{title: Press, link: "https://press.example", read: 2026-11-21}]
        """,
        message="""
            law.yaml:6:14: unknown regime "nll"
              must be: eu, eu-national, nl
              came:    nll
              do:      Did you mean "nl"?
        """,
    ),
    refusal(
        "a statement without its speaker",
        law="""
            timeline:
              - date: 2024-09-06
                kind: statement
                title: Something
                regimes: [nl]
                sources: [{title: Press, link: "https://press.example", read: 2026-11-21}]
        """,
        message="""
            law.yaml:2:5: the key "by" is missing
              must be: by: ...
        """,
    ),
    refusal(
        "an event about an unknown concept",
        law="""
            timeline:
              - date: 2024-09-06
                kind: report
                by: Press
                title: Something
                regimes: [nl]
                concepts: [lithographie]
                sources: [{title: Press, link: "https://press.example", read: 2026-11-21}]
            alignment:
              - {concept: lithography, title: Lithography}
        """,
        message="""
            law.yaml:7:15: unknown concept "lithographie"
              must be: lithography
              came:    lithographie
              do:      Did you mean "lithography"?
        """,
    ),
    refusal(
        "a month that is none",
        law="""
            timeline:
              - date: 2024-13
                kind: report
                by: Press
                title: Something
                regimes: [nl]
                sources: [{title: Press, link: "https://press.example", read: 2026-11-21}]
        """,
        message="""
            law.yaml:2:11: not a month of the calendar
              must be: a day such as 2024-09-07, a month such as 2024-09, or a year
              came:    2024-13
        """,
    ),
    refusal(
        "a kind of event that is none",
        law="""
            timeline:
              - date: 2024-09
                kind: rumour
                by: Press
                title: Something
                regimes: [nl]
                sources: [{title: Press, link: "https://press.example", read: 2026-11-21}]
        """,
        message="""
            law.yaml:3:11: unknown word
              must be: law, announcement, statement, report, decision, proposal, proceedings, listing
              came:    rumour
        """,
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_an_alignment_that_does_not_add_up_is_refused_with_its_place(case: Refusal, tmp_path: Path) -> None:
    case.check(tmp_path)
