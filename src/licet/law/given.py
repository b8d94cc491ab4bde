"""Partial reading of a condition: what is left to test once the kind of item and the circumstances of a lane are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licet.language import tree as t
from licet.language.evaluate import place_test
from licet.language.surroundings import InForce, Kleene, kleene_or

FALSE, TRUE = t.Truth(False), t.Truth(True)


class Given(t.Visitor[t.Node]):
    """Reads a condition knowing the kind of the item and some facts of it or of the shipment: what is left to test.

    Defined conditions keep their name unless what is known decides them; with `inline` their text stands in their place.
    """

    inline = False

    def __init__(
        self,
        law: InForce,
        kinds: tuple[str, ...] | None,
        facts: Mapping[str, object],
        out_of_reach: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Take what is known; `out_of_reach` says of a list and a code that the item can meet nothing there."""
        self.law, self.kinds, self.facts, self.out_of_reach = law, kinds, facts, out_of_reach
        self._defined: dict[int, tuple[t.Defined, t.Node]] = {}

    def conjunction(self, node: t.And) -> t.Node:
        """Drop what is true; false if one part is."""
        parts = [self.visit(part) for part in node.parts]
        if FALSE in parts:
            return FALSE
        return t.all_of(*(part for part in parts if part != TRUE))

    def disjunction(self, node: t.Or) -> t.Node:
        """Drop what is false; true if one part is."""
        parts = [self.visit(part) for part in node.parts]
        if TRUE in parts:
            return TRUE
        left = tuple(part for part in parts if part != FALSE)
        return FALSE if not left else left[0] if len(left) == 1 else t.Or(left)

    def negation(self, node: t.Not) -> t.Node:
        """Turn a constant round."""
        part = self.visit(node.part)
        return t.Truth(not part.value) if isinstance(part, t.Truth) else t.Not(part)

    def kind_test(self, node: t.IsKind) -> t.Node:
        """Answer by the taxonomy where the kind decides it."""
        if self.kinds is None:
            return node
        result: Kleene = False
        for kind in node.kinds:
            result = kleene_or(result, self.law.vocabulary.kinds.test(self.kinds, kind))
        return node if result is None else t.Truth(result)

    def place_test(self, node: t.InPlaces) -> t.Node:
        """Answer where the place is known and its membership sure."""
        place = self._known(node.subject)
        value = place_test(node, self.law)(place) if isinstance(place, str) else None
        return node if value is None else t.Truth(value)

    def among(self, node: t.Among) -> t.Node:
        """Answer where the choice is known."""
        choice = self._known(node.subject)
        return node if choice is None else t.Truth(choice in node.values)

    def inclusion(self, node: t.Includes) -> t.Node:
        """Answer where the choices are known."""
        choices = self._known(node.subject)
        return t.Truth(node.value in choices) if isinstance(choices, frozenset) else node

    def fact(self, node: t.Fact) -> t.Node:
        """Answer a yes/no circumstance that is known."""
        value = self._known(node)
        return t.Truth(value) if isinstance(value, bool) else node

    def meets(self, node: t.Meets) -> t.Node:
        """Answer where the item can meet nothing of the kind."""
        return FALSE if self.out_of_reach is not None and self.out_of_reach(node.list, node.code) else node

    def _known(self, subject: t.Node) -> object:
        return self.facts.get(subject.name) if isinstance(subject, t.Fact) else None

    def defined(self, node: t.Defined) -> t.Node:
        """Answer a defined condition where what is known decides it; else keep the name."""
        known = self._defined.get(id(node))
        if known is None:
            known = self._defined[id(node)] = (node, self._read(node))  # the node is kept, so that its id stays its own
        return known[1]

    def _read(self, node: t.Defined) -> t.Node:
        body = self.law.text_of(node.versions)
        rest = self.visit(body) if body is not None and node.unit is None and isinstance(body, _LOGIC) else None
        return rest if rest is not None and (self.inline or isinstance(rest, t.Truth)) else node

    def otherwise(self, node: t.Node) -> t.Node:
        """Leave the rest to be tested."""
        return node


_LOGIC = (t.And, t.Or, t.Not, t.IsKind, t.InPlaces, t.Among, t.Includes, t.Fact, t.Meets, t.Defined)


def replace_definitions(given: Given) -> Given:
    """Return the same reading with the text of definitions in the place of their names."""
    made = Given(given.law, given.kinds, given.facts)
    made.inline = True
    return made
