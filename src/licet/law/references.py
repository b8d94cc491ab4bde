"""Checks that nothing in the law dangles: references to lists, paragraphs and rules resolve, and `meets` has no cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licet.language import tree as t
from licet.law.statute import BITING, EVERY_RULE, ItemRef, Law, Paragraph
from licet.model.errors import LawError, Problem, nearest


def check_references(law: Law) -> None:
    """Refuse the law if a reference in it points nowhere or a condition depends on itself.

    Raises:
        LawError: with the file and line of the statement that refers.

    """
    codes = {found.id: set[str]() for regime in law.regimes.values() for found in regime.lists.values()}
    for paragraph in law.paragraphs:
        codes[paragraph.list].add(paragraph.code)
    for at, condition in _conditions(law):
        for node in _meets(condition):
            _resolve(at, ItemRef(node.list, node.code), codes)
    for rule in law.rules:
        for ref in (*rule.items, *rule.except_items):
            _resolve(rule.at, ref, codes)
        if rule.against and rule.against not in law.regimes:
            raise LawError(Problem(rule.at, f'unknown regime "{rule.against}"', ", ".join(law.regimes), rule.against))
    _refuse_wrong_answers(law)
    _refuse_wrong_opposites(law)
    _refuse_cycles(law)


def _conditions(law: Law) -> Iterator[tuple[str, t.Node | None]]:
    for regime in law.regimes.values():
        for found in regime.lists.values():
            yield found.at, found.condition
    for paragraph in law.paragraphs:
        yield paragraph.at, paragraph.when
    for rule in law.rules:
        yield rule.at, rule.when
    for concept in law.concepts.values():
        yield concept.at, concept.when


def _resolve(at: str, ref: ItemRef, codes: Mapping[str, set[str]]) -> None:
    if ref.list not in codes:
        raise LawError(Problem(at, f'unknown list "{ref.list}"', "a list of a regime", str(ref), nearest(ref.list, codes)))
    if not any(ref.takes_in(code) for code in codes[ref.list]):
        do = nearest(ref.code, codes[ref.list])
        raise LawError(Problem(at, f'no paragraph "{ref.code}" in {ref.list}', "a code or the beginning of one", str(ref), do))


def _refuse_wrong_answers(law: Law) -> None:
    """Refuse a release that answers no rule, or one that it cannot answer: it would silently do nothing."""
    known = {rule.id for rule in law.rules}
    biting = {(rule.regime, rule.id) for rule in law.rules if rule.kind in BITING}
    for rule in law.rules:
        for answered in (*rule.answers, *rule.only):
            if answered not in known:
                raise LawError(Problem(rule.at, f'unknown rule "{answered}"', "the id of a rule", answered, nearest(answered, known)))
            if (rule.regime, answered) not in biting:
                must_be = "a requirement, notification or prohibition of the same regime"
                raise LawError(Problem(rule.at, f'the rule "{answered}" is none that this one can name', must_be, answered))


def _refuse_wrong_opposites(law: Law) -> None:
    """Refuse a conflict with a rule that the other law does not have, or that holds nothing back: it would never be shown."""
    biting: dict[str, set[str]] = {}
    for rule in law.rules:
        if rule.kind in BITING:
            biting.setdefault(rule.regime, set()).add(rule.id)
    for rule in law.rules:
        for opposed in rule.opposes:
            known = {*biting.get(rule.against, ()), EVERY_RULE}
            if opposed not in known:
                must_be = f"a requirement, notification or prohibition of {rule.against}, or {EVERY_RULE}"
                raise LawError(Problem(rule.at, f'no rule "{opposed}" to oppose', must_be, opposed, nearest(opposed, known)))


def _meets(node: t.Node | None) -> Iterator[t.Meets]:
    for part in t.walk(node) if node is not None else ():
        if isinstance(part, t.Meets):
            yield part


def _own_meets(node: t.Node | None) -> Iterator[t.Meets]:
    """Yield the `meets` that ask about the same item; inside `any host` and `any component` they ask about another."""
    if node is None or (isinstance(node, t.Quantified) and node.scope in ("host", "component")):
        return
    if isinstance(node, t.Meets):
        yield node
    for child in t.children(node):
        yield from _own_meets(child)


def _refuse_cycles(law: Law) -> None:
    leaves: dict[str, list[Paragraph]] = {}
    for paragraph in law.paragraphs:
        if paragraph.condition is not None:
            leaves.setdefault(paragraph.list, []).append(paragraph)
    conditions = {found.id: found.condition for regime in law.regimes.values() for found in regime.lists.values()}
    done: set[int] = set()
    path: list[Paragraph] = []

    def follow(paragraph: Paragraph) -> None:
        if id(paragraph) in done:
            return
        if any(step is paragraph for step in path):
            start = next(index for index, step in enumerate(path) if step is paragraph)
            circle = " → ".join(step.ref for step in (*path[start:], paragraph))
            raise LawError(Problem(paragraph.at, "the condition depends on itself through meets", "no cycles", circle, "Break the circle."))
        path.append(paragraph)
        for node in (*_own_meets(paragraph.condition), *_own_meets(conditions.get(paragraph.list))):
            ref = ItemRef(node.list, node.code)
            for other in leaves.get(node.list, []):
                if ref.takes_in(other.code) and other.valid.overlaps(paragraph.valid):
                    follow(other)
        path.pop()
        done.add(id(paragraph))

    for found in leaves.values():
        for paragraph in found:
            follow(paragraph)
