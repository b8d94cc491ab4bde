from __future__ import annotations

import pytest

from licet import Engine
from licet.model.outcome import Interval, Outcome
from tests.support.overlays import ask, zed_engine

FACTS = """
    facts:
      zed_small: {of: item, type: boolean, question: Is it small?}
      zed_green: {of: item, type: boolean, question: Is it green?}
"""

ENTRY = """
    entry: Z1
    list: zed:own
    title: Things
    sources: [{cite: gazette}]
    paragraphs:
      a: {title: Small things, when: zed_small}
      b: {title: Green things, when: zed_green}
"""

RULES = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], sources: [{cite: gazette}]}
      - id: zed-for-small
        title: Exception for small things
        kind: exception
        items: ["zed:own/Z1.a"]
        when: destination in {CN}
        answers: [zed-licence]
        sources: [{cite: gazette}]
      - id: zed-not-for-green
        title: Exception for all but green things
        kind: exception
        except_items: ["zed:own/Z1.b"]
        when: destination in {US}
        answers: [zed-licence]
        sources: [{cite: gazette}]
      - {id: zed-always, title: Always, kind: requirement, when: "destination in {KR}", sources: [{cite: gazette}]}
      - id: zed-always-for-small
        title: Exception from always for small things
        kind: exception
        items: ["zed:own/Z1.a"]
        answers: [zed-always]
        sources: [{cite: gazette}]
"""

FREE, AVAILABLE, LICENCE = Outcome.NO_LICENCE_REQUIRED, Outcome.AUTHORISATION_AVAILABLE, Outcome.LICENCE_REQUIRED


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return zed_engine(tmp_path_factory.mktemp("law"), facts=FACTS, entry=ENTRY, rules=RULES)


def outcome(engine: Engine, to: str, small: str, green: str) -> Interval:
    item = {"kind": "other", "zed_small": small, "zed_green": green}
    return ask(engine, item=item, to=to).regime("zed").outcome


@pytest.mark.parametrize(
    ("small", "green", "lower", "upper"),
    [
        ("yes", "no", AVAILABLE, AVAILABLE),
        ("yes", "yes", LICENCE, LICENCE),
        ("no", "yes", LICENCE, LICENCE),
        ("yes", "unknown", AVAILABLE, LICENCE),
        ("unknown", "yes", LICENCE, LICENCE),
        ("unknown", "no", FREE, AVAILABLE),
        ("no", "no", FREE, FREE),
    ],
)
def test_a_release_with_items_covers_only_what_is_wholly_among_them(
    zed: Engine, small: str, green: str, lower: Outcome, upper: Outcome
) -> None:
    assert outcome(zed, "CN", small, green) == Interval(lower, upper)


@pytest.mark.parametrize(
    ("small", "green", "lower", "upper"),
    [
        ("yes", "no", AVAILABLE, AVAILABLE),
        ("yes", "yes", LICENCE, LICENCE),
        ("no", "yes", LICENCE, LICENCE),
        ("yes", "unknown", AVAILABLE, LICENCE),
        ("unknown", "yes", LICENCE, LICENCE),
    ],
)
def test_a_release_with_except_items_covers_everything_else(zed: Engine, small: str, green: str, lower: Outcome, upper: Outcome) -> None:
    assert outcome(zed, "US", small, green) == Interval(lower, upper)


@pytest.mark.parametrize(("small", "answered_by", "open_or_sure"), [("yes", True, True), ("unknown", True, None), ("no", False, None)])
def test_a_release_with_items_from_a_rule_without_must_be_met_by_the_item(
    zed: Engine, small: str, answered_by: bool, open_or_sure: bool | None
) -> None:
    finding = ask(zed, item={"kind": "other", "zed_small": small, "zed_green": "no"}, to="KR").regime("zed")
    always = next(reason for reason in finding.requirements if reason.id == "zed-always")
    assert always.answered_by == (("zed-always-for-small",) if answered_by else ())
    assert [reason.value for reason in finding.releases if reason.id == "zed-always-for-small"] == ([open_or_sure] if answered_by else [])


def test_an_item_in_another_place_has_no_release(zed: Engine) -> None:
    assert outcome(zed, "JP", "yes", "no") == Interval(LICENCE, LICENCE)
