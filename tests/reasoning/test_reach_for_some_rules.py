"""A hook with `only` binds a person without reaching the item: it reaches for the rules it names and for no others."""

from __future__ import annotations

import pytest

from licet import Engine, LawError
from licet.model.outcome import Interval, Outcome
from tests.support.overlays import ZED, ask, load, zed_engine

FACTS = """
    facts:
      zed_citizen: {of: shipment, type: boolean, question: Does a citizen take part?}
      zed_goods: {of: item, type: boolean, question: Is it of Zed origin?}
"""

RULES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Zed goods, kind: reach, when: zed_goods, sources: [{cite: gazette}]}
      - {id: zed-person, title: Citizens abroad, kind: reach, only: [zed-help], when: zed_citizen, sources: [{cite: gazette}]}
      - {id: zed-licence, title: Licence, kind: requirement, sources: [{cite: gazette}]}
      - {id: zed-help, title: Licence to help, kind: notification, when: "destination in {CN}", sources: [{cite: gazette}]}
"""

NOT, FREE, NOTIFY, LICENCE = Outcome.NOT_SUBJECT, Outcome.NO_LICENCE_REQUIRED, Outcome.NOTIFY_AUTHORITY, Outcome.LICENCE_REQUIRED


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return zed_engine(tmp_path_factory.mktemp("law"), facts=FACTS, rules=RULES)


@pytest.mark.parametrize(
    ("goods", "citizen", "to", "lower", "upper"),
    [
        ("no", "no", "CN", NOT, NOT),
        ("yes", "no", "CN", LICENCE, LICENCE),
        ("no", "yes", "CN", NOTIFY, NOTIFY),
        ("no", "yes", "KR", FREE, FREE),
        ("yes", "yes", "CN", LICENCE, LICENCE),
        ("no", "unknown", "CN", NOT, NOTIFY),
        ("unknown", "yes", "CN", NOTIFY, LICENCE),
        ("unknown", "no", "CN", NOT, LICENCE),
    ],
)
def test_the_bounds(zed: Engine, goods: str, citizen: str, to: str, lower: Outcome, upper: Outcome) -> None:
    found = ask(zed, item={"kind": "other", "zed_goods": goods}, zed_citizen=citizen, leaves="KR", to=to)
    assert found.regime("zed").outcome == Interval(lower, upper)


def test_rules_that_are_not_reached_are_not_shown(zed: Engine) -> None:
    found = ask(zed, item={"kind": "other", "zed_goods": "no"}, zed_citizen="yes", leaves="KR", to="CN")
    assert [reason.id for reason in found.regime("zed").requirements] == ["zed-help"]


def test_an_open_hook_is_asked_about(zed: Engine) -> None:
    found = ask(zed, item={"kind": "other", "zed_goods": "no"}, leaves="KR", to="CN")
    assert "zed_citizen" in [fact.name for fact in found.regime("zed").missing]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{id: r, title: R, kind: duty, only: [zed-help], sources: [{cite: gazette}]}", "only a reach rule reaches for some rules only"),
        ("{id: r, title: R, kind: reach, only: [zed-hlep], sources: [{cite: gazette}]}", 'unknown rule "zed-hlep"'),
        ("{id: r, title: R, kind: reach, only: [zed-reach], sources: [{cite: gazette}]}", "none that this one can name"),
    ],
)
def test_a_hook_that_reaches_for_nothing_is_refused(rule: str, message: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(LawError, match=message):
        load(tmp_path_factory.mktemp("law"), zed=ZED, facts=FACTS, rules=RULES + f"      - {rule}\n")
