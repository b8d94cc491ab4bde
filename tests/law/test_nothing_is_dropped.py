"""What the law says must either count or be refused: a statement that is read and then ignored can clear what it forbids."""

from __future__ import annotations

from pathlib import Path

import pytest

from licet import Engine, LawError
from licet.model.outcome import Outcome
from tests.support.overlays import ZED, ask, load, zed_engine

ENTRY = """
    entry: Z1
    list: zed:own
    title: Things
    sources: [{cite: gazette}]
"""

LICENCE_FOR_LISTED = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], sources: [{cite: gazette}]}
"""


def test_a_rule_with_an_empty_list_of_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError):
        load(
            tmp_path,
            zed=ZED,
            rules="""
                regime: zed
                rules:
                  - {id: zed-licence, title: Licence, kind: requirement, sources: [{cite: gazette}], versions: []}
            """,
        )


def test_a_paragraph_with_an_empty_list_of_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError):
        load(tmp_path, zed=ZED, entry=ENTRY + "    paragraphs: {a: {when: kind is scanner, versions: []}}\n")


def test_an_entry_with_an_empty_mapping_of_paragraphs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no paragraphs below"):
        load(tmp_path, zed=ZED, entry=ENTRY + "    when: kind is scanner\n    paragraphs: {}\n")


def test_overlapping_versions_are_refused_where_one_has_paragraphs_below_it(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="overlap"):
        load(
            tmp_path,
            zed=ZED,
            entry=ENTRY
            + """
    paragraphs:
      a:
        versions:
          - {valid: {until: 2024-09-08}, paragraphs: {1: {when: kind is scanner}}}
          - {valid: {from: 2024-09-07}, when: kind is stepper}
    """,
        )


def test_a_reference_that_points_nowhere_is_refused_in_the_condition_of_a_list(tmp_path: Path) -> None:
    with pytest.raises(LawError):
        load(tmp_path, zed=ZED.replace("title: Zed list,", "title: Zed list, when: 'not meets(\"zed:no-such-list\")',"))


def test_a_requirement_for_all_but_some_items_names_its_items(tmp_path: Path) -> None:
    rules = """
        regime: zed
        rules:
          - {id: zed-licence, title: Licence, kind: requirement, except_items: ["zed:own"], sources: [{cite: gazette}]}
    """
    with pytest.raises(LawError, match="except_items without items"):
        zed_engine(tmp_path, entry=ENTRY + "    when: kind is scanner\n", rules=rules)


def test_a_release_that_answers_a_rule_of_another_regime_is_refused(tmp_path: Path) -> None:
    rules = """
        regime: zed
        rules:
          - {id: zed-exception, title: Exception, kind: exception, answers: [nl-asme-licence], sources: [{cite: gazette}]}
    """
    with pytest.raises(LawError):
        load(tmp_path, zed=ZED, rules=rules)


def test_a_release_that_answers_what_does_not_bite_is_refused(tmp_path: Path) -> None:
    rules = """
        regime: zed
        rules:
          - {id: zed-records, title: Records, kind: duty, sources: [{cite: gazette}]}
          - {id: zed-exception, title: Exception, kind: exception, answers: [zed-records], sources: [{cite: gazette}]}
    """
    with pytest.raises(LawError):
        load(tmp_path, zed=ZED, rules=rules)


def test_an_end_of_a_rule_and_a_paragraph_at_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="an end names one thing"):
        load(tmp_path, ends='ends: [{rule: eu001, paragraph: "nl:asme/3B001.f", on: 2024-10-01}]')


def test_a_paragraph_that_is_not_enforced_is_not_enforced(tmp_path: Path) -> None:
    valid = "{from: 2024-01-01, not_enforced: [{from: 2024-06-01, by: Notice 7}]}"
    engine = zed_engine(tmp_path, entry=ENTRY + f"    when: kind is scanner\n    valid: {valid}\n", rules=LICENCE_FOR_LISTED)
    finding = ask(engine, item={"kind": "scanner"}).regime("zed")
    assert (finding.outcome.upper, finding.enforced.upper) == (Outcome.LICENCE_REQUIRED, Outcome.NO_LICENCE_REQUIRED)


def test_two_doubts_with_one_id_and_different_texts_are_refused(tmp_path: Path) -> None:
    rules = """
        regime: zed
        rules:
          - {id: a, title: A, kind: duty, sources: [{cite: gazette}], doubts: [{id: d, says: One thing.}]}
          - {id: b, title: B, kind: duty, sources: [{cite: gazette}], doubts: [{id: d, says: Another thing.}]}
    """
    with pytest.raises(LawError):
        load(tmp_path, zed=ZED, rules=rules)


def test_a_reach_rule_that_leans_on_an_assumption_leaves_the_answer_without_it_open_up_to_what_bites(tmp_path: Path) -> None:
    rules = """
        regime: zed
        rules:
          - {id: zed-reach, title: Transit, kind: reach, when: transaction is transit, sources: [{cite: gazette}]}
          - {id: zed-licence, title: Licence, kind: requirement, when: "destination in {CN}", sources: [{cite: gazette}]}
    """
    finding = ask(Engine(load(tmp_path, zed=ZED, rules=rules)), to="CN").regime("zed")
    assert (finding.outcome.upper, finding.unassumed.upper) == (Outcome.NOT_SUBJECT, Outcome.LICENCE_REQUIRED)
