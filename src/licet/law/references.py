"""Checks that nothing in the law dangles: references to lists, paragraphs and rules resolve, and `meets` has no cycles."""

from __future__ import annotations

from collections.abc import Iterator

from licet.language import tree as t
from licet.law.statute import ItemRef, Law, Paragraph
from licet.model.errors import LawError, Problem, nearest


def check_references(law: Law) -> None:
    """Refuse the law if a reference in it points nowhere or a condition depends on itself.

    Raises:
        LawError: with the file and line of the statement that refers.

    """
    lists = {found.id for regime in law.regimes.values() for found in regime.lists.values()}
    codes: dict[str, set[str]] = {list_id: set() for list_id in lists}
    for paragraph in law.paragraphs:
        codes[paragraph.list].add(paragraph.code)
    rule_ids = {rule.id for rule in law.rules}

    def resolve(at: str, ref: ItemRef) -> None:
        if ref.list not in lists:
            raise LawError(Problem(at, f'unknown list "{ref.list}"', "a list of a regime", str(ref), nearest(ref.list, lists)))
        if not any(ref.takes_in(code) for code in codes[ref.list]):
            do = nearest(ref.code, codes[ref.list])
            raise LawError(Problem(at, f'no paragraph "{ref.code}" in {ref.list}', "a code or the beginning of one", str(ref), do))

    for paragraph in law.paragraphs:
        for node in _meets(paragraph.when):
            resolve(paragraph.at, ItemRef(node.list, node.code))
    for rule in law.rules:
        for ref in (*rule.items, *rule.except_items):
            resolve(rule.at, ref)
        for node in _meets(rule.when):
            resolve(rule.at, ItemRef(node.list, node.code))
        for answered in rule.answers:
            if answered not in rule_ids:
                do = nearest(answered, rule_ids)
                raise LawError(Problem(rule.at, f'unknown rule "{answered}"', "the id of a rule", answered, do))
        if rule.against and rule.against not in law.regimes:
            raise LawError(Problem(rule.at, f'unknown regime "{rule.against}"', ", ".join(law.regimes), rule.against))
    _refuse_cycles(law)


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
