from __future__ import annotations

from itertools import product

import pytest

from licet.model.outcome import BY_KEY, Interval, Outcome, exactly

INTERVALS = [Interval(lower, upper) for lower, upper in product(Outcome, Outcome) if lower <= upper]


def test_outcomes_are_ordered_from_least_to_most_restrictive() -> None:
    assert [outcome.key for outcome in sorted(Outcome)] == [
        "not_subject",
        "no_licence_required",
        "authorisation_available",
        "notify_authority",
        "licence_required",
        "prohibited",
    ]


def test_only_the_two_least_are_clear() -> None:
    assert [outcome for outcome in Outcome if outcome.is_clear] == [Outcome.NOT_SUBJECT, Outcome.NO_LICENCE_REQUIRED]


def test_an_outcome_is_found_by_its_key() -> None:
    assert {key: outcome.key for key, outcome in BY_KEY.items()} == {outcome.key: outcome.key for outcome in Outcome}


@pytest.mark.parametrize("interval", INTERVALS, ids=lambda interval: "-".join(interval.as_keys()))
def test_an_interval_is_clear_only_if_its_upper_bound_is(interval: Interval) -> None:
    assert interval.is_clear == all(outcome.is_clear for outcome in Outcome if outcome in interval)
    assert interval.is_settled == (len([outcome for outcome in Outcome if outcome in interval]) == 1)


@pytest.mark.parametrize("one", INTERVALS, ids=lambda interval: "-".join(interval.as_keys()))
def test_two_laws_at_once_are_the_most_restrictive_bound_by_bound(one: Interval) -> None:
    for other in INTERVALS:
        joined = one.join(other)
        assert joined == other.join(one)
        assert joined.join(one) == joined
        assert {max(a, b) for a in Outcome if a in one for b in Outcome if b in other} == {found for found in Outcome if found in joined}


def test_an_interval_contains_an_interval_that_lies_within_it() -> None:
    wide, narrow = Interval(Outcome.NOT_SUBJECT, Outcome.LICENCE_REQUIRED), exactly(Outcome.NOTIFY_AUTHORITY)
    assert narrow in wide
    assert wide not in narrow
    assert Interval(wide.lower, wide.upper) in wide
