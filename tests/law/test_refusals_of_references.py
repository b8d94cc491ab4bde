from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.overlays import ZED, Refusal, refusal

REFUSALS = (
    refusal(
        "items that name no paragraph",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, items: ["eu:annex-i/3B999"], sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: no paragraph "3B999" in eu:annex-i
              must be: a code or the beginning of one
              came:    eu:annex-i/3B999
        """,
    ),
    refusal(
        "items that name no list",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, items: ["eu:annex-1"], sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: unknown list "eu:annex-1"
              must be: a list of a regime
              came:    eu:annex-1
              do:      Did you mean "eu:annex-i"?
        """,
    ),
    refusal(
        "except_items that name no paragraph",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: exception, except_items: ["eu:annex-i/3B001.z"], answers: [eu-article-3-1], sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: no paragraph "3B001.z" in eu:annex-i
              must be: a code or the beginning of one
              came:    eu:annex-i/3B001.z
              do:      Did you mean "3B001.j"?
        """,
    ),
    refusal(
        "answers that name no rule",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: exception, answers: [eu-article-3], sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: unknown rule "eu-article-3"
              must be: the id of a rule
              came:    eu-article-3
              do:      Did you mean "eu-article-4-3"?
        """,
    ),
    refusal(
        "a conflict with an unknown regime",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: conflict, with: us, sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: unknown regime "us"
              must be: eu, eu-national, nl
              came:    us
        """,
    ),
    refusal(
        "a conflict with a rule that holds nothing back",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: conflict, with: nl, opposes: [nl-asme-license], sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: no rule "nl-asme-license" to oppose
              must be: a requirement, notification or prohibition of nl, or every_rule
              came:    nl-asme-license
              do:      Did you mean "nl-asme-licence"?
        """,
    ),
    refusal(
        "meets with an unknown paragraph in a rule",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, when: meets("eu:annex-i/3B01"), sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3: no paragraph "3B01" in eu:annex-i
              must be: a code or the beginning of one
              came:    eu:annex-i/3B01
              do:      Did you mean "3B501"?
        """,
    ),
    refusal(
        "meets with an unknown list in a paragraph",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            when: meets("us:ccl/3B001")
        """,
        message="""
            law.yaml:1: unknown list "us:ccl"
              must be: a list of a regime
              came:    us:ccl/3B001
        """,
    ),
    refusal(
        "a doubt that stands nowhere",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, when: unconfirmed("eu-x"), sources: [{cite: eu25}]}
        """,
        message="""
            law.yaml:3:41: unknown doubt "eu-x"
              must be: the id of a doubt that can be seen from here
              came:    eu-x
              do:      Write the doubt on this paragraph or rule, a parent, or the regime.
        """,
    ),
    refusal(
        "a doubt of another rule",
        law="""
            regime: eu
            rules:
              - {id: x, title: X, kind: duty, when: unconfirmed("eu-y"), sources: [{cite: eu25}]}
              - {id: y, title: Y, kind: duty, sources: [{cite: eu25}], doubts: [{id: eu-y, says: Y is doubtful.}]}
        """,
        message="""
            law.yaml:3:41: unknown doubt "eu-y"
              must be: the id of a doubt that can be seen from here
              came:    eu-y
              do:      Write the doubt on this paragraph or rule, a parent, or the regime.
        """,
    ),
    refusal(
        "a paragraph that meets itself",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            paragraphs:
              a: {when: not meets("9X001.a")}
        """,
        message="""
            law.yaml:6: the condition depends on itself through meets
              must be: no cycles
              came:    eu:annex-i/9X001.a → eu:annex-i/9X001.a
              do:      Break the circle.
        """,
    ),
    refusal(
        "a circle of two paragraphs",
        law="""
            entry: 9X001
            list: eu:annex-i
            title: X
            sources: [{cite: eu25}]
            paragraphs:
              a: {when: not meets("9X001.b")}
              b: {when: not meets("9X001.a")}
        """,
        message="""
            law.yaml:6: the condition depends on itself through meets
              must be: no cycles
              came:    eu:annex-i/9X001.a → eu:annex-i/9X001.b → eu:annex-i/9X001.a
              do:      Break the circle.
        """,
    ),
    refusal(
        "a circle through the condition of a list",
        law="""
            entry: Z1
            list: zed:own
            title: X
            sources: [{cite: gazette}]
            when: kind is scanner
        """,
        zed=ZED.replace("title: Zed list,", "title: Zed list, when: 'not meets(\"zed:own\")',"),
        message="""
            law.yaml:1: the condition depends on itself through meets
              must be: no cycles
              came:    zed:own/Z1 → zed:own/Z1
              do:      Break the circle.
        """,
    ),
    refusal(
        "an end of an unknown rule",
        law="""
            ends:
              - {rule: eu01, on: 2025-06-30}
        """,
        message="""
            law.yaml:2:12: unknown rule "eu01"
              must be: the id of a rule
              came:    eu01
              do:      Did you mean "eu001"?
        """,
    ),
    refusal(
        "an end of an unknown paragraph",
        law="""
            ends:
              - {paragraph: "eu:annex-i/3B001.z", on: 2025-06-30}
        """,
        message="""
            law.yaml:2:18: unknown paragraph "eu:annex-i/3B001.z"
              must be: list/code
              came:    eu:annex-i/3B001.z
              do:      Did you mean "eu:annex-i/3B001.j"?
        """,
    ),
    refusal(
        "an end of nothing",
        law="""
            ends:
              - {on: 2025-06-30}
        """,
        message="""
            law.yaml:2:5: an end names what ends
              must be: rule: id, or paragraph: list/code
        """,
    ),
    refusal(
        "a regime that governs an unknown place",
        law="""
            regime: eu
            governs: [EUU]
        """,
        message="""
            law.yaml:2:10: unknown place "EUU"
              must be: a country code or a set of places
              came:    EUU
              do:      Did you mean "EU"?
        """,
    ),
)


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused.name)
def test_a_reference_that_points_nowhere_is_refused_with_its_place(refused: Refusal, tmp_path: Path) -> None:
    refused.check(tmp_path)
