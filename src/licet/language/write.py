"""The tree as text in the language itself: what is written reads back as the same tree."""

from __future__ import annotations

from fractions import Fraction

from licet.language import tree as t


class Write(t.Visitor[str]):
    """Writes a tree as a condition of the language.

    >>> Write().visit(t.And((t.IsKind(("scanner",)), t.Not(t.Fact("specially_designed", "item")))))
    '(kind is scanner and (not specially_designed))'
    """

    def truth(self, node: t.Truth) -> str:
        """Write a constant."""
        return "true" if node.value else "false"

    def number(self, node: t.Number) -> str:
        """Write a number; a quantity in the unit it was written in."""
        value = node.value if node.unit is None else float((Fraction(repr(node.value)) - node.unit.offset) / node.unit.factor)
        text = repr(abs(value)).removesuffix(".0") + (f" {node.unit.name}" if node.unit is not None else "")
        return f"(-{text})" if value < 0 else text

    def text(self, node: t.Text) -> str:
        """Write a text in quotes."""
        return f'"{node.value}"'

    def day(self, node: t.Day) -> str:
        """Write a day."""
        return node.value.isoformat()

    def fact(self, node: t.Fact) -> str:
        """Write a fact's name."""
        return node.name

    def defined(self, node: t.Defined) -> str:
        """Write a defined name."""
        return node.name

    def conjunction(self, node: t.And) -> str:
        """Join by `and`, in brackets."""
        return f"({' and '.join(self.visit(part) for part in node.parts)})"

    def disjunction(self, node: t.Or) -> str:
        """Join by `or`, in brackets."""
        return f"({' or '.join(self.visit(part) for part in node.parts)})"

    def negation(self, node: t.Not) -> str:
        """Write `not`, in brackets."""
        return f"(not {self.visit(node.part)})"

    def comparison(self, node: t.Compare) -> str:
        """Write a comparison."""
        return f"{self.visit(node.left)} {node.operator} {self.visit(node.right)}"

    def arithmetic(self, node: t.Arithmetic) -> str:
        """Write a sum, difference, product or quotient, in brackets."""
        return f"({self.visit(node.left)} {node.operator} {self.visit(node.right)})"

    def call(self, node: t.Call) -> str:
        """Write a function."""
        return f"{node.function}({', '.join(self.visit(argument) for argument in node.arguments)})"

    def kind_test(self, node: t.IsKind) -> str:
        """Write a test of the taxonomy."""
        return f"kind is {node.kinds[0]}" if len(node.kinds) == 1 else f"kind in {{{', '.join(node.kinds)}}}"

    def among(self, node: t.Among) -> str:
        """Write a test of a choice or a text."""
        return f"{self.visit(node.subject)} in {{{', '.join(_word(value) for value in node.values)}}}"

    def place_test(self, node: t.InPlaces) -> str:
        """Write a test of a place."""
        return f"{self.visit(node.subject)} in {{{', '.join((*node.places, *node.sets))}}}"

    def inclusion(self, node: t.Includes) -> str:
        """Write a test of several choices."""
        return f"{self.visit(node.subject)} includes {_word(node.value)}"

    def quantified(self, node: t.Quantified) -> str:
        """Write a quantifier."""
        roles = f" in {{{', '.join(node.roles)}}}" if node.roles else ""
        return f"{node.quantifier} {node.scope}{roles} ({self.visit(node.body)})"

    def aggregated(self, node: t.Aggregated) -> str:
        """Write an aggregate."""
        return f"{node.function} of {node.scope} ({self.visit(node.body)})"

    def meets(self, node: t.Meets) -> str:
        """Write a reference with its list."""
        return f'meets("{node.list}{f"/{node.code}" if node.code else ""}")'

    def unconfirmed(self, node: t.Unconfirmed) -> str:
        """Name the doubt."""
        return f'unconfirmed("{node.doubt}")'


def _word(value: str) -> str:
    return value if value.isidentifier() else f'"{value}"'
