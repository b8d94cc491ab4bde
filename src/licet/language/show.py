"""The tree as text for people: what a trace and an explanation print."""

from __future__ import annotations

from licet.language import tree as t
from licet.language.units import Unit, tidy_number
from licet.language.vocabulary import Vocabulary

_LOOSE = {"disjunction": 1, "conjunction": 2, "negation": 3}


class Show(t.Visitor[str]):
    """Writes a condition in the words of the vocabulary.

    >>> Show().visit(t.Compare(t.Fact("wavelength", "item"), "<", t.Number(193.0)))
    'wavelength < 193'
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary

    def _inner(self, node: t.Node, outer: str) -> str:
        text = self.visit(node)
        return f"({text})" if _LOOSE.get(node.visit_as, 9) < _LOOSE[outer] else text

    def truth(self, node: t.Truth) -> str:
        """Write a constant."""
        return "always" if node.value else "never"

    def number(self, node: t.Number) -> str:
        """Write a number in the unit it was written in."""
        return node.unit.show(node.value) if node.unit else tidy_number(node.value)

    def text(self, node: t.Text) -> str:
        """Write a text in quotes."""
        return f'"{node.value}"'

    def day(self, node: t.Day) -> str:
        """Write a day as ISO 8601 has it."""
        return node.value.isoformat()

    def fact(self, node: t.Fact) -> str:
        """Write a fact's name in words."""
        return words(node.name)

    def conjunction(self, node: t.And) -> str:
        """Join the parts by `and`."""
        return " and ".join(self._inner(part, "conjunction") for part in node.parts)

    def disjunction(self, node: t.Or) -> str:
        """Join the parts by `or`."""
        return " or ".join(self._inner(part, "disjunction") for part in node.parts)

    def negation(self, node: t.Not) -> str:
        """Write `not`, or the test's own negative."""
        part = node.part
        if isinstance(part, (t.InPlaces, t.IsKind, t.Among)):
            return self.visit(part).replace(" is ", " is not ", 1).replace(" in ", " not in ", 1)
        return f"not {self._inner(part, 'negation')}"

    def comparison(self, node: t.Compare) -> str:
        """Write a comparison."""
        return f"{self.visit(node.left)} {node.operator} {self.visit(node.right)}"

    def arithmetic(self, node: t.Arithmetic) -> str:
        """Write a sum or product, bracketed inside another."""
        left, right = (f"({self.visit(side)})" if isinstance(side, t.Arithmetic) else self.visit(side) for side in (node.left, node.right))
        return f"{left} {node.operator} {right}"

    def call(self, node: t.Call) -> str:
        """Write a function with its arguments."""
        return f"{node.function}({', '.join(self.visit(argument) for argument in node.arguments)})"

    def kind_test(self, node: t.IsKind) -> str:
        """Write the kinds asked for."""
        if len(node.kinds) == 1:
            return f"kind is {words(node.kinds[0])}"
        return f"kind in {{{', '.join(words(kind) for kind in node.kinds)}}}"

    def among(self, node: t.Among) -> str:
        """Write the choices asked for."""
        subject = self.visit(node.subject)
        if len(node.values) == 1:
            return f"{subject} is {words(node.values[0])}"
        return f"{subject} in {{{', '.join(words(value) for value in node.values)}}}"

    def place_test(self, node: t.InPlaces) -> str:
        """Write the places and sets asked for."""
        names = [*node.places, *(self._set(name) for name in node.sets)]
        subject = self.visit(node.subject)
        if len(names) > 1:
            return f"{subject} in {{{', '.join(names)}}}"
        return f"{subject} in {names[0]}" if node.sets else f"{subject} is {names[0]}"

    def _set(self, name: str) -> str:
        known = self.vocabulary.place_sets.get(name) if self.vocabulary else None
        return known.title if known else name

    def inclusion(self, node: t.Includes) -> str:
        """Write the choice asked for."""
        return f"{self.visit(node.subject)} includes {words(node.value)}"

    def quantified(self, node: t.Quantified) -> str:
        """Write the quantifier with its scope."""
        roles = f" in {{{', '.join(words(role) for role in node.roles)}}}" if node.roles else ""
        return f"{node.quantifier} {node.scope}{roles} ({self.visit(node.body)})"

    def aggregated(self, node: t.Aggregated) -> str:
        """Write the aggregate with its scope."""
        return f"{node.function} of {node.scope} ({self.visit(node.body)})"

    def meets(self, node: t.Meets) -> str:
        """Write the list and code."""
        return f"meets {node.list}{' ' + node.code if node.code else ''}"

    def unconfirmed(self, node: t.Unconfirmed) -> str:
        """Name the doubt."""
        return f"unconfirmed: {node.doubt}"

    def defined(self, node: t.Defined) -> str:
        """Write the defined name."""
        return words(node.name)


def words(name: str) -> str:
    """Turn a name of the vocabulary into words.

    >>> words("dedicated_chuck_overlay")
    'dedicated chuck overlay'
    """
    return name.replace("_", " ")


def show_value(value: object, unit: Unit | None = None) -> str:
    """Write a fact's value; a quantity in its unit.

    >>> show_value(True), show_value(6000.0), show_value(("scanner",)), show_value(frozenset({"use"}))
    ('yes', '6000', 'scanner', 'use')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return unit.show(value) if unit is not None else tidy_number(float(value))
    if isinstance(value, (tuple, frozenset)):
        return ", ".join(words(str(part)) for part in (value if isinstance(value, tuple) else sorted(value)))
    return words(str(value)) if isinstance(value, str) and "_" in value else str(value)
