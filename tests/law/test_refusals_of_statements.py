from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

REFUSALS = (
    refusal(
        "a rule without a source",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty}
        """,
        message="""
            law.yaml:3:5: a rule without a source
              must be: sources: [{cite: ..., pinpoint: ...}]
              came:    x
        """,
    ),
    refusal(
        "a paragraph without a source",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: []
            when: kind is scanner
        """,
        message="""
            law.yaml:1:1: a paragraph without a source
              must be: sources: [{cite: ..., pinpoint: ...}]
              came:    9X001
        """,
    ),
    refusal(
        "a paragraph without a condition",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            paragraphs:
              a: {title: A}
        """,
        message="""
            law.yaml:6:6: a paragraph without a condition
              must be: when: ... here or above
              came:    9X001.a
        """,
    ),
    refusal(
        "an entry without a condition",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
        """,
        message="""
            law.yaml:1:1: a paragraph without a condition
              must be: when: ... here or above
              came:    9X001
        """,
    ),
    refusal(
        "a source that is unknown",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: eu26}]}
        """,
        message="""
            law.yaml:3:52: unknown source "eu26"
              must be: a key of the regime's sources
              came:    eu26
              do:      Did you mean "eu25"?
        """,
    ),
    refusal(
        "a source of another regime",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: nl24gov}]}
        """,
        message="""
            law.yaml:3:52: unknown source "nl24gov"
              must be: a key of the regime's sources
              came:    nl24gov
        """,
    ),
    refusal(
        "a source without a link",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{title: A book, read: 2026-11-21}]}
        """,
        message="""
            law.yaml:3:45: a source cites a document of the regime, or names one
              must be: cite: ..., or title, link and read
        """,
    ),
    refusal(
        "an unknown confidence",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: eu25, confidence: certain}]}
        """,
        message="""
            law.yaml:3:70: unknown word
              must be: confirmed, single_source, derived, unconfirmed
              came:    certain
        """,
    ),
    refusal(
        "a release that answers nothing",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: exception, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3:5: a release names the requirements it answers
              must be: answers: [rule ids]
              came:    x
        """,
    ),
    refusal(
        "a general authorisation that answers nothing",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: general_authorisation, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3:5: a release names the requirements it answers
              must be: answers: [rule ids]
              came:    x
        """,
    ),
    refusal(
        "a rule twice in a file",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: eu25}]}
              - {id: x, title: X, kind: duty, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:4:5: the rule "x" stands twice
              must be: one block a rule, with `versions:` for its texts
              came:    x
        """,
    ),
    refusal(
        "a rule twice in two files",
        a="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: eu25}]}
        """,
        b="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: [{cite: eu25}]}
        """,
        message="""
            b.yaml:3: the rule "x" stands twice
              must be: once (first in a.yaml)
              came:    x
        """,
    ),
    refusal(
        "an entry in two files",
        a="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner
        """,
        b="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner
        """,
        message="""
            b.yaml:1:1: the entry 9X001 stands in two files
              must be: one file an entry (the other is a.yaml)
              came:    b.yaml
        """,
    ),
    refusal(
        "a key on the paragraph and on its version",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner
            versions:
              - {when: kind is stepper}
        """,
        message="""
            law.yaml:7:12: "when" stands on the paragraph and on its version
              must be: on one of them
              came:    when
        """,
    ),
    refusal(
        "rules of an unknown regime",
        law="""
            regime: ue
            rules: []
        """,
        message="""
            law.yaml:1:9: unknown regime "ue"
              must be: eu, eu-national, nl
              came:    ue
        """,
    ),
    refusal(
        "an entry of an unknown list",
        law="""
            entry: 9X001
            list: eu:annex-ii
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner
        """,
        message="""
            law.yaml:2:7: unknown list "eu:annex-ii"
              must be: a list of a regime
              came:    eu:annex-ii
              do:      Did you mean "eu:annex-i"?
        """,
    ),
    refusal(
        "an entry of an unknown regime",
        law="""
            entry: 9X001
            list: eux:annex-i
            title: X
            sources: [{cite: eu25}]
            when: kind is scanner
        """,
        message="""
            law.yaml:2:7: unknown list "eux:annex-i"
              must be: a list of a regime
              came:    eux:annex-i
              do:      Did you mean "eu:annex-i"?
        """,
    ),
    refusal(
        "parts that are not specially designed",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            parts: all
            sources: [{cite: eu25}]
            when: kind is scanner
        """,
        message="""
            law.yaml:4:8: unknown word
              must be: specially_designed
              came:    all
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_an_incomplete_statement_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
