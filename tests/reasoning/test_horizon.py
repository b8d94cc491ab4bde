from __future__ import annotations

import pytest

from licet import Engine, Law
from licet.cli import exits
from licet.model.determination import Verdict
from tests.support.overlays import ask, zed_engine

REGIME = """
    regime: zed
    known_from: 2024-01-01
    known_through: 2025-12-31
    beyond: Parliament sits in January.
    governs: [JP]
"""

RULES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Reach, kind: reach, when: "departure in {JP}", sources: [{cite: gazette}]}
      - {id: zed-ban, title: Ban, kind: prohibition, when: "destination in {CN}", sources: [{cite: gazette}]}
"""


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return zed_engine(tmp_path_factory.mktemp("law"), zz_horizon=REGIME, rules=RULES)


@pytest.mark.parametrize(
    ("day", "verdict", "code"),
    [
        ("2023-12-31", Verdict.CLEAR_VERIFY, 10),
        ("2024-01-01", Verdict.CLEAR, 0),
        ("2024-01-02", Verdict.CLEAR, 0),
        ("2025-12-30", Verdict.CLEAR, 0),
        ("2025-12-31", Verdict.CLEAR, 0),
        ("2026-01-01", Verdict.CLEAR_VERIFY, 10),
        ("2026-01-02", Verdict.CLEAR_VERIFY, 10),
    ],
)
def test_a_clear_answer_outside_the_time_that_is_known_says_verify(zed: Engine, day: str, verdict: Verdict, code: int) -> None:
    found = ask(zed, leaves="JP", to="KR", date=day)
    assert found.outcome.is_clear
    assert found.verdict is verdict
    assert exits.OF_VERDICT[found.verdict] == code
    assert found.regime("zed").horizon.beyond is (verdict is Verdict.CLEAR_VERIFY)


@pytest.mark.parametrize("day", ["2023-12-31", "2026-01-01"])
def test_a_restrictive_answer_outside_stands_with_a_notice(zed: Engine, day: str) -> None:
    found = ask(zed, leaves="JP", to="CN", date=day)
    assert found.verdict is Verdict.PROHIBITED
    assert "Zed law is known here" in found.regime("zed").horizon.note


def test_the_notice_says_what_could_have_changed(zed: Engine) -> None:
    note = ask(zed, leaves="JP", to="KR", date="2026-01-01").regime("zed").horizon.note
    assert note == "Zed law is known here through 2025-12-31. Parliament sits in January."


def test_a_regime_that_does_not_reach_has_no_say_in_the_verdict(zed: Engine) -> None:
    found = ask(zed, item="NXT:1470", leaves="NL", to="KR", date="2024-10-01")
    assert found.verdict is Verdict.CLEAR


def test_a_clear_answer_where_the_home_law_is_not_encoded_is_not_covered(zed: Engine) -> None:
    found = ask(zed, leaves="KR", to="JP", date="2024-10-01")
    assert (found.verdict, found.uncovered, exits.OF_VERDICT[found.verdict]) == (Verdict.NOT_COVERED, "KR", 11)


def test_the_shipped_law_verifies_what_lies_beyond_its_dutch_horizon(law: Law) -> None:
    european = Engine(law, ["eu", "eu-national", "nl"])
    inside = ask(european, item="NXT:1470", leaves="NL", to="KR", date="2025-11-14")
    beyond = ask(european, item="NXT:1470", leaves="NL", to="KR", date="2025-11-15")
    assert (inside.verdict, beyond.verdict) == (Verdict.CLEAR, Verdict.CLEAR_VERIFY)
