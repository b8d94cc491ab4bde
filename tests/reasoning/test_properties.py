from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from licet import Outcome, ShipmentError, read_shipment
from licet.model.determination import Determination, RegimeFinding
from licet.model.outcome import Interval, exactly
from tests.support.shipments import Path, Written, missing, shipments, stated, with_fact, without
from tests.support.world import world


def determine(written: Written) -> Determination:
    try:
        return world().engine.determine(read_shipment(written, world().law))
    except ShipmentError:
        assume(False)
        raise


def answers(found: Determination) -> list[Determination | RegimeFinding]:
    return [found, *found.regimes]


def join(intervals: list[Interval]) -> Interval:
    joined = exactly(Outcome.NOT_SUBJECT)
    for interval in intervals:
        joined = joined.join(interval)
    return joined


@st.composite
def one_fact_more(draw: st.DrawFn) -> tuple[Written, Path, Any]:
    written = draw(shipments())
    absent = missing(written)
    path, value = absent[draw(st.integers(0, len(absent) - 1))]
    return written, path, draw(value)


@st.composite
def one_fact_less(draw: st.DrawFn) -> tuple[Written, Path]:
    written = draw(shipments())
    said = [path for path in stated(written) if not follows_from_others(path)]
    assume(said)
    return written, draw(st.sampled_from(said))


def follows_from_others(path: Path) -> bool:
    fact = world().law.vocabulary.facts.get(str(path[-1]))
    means = {scope.given_means for scope in world().law.vocabulary.scopes.values()}
    return fact is not None and (fact.derive is not None or fact.name in means)


def was_assumed(path: Path) -> bool:
    name = str(path[-1])
    fact, roles = world().law.vocabulary.facts.get(name), world().law.vocabulary.roles
    if name in roles:
        return not roles[name]
    scope = next((scope for scope in world().law.vocabulary.scopes.values() if scope.key == name), None)
    return bool(scope and scope.given_means) or (fact is not None and fact.default is not None)


@given(one_fact_more())
def test_adding_a_fact_never_widens_the_answer(more: tuple[Written, Path, Any]) -> None:
    written, path, value = more
    before, after = determine(written), determine(with_fact(written, path, value))
    assert after.unassumed in before.unassumed
    for known_less, known_more in zip(before.regimes, after.regimes, strict=True):
        assert known_more.unassumed in known_less.unassumed, known_more.regime


@given(one_fact_more())
def test_adding_a_fact_that_nothing_assumed_never_widens_the_headline(more: tuple[Written, Path, Any]) -> None:
    written, path, value = more
    assume(not was_assumed(path))
    before, after = determine(written), determine(with_fact(written, path, value))
    assert after.outcome in before.outcome
    for known_less, known_more in zip(before.regimes, after.regimes, strict=True):
        assert known_more.outcome in known_less.outcome, known_more.regime


@given(one_fact_less())
def test_no_shipment_becomes_clearer_by_knowing_less(less: tuple[Written, Path]) -> None:
    written, path = less
    before, after = determine(written), determine(without(written, path))
    assert after.unassumed.upper >= before.unassumed.upper
    for known_more, known_less in zip(before.regimes, after.regimes, strict=True):
        assert known_less.unassumed.upper >= known_more.unassumed.upper, known_less.regime


@given(one_fact_less())
def test_taking_a_fact_from_a_restrictive_answer_never_clears_it(less: tuple[Written, Path]) -> None:
    written, path = less
    before = determine(written)
    assume(not before.unassumed.is_clear)
    assert not determine(without(written, path)).unassumed.is_clear


@given(shipments())
def test_the_headline_lies_within_the_answer_without_assumptions(written: Written) -> None:
    found = determine(written)
    assert found.outcome in found.unassumed
    for finding in found.regimes:
        assert finding.outcome in finding.unassumed, finding.regime


@given(shipments())
def test_all_laws_together_are_the_join_of_each_or_narrower_where_lists_give_way_to_each_other(written: Written) -> None:
    found = determine(written)
    joined = join([finding.outcome for finding in found.regimes])
    assert found.outcome in joined
    assert found.outcome.upper == joined.upper
    assert found.outcome == joined or not joined.is_settled
    assert found.enforced == join([finding.enforced for finding in found.regimes])
    assert found.unassumed == join([finding.unassumed for finding in found.regimes])


@given(shipments())
def test_what_is_enforced_is_never_more_than_what_the_text_says(written: Written) -> None:
    found = determine(written)
    for each in answers(found):
        assert each.enforced.lower <= each.outcome.lower
        assert each.enforced.upper <= each.outcome.upper


@given(shipments())
def test_every_interval_has_its_bounds_in_order(written: Written) -> None:
    found = determine(written)
    for each in answers(found):
        for interval in (each.outcome, each.enforced, each.unassumed):
            assert interval.lower <= interval.upper


@given(shipments())
def test_an_answer_that_facts_can_settle_says_which_to_ask(written: Written) -> None:
    found = determine(written)
    if found.outcome.is_settled or found.outcome.is_clear:
        assert not found.missing
    else:
        assert found.missing or found.doubts


@given(shipments())
def test_the_same_shipment_gets_the_same_answer_again(written: Written) -> None:
    first, again = determine(written), determine(written)
    assert (first.outcome, first.unassumed, first.missing, first.doubts) == (again.outcome, again.unassumed, again.missing, again.doubts)
    assert world().engine.outcome(first.shipment) == first.outcome
