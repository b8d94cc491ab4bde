from __future__ import annotations

from functools import reduce

from hypothesis import assume, given, settings

from licet import ShipmentError, read_shipment
from licet.language import tree as t
from licet.language.explain import Step
from licet.language.surroundings import Kleene, kleene_and, kleene_not, kleene_or
from licet.model.shipment import Shipment
from tests.support.shipments import Written, shipments
from tests.support.trees import surroundings, trees, value
from tests.support.world import world


def shipment(written: Written) -> Shipment:
    try:
        return read_shipment(written, world().law)
    except ShipmentError:
        assume(False)
        raise


def put_together(step: Step) -> Kleene:
    parts = [put_together(part) for part in step.parts]
    word = step.text.split(" ")[0]
    if step.text == "all of" or (word == "every" and step.parts):
        return reduce(kleene_and, parts, None if step.met else True)
    if step.text == "any of" or (word == "any" and step.parts):
        return reduce(kleene_or, parts, None if step.met else False)
    if step.text == "not":
        return kleene_not(parts[0])
    return parts[0] if parts else step.value


def check(step: Step) -> None:
    assert put_together(step) is step.value, step.as_dict()
    for part in step.parts:
        check(part)


@given(trees())
def test_the_trace_of_a_tree_agrees_with_its_value_step_by_step(node: t.Node) -> None:
    env, explain = surroundings()
    expected = value(node)
    step = explain.trace(node, env)
    assert step.value is expected
    check(step)


@settings(max_examples=15)
@given(shipments())
def test_the_trace_of_every_paragraph_agrees_with_its_value_step_by_step(written: Written) -> None:
    law, env, explain = world().engine.law_on(shipment(written))
    for paragraph in world().law.paragraphs:
        if paragraph.condition is not None:
            step = explain.trace(paragraph.condition, env)
            assert step.value is law.evaluate.visit(paragraph.condition)(env), paragraph.ref
            check(step)


@settings(max_examples=15)
@given(shipments())
def test_the_trace_of_every_rule_agrees_with_its_value_step_by_step(written: Written) -> None:
    law, env, explain = world().engine.law_on(shipment(written))
    for rule in world().law.rules:
        if rule.when is not None:
            step = explain.trace(rule.when, env)
            assert step.value is law.evaluate.visit(rule.when)(env), rule.id
            check(step)


@given(shipments())
def test_the_paragraphs_of_an_answer_are_those_whose_whole_text_is_met_or_open(written: Written) -> None:
    asked = shipment(written)
    found = world().engine.determine(asked)
    law, env, _ = world().engine.law_on(asked)
    for finding in found.regimes:
        if not finding.reach:
            continue
        expected: dict[str, Kleene] = {}
        for paragraph in world().law.paragraphs:
            if paragraph.condition is None or not paragraph.list.startswith(f"{finding.regime}:"):
                continue
            read: Kleene = law.evaluate.visit(paragraph.condition)(env)
            on_list = law.lists[paragraph.list].control_list
            if on_list.condition is not None:
                read = kleene_and(read, law.evaluate.visit(on_list.condition)(env))
            read = kleene_and(read, paragraph.valid.in_force(asked.day))
            if read is not False:
                expected[paragraph.ref] = read
        assert {reason.id: reason.value for reason in finding.paragraphs} == expected


@given(shipments())
def test_what_an_open_condition_hangs_on_is_open_itself(written: Written) -> None:
    asked = shipment(written)
    law, env, explain = world().engine.law_on(asked)
    for rule in world().law.rules:
        if rule.when is not None and law.evaluate.visit(rule.when)(env) is not None:
            assert explain.hinges(rule.when, env) == [], rule.id
