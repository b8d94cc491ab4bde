from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from licet.language import tree as t
from licet.language.surroundings import Kleene, kleene_and, kleene_not
from tests.support.trees import grow, trees, value


def all_true(values: Iterable[Kleene]) -> Kleene:
    result: Kleene = True
    for one in values:
        result = kleene_and(result, one)
    return result


def by_the_tables(node: t.Node) -> Kleene:
    match node:
        case t.And(parts):
            return all_true(map(by_the_tables, parts))
        case t.Or(parts):
            return kleene_not(all_true(kleene_not(by_the_tables(part)) for part in parts))
        case t.Not(part):
            return kleene_not(by_the_tables(part))
        case t.Defined(versions=(version,)):
            return by_the_tables(version.body)
        case _:
            return value(node)


@given(trees())
def test_a_tree_is_read_as_the_truth_tables_say(node: t.Node) -> None:
    assert value(node) is by_the_tables(node)


@given(trees(), trees())
def test_de_morgan_holds_for_trees(a: t.Node, b: t.Node) -> None:
    assert value(t.Not(t.And((a, b)))) is value(t.Or((t.Not(a), t.Not(b))))
    assert value(t.Not(t.Or((a, b)))) is value(t.And((t.Not(a), t.Not(b))))


@given(trees(), trees(), trees())
def test_grouping_and_order_do_not_matter_for_trees(a: t.Node, b: t.Node, c: t.Node) -> None:
    assert value(t.And((a, t.And((b, c))))) is value(t.And((t.And((c, b)), a)))
    assert value(t.Or((a, t.Or((b, c))))) is value(t.Or((t.Or((c, b)), a)))


@given(trees(), trees(), trees())
def test_each_distributes_over_the_other_for_trees(a: t.Node, b: t.Node, c: t.Node) -> None:
    assert value(t.And((a, t.Or((b, c))))) is value(t.Or((t.And((a, b)), t.And((a, c)))))
    assert value(t.Or((a, t.And((b, c))))) is value(t.And((t.Or((a, b)), t.Or((a, c)))))


@given(trees(), trees())
def test_each_absorbs_the_other_for_trees(a: t.Node, b: t.Node) -> None:
    assert value(t.And((a, t.Or((a, b))))) is value(a)
    assert value(t.Or((a, t.And((a, b))))) is value(a)


def learned(node: t.Node, truth: bool) -> t.Node:
    match node:
        case t.Unconfirmed():
            return t.Truth(truth)
        case t.And(parts):
            return t.And(tuple(learned(part, truth) for part in parts))
        case t.Or(parts):
            return t.Or(tuple(learned(part, truth) for part in parts))
        case t.Not(part):
            return t.Not(learned(part, truth))
        case t.Defined(name, versions, unit):
            return t.Defined(name, tuple(t.Version(one.valid, learned(one.body, truth)) for one in versions), unit)
        case _:
            return node


@given(trees(), st.booleans())
def test_settling_what_is_unconfirmed_never_changes_a_settled_tree(node: t.Node, truth: bool) -> None:
    before = value(node)
    assert before is None or value(learned(node, truth)) is before


@given(st.recursive(st.sampled_from((t.Truth(True), t.Truth(False))), grow, max_leaves=12))
def test_a_tree_without_unknowns_is_never_unknown(node: t.Node) -> None:
    assert value(node) is not None
