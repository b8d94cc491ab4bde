from __future__ import annotations

import pytest

from licet import Engine
from licet.model.determination import RegimeFinding
from licet.model.outcome import Interval, Outcome
from tests.support.overlays import ask, zed_engine

FACTS = ("zed_reached", "zed_bites", "zed_released", "zed_notified", "zed_forbidden", "zed_pardoned")

RULES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Reach, kind: reach, when: zed_reached, sources: [{cite: gazette}]}
      - {id: zed-licence, title: Licence, kind: requirement, when: zed_bites, sources: [{cite: gazette}]}
      - {id: zed-exception, title: Exception, kind: exception, answers: [zed-licence], when: zed_released, sources: [{cite: gazette}]}
      - {id: zed-notice, title: Notice, kind: notification, when: zed_notified, sources: [{cite: gazette}]}
      - {id: zed-ban, title: Ban, kind: prohibition, when: zed_forbidden, sources: [{cite: gazette}]}
      - {id: zed-pardon, title: Pardon, kind: general_authorisation, answers: [zed-ban], when: zed_pardoned, sources: [{cite: gazette}]}
"""

NOT, FREE, AVAILABLE, NOTIFY, LICENCE, PROHIBITED = Outcome


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    vocabulary = "facts:\n" + "".join(f"  {name}: {{of: shipment, type: boolean, question: Is it so?}}\n" for name in FACTS)
    return zed_engine(tmp_path_factory.mktemp("law"), facts=vocabulary, rules=RULES)


def finding(engine: Engine, **facts: str) -> RegimeFinding:
    """Ask with every fact denied that is not named, but for reach."""
    said = {**dict.fromkeys(FACTS, "no"), "zed_reached": "yes", **{f"zed_{name}": value for name, value in facts.items()}}
    return ask(engine, **said).regime("zed")


def outcome(engine: Engine, **facts: str) -> Interval:
    found = finding(engine, **facts)
    assert found.outcome == found.unassumed == found.enforced
    return found.outcome


@pytest.mark.parametrize(
    ("bites", "released", "lower", "upper"),
    [
        ("yes", "no", LICENCE, LICENCE),
        ("yes", "unknown", AVAILABLE, LICENCE),
        ("yes", "yes", AVAILABLE, AVAILABLE),
        ("unknown", "no", FREE, LICENCE),
        ("unknown", "unknown", FREE, LICENCE),
        ("unknown", "yes", FREE, AVAILABLE),
        ("no", "no", FREE, FREE),
        ("no", "unknown", FREE, FREE),
        ("no", "yes", FREE, FREE),
    ],
)
def test_a_release_lowers_each_bound_as_far_as_it_is_sure(zed: Engine, bites: str, released: str, lower: Outcome, upper: Outcome) -> None:
    assert outcome(zed, bites=bites, released=released) == Interval(lower, upper)


@pytest.mark.parametrize(
    ("reached", "bites", "lower", "upper"),
    [
        ("yes", "yes", LICENCE, LICENCE),
        ("yes", "no", FREE, FREE),
        ("unknown", "yes", NOT, LICENCE),
        ("unknown", "unknown", NOT, LICENCE),
        ("unknown", "no", NOT, FREE),
        ("no", "yes", NOT, NOT),
        ("no", "unknown", NOT, NOT),
        ("no", "no", NOT, NOT),
    ],
)
def test_an_open_reach_opens_only_the_lower_bound(zed: Engine, reached: str, bites: str, lower: Outcome, upper: Outcome) -> None:
    assert outcome(zed, reached=reached, bites=bites) == Interval(lower, upper)


@pytest.mark.parametrize(
    ("notified", "bites", "forbidden", "lower", "upper"),
    [
        ("yes", "no", "no", NOTIFY, NOTIFY),
        ("yes", "yes", "no", LICENCE, LICENCE),
        ("yes", "yes", "yes", PROHIBITED, PROHIBITED),
        ("yes", "unknown", "no", NOTIFY, LICENCE),
        ("unknown", "yes", "no", LICENCE, LICENCE),
        ("unknown", "no", "unknown", FREE, PROHIBITED),
        ("yes", "no", "unknown", NOTIFY, PROHIBITED),
    ],
)
def test_the_most_restrictive_rule_decides_each_bound(
    zed: Engine, notified: str, bites: str, forbidden: str, lower: Outcome, upper: Outcome
) -> None:
    assert outcome(zed, notified=notified, bites=bites, forbidden=forbidden) == Interval(lower, upper)


@pytest.mark.parametrize(
    ("released", "pardoned", "lower", "upper"),
    [
        ("yes", "no", PROHIBITED, PROHIBITED),
        ("yes", "unknown", AVAILABLE, PROHIBITED),
        ("no", "yes", LICENCE, LICENCE),
        ("unknown", "yes", AVAILABLE, LICENCE),
        ("yes", "yes", AVAILABLE, AVAILABLE),
    ],
)
def test_a_prohibition_is_answered_only_by_a_release_that_names_it(
    zed: Engine, released: str, pardoned: str, lower: Outcome, upper: Outcome
) -> None:
    assert outcome(zed, bites="yes", forbidden="yes", released=released, pardoned=pardoned) == Interval(lower, upper)


def test_the_answer_names_the_release_and_what_it_answers(zed: Engine) -> None:
    found = finding(zed, bites="yes", released="yes")
    (licence,) = found.requirements
    assert (licence.id, licence.answered_by) == ("zed-licence", ("zed-exception",))
    assert [reason.id for reason in found.releases] == ["zed-exception"]


def test_a_rule_that_is_denied_does_not_appear(zed: Engine) -> None:
    found = finding(zed)
    assert (found.requirements, found.releases) == ((), ())


def test_an_open_fact_is_asked_for(zed: Engine) -> None:
    assert [fact.name for fact in finding(zed, bites="unknown").missing] == ["zed_bites"]


def test_a_fact_that_can_move_no_bound_is_not_asked_for(zed: Engine) -> None:
    found = finding(zed, bites="yes", notified="unknown", forbidden="unknown")
    assert [fact.name for fact in found.missing] == ["zed_forbidden"]


def test_nothing_is_asked_where_the_answer_is_settled(zed: Engine) -> None:
    assert finding(zed, bites="yes", notified="unknown").missing == ()
