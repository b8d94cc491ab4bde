from __future__ import annotations

import pytest

from licet import Engine
from licet.model.determination import RegimeFinding
from licet.model.outcome import Interval, Outcome, exactly
from tests.support.overlays import ask, zed_engine

NONE, LICENCE = exactly(Outcome.NO_LICENCE_REQUIRED), exactly(Outcome.LICENCE_REQUIRED)
OPEN = Interval(Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED)

RULE = """
  - id: zed-{name}
    title: Licence {name}
    kind: requirement
    when: destination in {{{place}}}
    sources: [{{cite: gazette}}]
    valid: {valid}
"""

RULES = {
    "AA": "{from: 2024-09-07, until: 2025-09-07}",
    "BB": "{from: 2024-09-07, comply_from: 2024-10-07}",
    "CC": "{from: 2024-09-07, suspended: [{from: 2025-01-01, until: 2025-03-01}]}",
    "DD": "{from: 2024-09-07, suspended: [{from: 2025-01-01, until: 2025-03-01, sequel: unconfirmed}]}",
    "EE": "{from: 2024-09-07, suspended: [{from: 2025-01-01}]}",
    "FF": "{from: 2024-09-07, not_enforced: [{from: 2025-01-01, until: 2025-03-01, by: Notice 7}]}",
    "GG": "{published: 2024-09-01, from: 2024-09-07}",
    "HH": "{from: 2024-09-07, suspended: [{from: 2025-01-01, until: 2025-03-01, published: 2024-12-24}]}",
    "II": "{from: 2024-09-07, not_enforced: [{from: 2025-01-01, published: 2024-12-24, by: Notice 8}]}",
    "JJ": "{from: ACT}",
}
"""A rule for each way of holding; the keys stand for places so that a shipment chooses its rule."""

PLACES = dict(zip(RULES, ("JP", "KR", "TW", "CN", "US", "IN", "SG", "MY", "TH", "VN"), strict=True))

ACT = """
    regime: zed
    acts:
      ACT: {title: An act, published: 2024-09-01, from: 2024-09-07, sources: [{cite: gazette}]}
"""


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    rules = "".join(RULE.format(name=name, place=PLACES[name], valid=valid) for name, valid in RULES.items())
    return zed_engine(tmp_path_factory.mktemp("law"), rules="regime: zed\nrules:\n" + rules, zz_act=ACT)


def found(engine: Engine, rule: str, day: str, known_on: str | None = None) -> RegimeFinding:
    return ask(engine, to=PLACES[rule], date=day, known_on=known_on).regime("zed")


@pytest.mark.parametrize(
    ("rule", "day", "outcome"),
    [
        ("AA", "2024-09-06", NONE),
        ("AA", "2024-09-07", LICENCE),
        ("AA", "2024-09-08", LICENCE),
        ("AA", "2025-09-06", LICENCE),
        ("AA", "2025-09-07", NONE),
        ("AA", "2025-09-08", NONE),
        ("BB", "2024-10-06", NONE),
        ("BB", "2024-10-07", LICENCE),
        ("BB", "2024-10-08", LICENCE),
        ("CC", "2024-12-31", LICENCE),
        ("CC", "2025-01-01", NONE),
        ("CC", "2025-01-02", NONE),
        ("CC", "2025-02-28", NONE),
        ("CC", "2025-03-01", LICENCE),
        ("CC", "2025-03-02", LICENCE),
        ("DD", "2024-12-31", LICENCE),
        ("DD", "2025-01-01", NONE),
        ("DD", "2025-02-28", NONE),
        ("DD", "2025-03-01", OPEN),
        ("DD", "2025-03-02", OPEN),
        ("EE", "2024-12-31", LICENCE),
        ("EE", "2025-01-01", NONE),
        ("EE", "2029-01-01", NONE),
        ("JJ", "2024-09-06", NONE),
        ("JJ", "2024-09-07", LICENCE),
    ],
)
def test_a_rule_binds_from_its_first_day_to_the_day_before_its_end(zed: Engine, rule: str, day: str, outcome: Interval) -> None:
    assert found(zed, rule, day).outcome == outcome


@pytest.mark.parametrize(
    ("day", "enforced"),
    [("2024-12-31", LICENCE), ("2025-01-01", NONE), ("2025-01-02", NONE), ("2025-02-28", NONE), ("2025-03-01", LICENCE)],
)
def test_what_is_not_enforced_stays_the_text(zed: Engine, day: str, enforced: Interval) -> None:
    finding = found(zed, "FF", day)
    assert finding.outcome == LICENCE
    assert finding.enforced == enforced
    assert finding.requirements[0].not_enforced == ("Notice 7" if enforced == NONE else "")


@pytest.mark.parametrize(
    ("rule", "known_on", "outcome"),
    [
        ("GG", "2024-08-31", NONE),
        ("GG", "2024-09-01", LICENCE),
        ("GG", "2024-09-02", LICENCE),
        ("HH", "2024-12-23", LICENCE),
        ("HH", "2024-12-24", NONE),
        ("HH", "2024-12-25", NONE),
        ("JJ", "2024-08-31", NONE),
        ("JJ", "2024-09-01", LICENCE),
    ],
)
def test_what_was_published_later_was_not_known(zed: Engine, rule: str, known_on: str, outcome: Interval) -> None:
    assert found(zed, rule, "2025-02-01", known_on).outcome == outcome


@pytest.mark.parametrize(("known_on", "enforced"), [("2024-12-23", LICENCE), ("2024-12-24", NONE)])
def test_an_announcement_not_to_enforce_counts_from_its_publication(zed: Engine, known_on: str, enforced: Interval) -> None:
    finding = found(zed, "II", "2025-02-01", known_on)
    assert (finding.outcome, finding.enforced) == (LICENCE, enforced)


def test_a_determination_as_known_on_a_day_says_so(zed: Engine) -> None:
    answer = ask(zed, to="SG", date="2025-02-01", known_on="2024-08-31")
    assert answer.notices == ("Law as the world knew it on 2024-08-31; what was published later is left out.",)


def test_without_a_day_of_knowledge_all_that_is_published_counts(zed: Engine) -> None:
    assert found(zed, "GG", "2025-02-01").outcome == LICENCE
    assert ask(zed, to="SG", date="2025-02-01").notices == ()


def test_the_headline_shows_text_and_practice_apart(zed: Engine) -> None:
    answer = ask(zed, item={"kind": "scanner"}, leaves="JP", to="IN", date="2025-02-01")
    assert answer.regime("zed").outcome.upper > answer.regime("zed").enforced.upper
