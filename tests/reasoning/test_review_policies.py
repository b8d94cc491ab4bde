from __future__ import annotations

import pytest

from licet import Engine, LawError
from licet.model.determination import Determination
from tests.support.overlays import ZED, ask, load, zed_engine

FACTS = """
    facts:
      zed_small: {of: item, type: boolean, question: Is it small?}
      zed_civil: {of: shipment, type: boolean, question: Is the use civil?}
"""

ENTRY = """
    entry: Z1
    list: zed:own
    title: Things
    sources: [{cite: gazette}]
    paragraphs:
      a: {title: Small things, when: zed_small}
      b: {title: All others, when: not zed_small}
"""

RULES = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], sources: [{cite: gazette}]}
      - {id: zed-other, title: Another licence, kind: requirement, when: "destination in {KR}", sources: [{cite: gazette}]}
      - id: zed-kind-to-small
        title: Small things for civil use
        kind: review_policy
        answers: [zed-licence]
        items: ["zed:own/Z1.a"]
        when: zed_civil
        review: case_by_case
        conditions: [Show the use.]
        sources: [{cite: gazette}]
      - id: zed-stern
        title: Everything else
        kind: review_policy
        answers: [zed-licence]
        review: presumption_of_denial
        sources: [{cite: gazette}]
"""


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return zed_engine(tmp_path_factory.mktemp("law"), facts=FACTS, entry=ENTRY, rules=RULES)


def policies(found: Determination, rule: str = "zed-licence") -> list[tuple[str, bool | None]]:
    (reason,) = (reason for reason in found.regime("zed").requirements if reason.id == rule)
    return [(policy.id, policy.value) for policy in reason.reviews]


@pytest.mark.parametrize(
    ("small", "civil", "expected"),
    [
        ("yes", "yes", [("zed-kind-to-small", True)]),
        ("yes", "no", [("zed-stern", True)]),
        ("no", "yes", [("zed-stern", True)]),
        ("yes", "unknown", [("zed-kind-to-small", None), ("zed-stern", True)]),
        ("unknown", "yes", [("zed-kind-to-small", None), ("zed-stern", True)]),
    ],
)
def test_policies_are_shown_up_to_the_first_that_holds(
    zed: Engine, small: str, civil: str, expected: list[tuple[str, bool | None]]
) -> None:
    found = ask(zed, item={"kind": "other", "zed_small": small}, zed_civil=civil, leaves="NL", to="CN")
    assert policies(found) == expected


def test_a_policy_speaks_only_of_the_rules_it_names(zed: Engine) -> None:
    found = ask(zed, item={"kind": "other", "zed_small": "yes"}, zed_civil="yes", leaves="NL", to="KR")
    assert policies(found, "zed-other") == []


def test_a_policy_moves_no_bound(zed: Engine) -> None:
    kind, stern = (ask(zed, item={"kind": "other", "zed_small": "yes"}, zed_civil=civil, leaves="NL", to="CN") for civil in ("yes", "no"))
    assert kind.regime("zed").outcome == stern.regime("zed").outcome


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("review: case_by_case", "a review policy names the rules it is for"),
        ("answers: [zed-licence], review: kindly", "unknown word"),
        ("answers: [zed-licence]", "review"),
        ("answers: [zed-kind-to-small], review: approval", "none that this one can name"),
    ],
)
def test_a_policy_that_says_nothing_is_refused(said: str, message: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    rule = f"      - {{id: p, title: P, kind: review_policy, {said}, sources: [{{cite: gazette}}]}}\n"
    with pytest.raises(LawError, match=message):
        load(tmp_path_factory.mktemp("law"), zed=ZED, facts=FACTS, entry=ENTRY, rules=RULES + rule)
