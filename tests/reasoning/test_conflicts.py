"""A conflict stands where a rule of the other law holds the shipment back, and nothing lifts it; it moves no bound."""

from __future__ import annotations

import pytest

from licet import Engine, determination_as_dict, determination_as_text
from licet.model.outcome import Outcome, exactly
from tests.support.overlays import ZED, ask, load, zed_engine

REGIMES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Export, kind: reach, when: "departure in {KR}", sources: [{cite: gazette}]}
      - {id: zed-licence, title: Licence for scanners, kind: requirement, when: kind is scanner, sources: [{cite: gazette}]}
      - {id: zed-report, title: Report of all tools, kind: notification, when: kind is equipment, sources: [{cite: gazette}]}
      - {id: zed-friends, title: Friends, kind: exception, answers: [zed-licence], when: "destination in {JP}", sources: [{cite: gazette}]}
      - id: zed-perhaps
        title: Some
        kind: exception
        answers: [zed-licence]
        when: destination in {FR} and zed_paper
        sources: [{cite: gazette}]
"""
FACTS = "facts: {zed_paper: {of: shipment, type: boolean, question: Is there a paper?}}"
COUNTER = (
    ZED.replace("regime: zed", "regime: yon")
    .replace("Zedland", "Yonder")
    .replace("Zed ", "Yon ")
    .replace("adjective: Zed", "adjective: Yon")
)
BLOCKING = """
    regime: yon
    rules:
      - {id: yon-reach, title: Nothing, kind: reach, when: "departure in {IR}", sources: [{cite: gazette}]}
      - id: yon-blocking
        title: Nobody heeds Zed licences
        kind: conflict
        with: zed
        opposes: %s
        conditions: [Ask before you stop.]
        note: Everybody is caught.
        sources: [{cite: gazette, pinpoint: Article 1}]
"""


def engine(folder: object, opposes: str = "[every_rule]") -> Engine:
    return zed_engine(folder, rules=REGIMES, facts=FACTS, yon=COUNTER, blocking=BLOCKING % opposes)  # type: ignore[arg-type]  # a path


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("law"))


@pytest.mark.parametrize(
    ("kind", "leaves", "to", "value"),
    [
        ("scanner", "KR", "CN", True),
        ("ald", "KR", "CN", "none"),  # what only has to be reported is not held back
        ("scanner", "JP", "CN", "none"),  # not reached
        ("scanner", "KR", "JP", "none"),  # an exception lifts it
        ("scanner", "KR", "FR", None),  # an exception may
        ("lithography", "KR", "CN", None),  # a scanner perhaps
    ],
)
def test_it_stands_where_the_other_law_holds_back(zed: Engine, kind: str, leaves: str, to: str, value: bool | str | None) -> None:
    found = ask(zed, item={"kind": kind}, leaves=leaves, to=to)
    assert [reason.value for _, reason in found.conflicts] == ([] if value == "none" else [value])
    assert found.regime("yon").outcome == exactly(Outcome.NOT_SUBJECT)


def test_it_names_the_rules_it_opposes(zed: Engine) -> None:
    ((finding, reason),) = ask(zed, item={"kind": "scanner"}, leaves="KR", to="CN").conflicts
    assert (finding.regime, reason.id, reason.against, reason.opposed) == ("yon", "yon-blocking", "zed", ("zed-licence",))


def test_it_stands_above_the_regimes_in_text_and_in_json(zed: Engine) -> None:
    found = ask(zed, item={"kind": "scanner"}, leaves="KR", to="CN")
    text = determination_as_text(found, zed.law)
    assert text.index("yon-blocking") < text.index("  Zedland  ")
    for part in ("Yonder against Zedland (zed-licence)", "Everybody is caught.", "do: Ask before you stop.", "Article 1"):
        assert part in text
    (regime,) = [one for one in determination_as_dict(found, zed.law)["regimes"] if one["regime"] == "yon"]
    assert [(one["id"], one["against"], one["opposed"]) for one in regime["conflicts"]] == [("yon-blocking", "zed", ["zed-licence"])]


def test_a_law_that_was_not_asked_can_still_be_opposed(zed: Engine) -> None:
    found = ask(Engine(zed.law, ["yon"]), item={"kind": "scanner"}, leaves="KR", to="CN")
    assert [reason.id for _, reason in found.conflicts] == ["yon-blocking"]


def test_only_the_rules_named_are_opposed(tmp_path_factory: pytest.TempPathFactory) -> None:
    more = REGIMES + '      - {id: zed-ban, title: Ban, kind: prohibition, when: "destination in {IR}", sources: [{cite: gazette}]}\n'
    narrow = zed_engine(tmp_path_factory.mktemp("law"), rules=more, facts=FACTS, yon=COUNTER, blocking=BLOCKING % "[zed-ban]")
    assert ask(narrow, item={"kind": "scanner"}, leaves="KR", to="CN").conflicts == ()
    assert len(ask(narrow, item={"kind": "scanner"}, leaves="KR", to="IR").conflicts) == 1


def test_a_conflict_without_opposes_stands_on_its_own_condition(tmp_path_factory: pytest.TempPathFactory) -> None:
    plain = (BLOCKING % "[every_rule]").replace("        opposes: [every_rule]\n", "        when: destination in {FR}\n")
    own = Engine(load(tmp_path_factory.mktemp("law"), zed=ZED, rules=REGIMES, facts=FACTS, yon=COUNTER, blocking=plain))
    assert [len(ask(own, item={"kind": "ald"}, leaves="KR", to=to).conflicts) for to in ("FR", "CN")] == [1, 0]
