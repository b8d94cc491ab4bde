from __future__ import annotations

from itertools import product

import pytest

from licet.language.surroundings import Kleene, kleene_and, kleene_not, kleene_or

VALUES: tuple[Kleene, ...] = (True, False, None)
PAIRS = list(product(VALUES, repeat=2))
TRIPLES = list(product(VALUES, repeat=3))


def knows_no_less(more: Kleene, less: Kleene) -> bool:
    return less is None or more is less


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_truth_table_is_kleenes(left: Kleene, right: Kleene, conjunction: Kleene, disjunction: Kleene) -> None:
    assert kleene_and(left, right) is conjunction
    assert kleene_or(left, right) is disjunction


@pytest.mark.parametrize(("value", "negation"), [(True, False), (False, True), (None, None)])
def test_unknown_stays_unknown_under_not(value: Kleene, negation: Kleene) -> None:
    assert kleene_not(value) is negation


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_and_and_or_do_not_mind_the_order(a: Kleene, b: Kleene) -> None:
    assert kleene_and(a, b) is kleene_and(b, a)
    assert kleene_or(a, b) is kleene_or(b, a)


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_and_and_or_do_not_mind_the_grouping(a: Kleene, b: Kleene, c: Kleene) -> None:
    assert kleene_and(a, kleene_and(b, c)) is kleene_and(kleene_and(a, b), c)
    assert kleene_or(a, kleene_or(b, c)) is kleene_or(kleene_or(a, b), c)


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_each_distributes_over_the_other(a: Kleene, b: Kleene, c: Kleene) -> None:
    assert kleene_and(a, kleene_or(b, c)) is kleene_or(kleene_and(a, b), kleene_and(a, c))
    assert kleene_or(a, kleene_and(b, c)) is kleene_and(kleene_or(a, b), kleene_or(a, c))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan_holds(a: Kleene, b: Kleene) -> None:
    assert kleene_not(kleene_and(a, b)) is kleene_or(kleene_not(a), kleene_not(b))
    assert kleene_not(kleene_or(a, b)) is kleene_and(kleene_not(a), kleene_not(b))


@pytest.mark.parametrize("a", VALUES)
def test_a_double_negation_says_nothing_new(a: Kleene) -> None:
    assert kleene_not(kleene_not(a)) is a


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_each_absorbs_the_other(a: Kleene, b: Kleene) -> None:
    assert kleene_and(a, kleene_or(a, b)) is a
    assert kleene_or(a, kleene_and(a, b)) is a


@pytest.mark.parametrize(("a", "b"), PAIRS)
@pytest.mark.parametrize("better", VALUES)
def test_learning_an_operand_never_changes_a_known_result(a: Kleene, b: Kleene, better: Kleene) -> None:
    if not knows_no_less(better, a):
        return
    assert knows_no_less(kleene_and(better, b), kleene_and(a, b))
    assert knows_no_less(kleene_or(better, b), kleene_or(a, b))
    assert knows_no_less(kleene_not(better), kleene_not(a))
