"""Missing: which facts can still move a bound, in the order to ask them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from licet.language.explain import Explain, Hinge
from licet.language.surroundings import Env
from licet.language.tree import Node
from licet.language.vocabulary import Vocabulary
from licet.law.in_force import LawOnDay
from licet.model.determination import MissingFact
from licet.model.shipment import Record
from licet.reasoning.require import Bite
from licet.reasoning.weigh import Weighed


@dataclass(slots=True)
class OpenQuestion:
    """An open rule or paragraph: what it is called, and what it hangs on."""

    name: str
    hinges: list[Hinge]


@dataclass(slots=True)
class Openness:
    """Everything that keeps a regime's interval open."""

    questions: list[OpenQuestion] = field(default_factory=list)

    def doubts(self) -> list[str]:
        """Return the doubts that keep it open, each once."""
        return list(dict.fromkeys(hinge.name for question in self.questions for hinge in question.hinges if hinge.kind == "doubt"))


def openness(weighed: Weighed, explain: Explain, law: LawOnDay) -> Openness:
    """Return the open reach, bites and releases that can still move a bound of the regime."""
    found = Openness()
    if weighed.outcome.is_settled:
        return found
    env = weighed.env
    if weighed.reached.value is None or weighed.reached.special is None:
        for hook, value in weighed.reached.hooks:
            if value is None:
                _ask(found, hook.rule.id, hook.rule.when, env, explain, law)
    for bite in weighed.bites:
        moves = bite.value is None and bite.outcome > weighed.outcome.lower
        if moves:
            _ask_bite(found, bite, env, explain, law)
        if bite.value is True or moves:
            for release, value in bite.releases:
                if value is None:
                    _ask(found, release.rule.id, release.rule.when, env, explain, law)
                    _ask_triggers(found, bite, env, explain, law)
    return found


def _ask_bite(found: Openness, bite: Bite, env: Env, explain: Explain, law: LawOnDay) -> None:
    _ask(found, bite.rule.rule.id, bite.rule.rule.when, env, explain, law)
    if not any(value is True for _, value in bite.triggers):
        _ask_triggers(found, bite, env, explain, law)


def _ask_triggers(found: Openness, bite: Bite, env: Env, explain: Explain, law: LawOnDay) -> None:
    for standing, value in bite.triggers:
        if value is None:
            conditions = [standing.rest, law.lists[standing.paragraph.list].control_list.condition]
            hinges = [hinge for condition in conditions if condition is not None for hinge in explain.hinges(condition, env)]
            found.questions.append(OpenQuestion(standing.paragraph.ref, list(dict.fromkeys(hinges))))


def _ask(found: Openness, name: str, condition: Node | None, env: Env, explain: Explain, law: LawOnDay) -> None:
    hinges = explain.hinges(condition, env) if condition is not None else []
    if hinges:
        found.questions.append(OpenQuestion(name, hinges))


def missing_facts(open_parts: Iterable[Openness], vocabulary: Vocabulary, parties: Iterable[Record] = ()) -> tuple[MissingFact, ...]:
    """Return the facts that open questions hang on, in the order to ask.

    First the shortest list found that touches every question (greedily the fact that most questions hang on), marked `settles`;
    then the facts that may be needed besides. What only the law leaves open is not asked. A party of which a fact is open for a reason of
    its own (`Record.open`) is asked about that reason.
    """
    questions = [question for part in open_parts for question in part.questions]
    if not questions:
        return ()
    hanging: dict[Hinge, list[int]] = {}
    for number, question in enumerate(questions):
        for hinge in question.hinges:
            if hinge.kind != "doubt":
                hanging.setdefault(hinge, []).append(number)
    order: list[Hinge] = []
    left = {number for numbers in hanging.values() for number in numbers}
    while left:
        best = max(hanging, key=lambda hinge: len(left.intersection(hanging[hinge])))  # the first of equals: the order of the law
        order.append(best)
        left.difference_update(hanging[best])
    chosen = set(order)
    own = {f"{party.path}.{name}": question for party in parties for name, question in party.open.items()}
    order.extend(sorted((hinge for hinge in hanging if hinge not in chosen), key=lambda hinge: -len(hanging[hinge])))
    return tuple(
        _fact(hinge, tuple(dict.fromkeys(questions[number].name for number in hanging[hinge])), hinge in chosen, vocabulary, own)
        for hinge in order
    )


def _fact(hinge: Hinge, hangs: tuple[str, ...], settles: bool, vocabulary: Vocabulary, own: Mapping[str, str]) -> MissingFact:
    if hinge.kind == "role":
        question = f"Who is the {vocabulary.role_titles[hinge.name].lower()}?"
        return MissingFact(f"parties.{hinge.name}", f"parties.{hinge.name}", question, hangs, settles, type="party")
    if hinge.kind == "scope":
        scope = vocabulary.scopes[hinge.name]
        return MissingFact(scope.key, f"{hinge.path}.{scope.key}".lstrip("."), scope.question, hangs, settles, type="list")
    fact = vocabulary.facts[hinge.name]
    path = f"{hinge.path}.{fact.name}".lstrip(".")
    unit = fact.unit.name if fact.unit else ""
    return MissingFact(fact.name, path, own.get(path, fact.question), hangs, settles, fact.values, unit, fact.type)
