from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import Refusal, refusal

RULE_KEYS = (
    "id, title, kind, hook, items, except_items, when, answers, form, review, authority, conditions, "
    "with, opposes, only, note, see, valid, sources, doubts, definitions, versions"
)
REGIME_KEYS = (
    "regime, name, adjective, governs, code_name, unlisted, known_from, known_through, beyond, acts, sources, lists, "
    "definitions, doubts, note"
)
FILE_KEYS = (
    "regime, entry, rules, cases, places, countries, facts, kinds, units, roles, scopes, reaches, contradictions, products, coverage, "
    "ends, alignment, timeline"
)
ENTRY_KEYS = "entry, list, title, when, valid, sources, doubts, definitions, parts, paragraphs, versions, note, see, also"
REFUSALS = (
    refusal(
        "an unknown key of a rule",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, wen: true, sources: [{cite: eu25}]}
        """,
        message=f"""
            law.yaml:3:35: unknown key "wen"
              must be: {RULE_KEYS}
              came:    wen
              do:      Did you mean "when"?
        """,
    ),
    refusal(
        "an unknown key of a paragraph",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            paragraphs:
              a: {title: A, whenever: kind is scanner}
        """,
        message="""
            law.yaml:6:17: unknown key "whenever"
              must be: title, when, valid, sources, doubts, definitions, parts, paragraphs, versions, note, see
              came:    whenever
              do:      Did you mean "when"?
        """,
    ),
    refusal(
        "an unknown key of a regime",
        law="""
            regime: eu
            name: European Union
            knwn_through: 2027-01-01
        """,
        message=f"""
            law.yaml:3:1: unknown key "knwn_through"
              must be: {REGIME_KEYS}
              came:    knwn_through
              do:      Did you mean "known_through"?
        """,
    ),
    refusal(
        "a key that stands twice",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            title: Y
        """,
        message="""
            law.yaml:4:1: the key "title" stands twice
              must be: one value (the first is in line 3)
              came:    title
              do:      Remove one of them.
        """,
    ),
    refusal(
        "a missing key of an entry",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            when: kind is scanner
        """,
        message="""
            law.yaml:1:1: the key "sources" is missing
              must be: sources: ...
        """,
    ),
    refusal(
        "a missing list of an entry",
        law="""
            entry: 9X001
            title: X
            sources: [{cite: eu25}]
        """,
        message="""
            law.yaml:1:1: the key "list" is missing
              must be: list: regime:list
        """,
    ),
    refusal(
        "a missing key of a rule",
        law="""
            regime: eu
            rules:
              - id: x
                kind: duty
                sources: [{cite: eu25}]
        """,
        message="""
            law.yaml:3:5: the key "title" is missing
              must be: title: ...
        """,
    ),
    refusal(
        "a missing key of a new regime",
        law="""
            regime: zed
            name: Zedland
            adjective: Zed
        """,
        message="""
            law.yaml:1:1: the key "known_through" is missing
              must be: known_through: ...
        """,
    ),
    refusal(
        "a first key that says nothing",
        law="rule: {id: x}",
        message=f"""
            law.yaml:1:1: a file of law says what it is by its first key
              must be: {FILE_KEYS}
              came:    rule
              do:      Did you mean "rules"?
        """,
    ),
    refusal(
        "a mapping where a text must be",
        law="""
            regime: eu
            rules:
              - {id: x, title: {en: X}, kind: duty, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3:20: wrong form
              must be: a text
              came:    a mapping
        """,
    ),
    refusal(
        "a text where a mapping must be",
        law="- entry: 9X001",
        message="""
            law.yaml:1:1: wrong form
              must be: a mapping (key: value)
              came:    a list
        """,
    ),
    refusal(
        "a mapping where a list must be",
        law="""
            regime: eu
            rules: {id: x}
        """,
        message="""
            law.yaml:2:8: wrong form
              must be: a list
              came:    a mapping
        """,
    ),
    refusal(
        "an unknown kind of rule",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: requirment, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3:29: unknown word
              must be: reach, requirement, notification, prohibition, exception, general_authorisation, review_policy, conflict, duty
              came:    requirment
              do:      Did you mean "requirement"?
        """,
    ),
    refusal(
        "an alias",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, sources: &here [{cite: eu25}]}
              - {id: y, title: Y, kind: duty, sources: *here}
        """,
        message="""
            law.yaml:4:44: aliases are not read
              must be: the value itself
              came:    *here
              do:      Write the value out.
        """,
    ),
    refusal(
        "two documents in a file",
        law="""
            regime: eu
            coverage: []
            ---
            regime: nl
            coverage: []
        """,
        message="""
            law.yaml:3: more than one document
              must be: one document a file
              came:    ---
        """,
    ),
    refusal(
        "an empty file",
        law="",
        message="""
            law.yaml: empty
              must be: a mapping (key: value)
        """,
    ),
    refusal(
        "a file of comments",
        law="# nothing here",
        message="""
            law.yaml: empty
              must be: a mapping (key: value)
        """,
    ),
    refusal(
        "broken YAML",
        law="""
            regime: eu
            rules: [{id: x, title: X
        """,
        message="""
            law.yaml:3:1: not YAML
              must be: YAML or JSON
              came:    did not find expected ',' or '}'
              do:      Check indentation, colons and quotes.
        """,
    ),
    refusal(
        "a key that is a list",
        law="[a, b]: c",
        message="""
            law.yaml:1:1: a key must be a text
              must be: key: value
              came:    a list
        """,
    ),
    refusal(
        "nested too deeply",
        law="regime: " + "[" * 70 + "]" * 70,
        message="""
            law.yaml:1:68: nested too deeply
              must be: at most 60 levels
        """,
    ),
    refusal(
        "two problems in two files are both shown",
        a="""
            entry: 9X001
            list: eu:annex-i
            title: X
            titel: Y
        """,
        b="""
            entry: 9X002
            list: eu:annex-i
            title: X
            sourcs: []
        """,
        message=f"""
            a.yaml:4:1: unknown key "titel"
              must be: {ENTRY_KEYS}
              came:    titel
              do:      Did you mean "title"?
            b.yaml:4:1: unknown key "sourcs"
              must be: {ENTRY_KEYS}
              came:    sourcs
              do:      Did you mean "sources"?
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_form_that_cannot_be_read_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
