"""Parse tree to expression tree: names resolved, types and units checked, literals brought to base units.

A condition that passes here can be read by every reading; one that does not is refused with file, line, column and the nearest known name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NoReturn

from lark import Token, Tree

from licet.language import tree as t
from licet.language.parse import NotInLanguageError, ParseTree, parse
from licet.language.place import Place
from licet.language.units import PLAIN, Dimension, multiply
from licet.language.vocabulary import FactDefinition, Vocabulary
from licet.model.errors import LawError, Problem, nearest

_COMPARABLE = ("number", "date", "place", "text", "choice")
_FUNCTIONS = {"min": (2, 9), "max": (2, 9), "log2": (1, 1), "abs": (1, 1)}


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression yields: truth, number (with a dimension), date, place, text, choice, choices or kind."""

    name: str
    dimension: Dimension = PLAIN
    fact: FactDefinition | None = None

    def __str__(self) -> str:
        if self.name == "number":
            return " * ".join(f"{name}^{power}" if power != 1 else name for name, power in self.dimension) or "a plain number"
        return {"truth": "yes or no", "date": "a day", "place": "a place", "text": "a text"}.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a condition can refer to besides the vocabulary: definitions, doubts, the list it stands in."""

    vocabulary: Vocabulary
    definitions: Mapping[str, t.Defined] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    doubts: frozenset[str] = frozenset()
    list: str = ""
    owners: tuple[str, ...] = ("item", "shipment")


def check(text: str, place: Place, around: Surroundings, expect: str | None = "truth") -> tuple[t.Node, Type]:
    """Parse and check one condition or formula.

    Args:
        text: the condition as written.
        place: where it stands.
        around: what it can refer to.
        expect: the type it must yield (`truth`, `number`), or None for any.

    Returns:
        The checked tree and its type.

    Raises:
        LawError: the condition is not in the language, names something unknown, or mixes types or units.

    """
    reader = _Reader(text, place, around)
    try:
        parsed = parse(text, around.vocabulary.units.pattern())
    except NotInLanguageError as problem:
        problem_at = place.at(text, problem.offset)
        raise LawError(
            Problem(problem_at, "the condition cannot be read", problem.expected, problem.came, "See docs/law-format.md, Conditions.")
        ) from None
    node, kind = reader.read(parsed.children[0])
    if expect is not None and kind.name != expect:
        reader.refuse(parsed, "wrong type", str(Type(expect)), str(kind))
    return node, kind


class _Reader:
    """Turns the parse tree of one condition into its expression tree."""

    def __init__(self, text: str, place: Place, around: Surroundings) -> None:
        self.text, self.place, self.around = text, place, around
        self.vocabulary = around.vocabulary

    def refuse(self, where: ParseTree | Token, what: str, must_be: str = "", came: str = "", do: str = "") -> NoReturn:
        offset = where.start_pos if isinstance(where, Token) else where.meta.start_pos if not where.meta.empty else 0
        raise LawError(Problem(self.place.at(self.text, offset or 0), what, must_be, came, do))

    def read(self, node: ParseTree | Token) -> tuple[t.Node, Type]:
        assert isinstance(node, Tree)  # noqa: S101  # the grammar yields trees here; a token would be a bug of the grammar
        result: tuple[t.Node, Type] = getattr(self, f"_{node.data}")(node)
        return result

    def _typed(self, node: ParseTree | Token, *names: str) -> tuple[t.Node, Type]:
        read, kind = self.read(node)
        if kind.name not in names:
            assert isinstance(node, Tree)  # noqa: S101  # as in read
            self.refuse(node, "wrong type", " or ".join(str(Type(name)) for name in names), f"{self._words(node)} ({kind})")
        return read, kind

    def _words(self, node: ParseTree) -> str:
        return " ".join(self.text[node.meta.start_pos : node.meta.end_pos].split())

    # Logic

    def _disjunction(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Or(tuple(self._typed(child, "truth")[0] for child in node.children)), Type("truth")

    def _conjunction(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.all_of(*(self._typed(child, "truth")[0] for child in node.children)), Type("truth")

    def _negated(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Not(self._typed(node.children[0], "truth")[0]), Type("truth")

    def _truth(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Truth(str(node.children[0]) == "true"), Type("truth")

    # Values

    def _number(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Number(float(str(node.children[0]))), Type("number")

    def _quantity(self, node: ParseTree) -> tuple[t.Node, Type]:
        quantity = self.vocabulary.units.quantity(str(node.children[0]))
        return t.Number(quantity.value, quantity.unit.dimension, quantity.unit), Type("number", quantity.unit.dimension)

    def _day(self, node: ParseTree) -> tuple[t.Node, Type]:
        try:
            return t.Day(date.fromisoformat(str(node.children[0]))), Type("date")
        except ValueError:
            self.refuse(node, "not a day of the calendar", "a day such as 2024-09-07", str(node.children[0]))

    def _text(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Text(str(node.children[0])[1:-1]), Type("text")

    def _name(self, node: ParseTree) -> tuple[t.Node, Type]:
        name = str(node.children[0])
        if name in self.around.definitions:
            return self.around.definitions[name], self.around.types[name]
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            known = [*self.vocabulary.facts, *self.around.definitions]
            self.refuse(node, f'unknown fact "{name}"', "a fact of the vocabulary or a definition", name, nearest(name, known))
        if fact.owner not in self.around.owners:
            do = f"Put it inside `any {fact.owner} (...)`."
            self.refuse(node, f'"{name}" is a fact of a {fact.owner}', " or ".join(self.around.owners), fact.owner, do)
        return t.Fact(name, fact.owner), _type_of(fact)

    def _arithmetic(self, node: ParseTree) -> tuple[t.Node, Type]:
        left, left_type = self._typed(node.children[0], "number")
        operator = str(node.children[1])
        right, right_type = self._typed(node.children[2], "number")
        if operator in "+-":
            self._same_dimension(node, left_type, right_type)
            return t.Arithmetic(left, operator, right), left_type
        result = multiply(left_type.dimension, right_type.dimension, 1 if operator == "*" else -1)
        return t.Arithmetic(left, operator, right), Type("number", result)

    def _negative(self, node: ParseTree) -> tuple[t.Node, Type]:
        part, kind = self._typed(node.children[1], "number")
        if isinstance(part, t.Number):
            if part.unit is not None and part.unit.offset:  # -55 °C counts from 0 °C, not from minus the kelvin of 55 °C
                counted = part.unit.from_base(part.value)
                return replace(part, value=part.unit.to_base(str(-counted))), kind
            return replace(part, value=-part.value), kind
        return t.Arithmetic(t.Number(0.0, kind.dimension), "-", part), kind

    def _call(self, node: ParseTree) -> tuple[t.Node, Type]:
        name = str(node.children[0])
        arguments = node.children[1:]
        if name in ("meets", "unconfirmed"):
            if len(arguments) != 1 or not isinstance(arguments[0], Tree) or arguments[0].data != "text":
                self.refuse(node, f"{name} takes one text", f'{name}("...")', self._words(node))
            written = str(arguments[0].children[0])[1:-1]
            return (self._meets(written) if name == "meets" else self._unconfirmed(node, written)), Type("truth")
        if name not in _FUNCTIONS:
            known = [*_FUNCTIONS, "meets", "unconfirmed"]
            self.refuse(node, f'unknown function "{name}"', ", ".join(known), name, nearest(name, known))
        least, most = _FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            self.refuse(node, f"{name} has the wrong number of arguments", f"{least} to {most}", str(len(arguments)))
        read = [self._typed(argument, "number") for argument in arguments]
        if name == "log2" and read[0][1].dimension:
            self.refuse(node, "the logarithm of a quantity depends on its unit", "a plain number", str(read[0][1]))
        for _, kind in read[1:]:
            self._same_dimension(node, read[0][1], kind)
        kind = Type("number", PLAIN if name == "log2" else read[0][1].dimension)
        return t.Call(name, tuple(part for part, _ in read)), kind

    def _meets(self, written: str) -> t.Node:
        """Split `eu:annex-i/3B001.f` into list and code; inside an entry the list may be left out."""
        if ":" in written:
            list_id, _, code = written.partition("/")
            return t.Meets(list_id, code)
        return t.Meets(self.around.list, written)

    def _unconfirmed(self, node: ParseTree, doubt: str) -> t.Node:
        if doubt not in self.around.doubts:
            do = nearest(doubt, self.around.doubts) or "Write the doubt on this paragraph or rule, a parent, or the regime."
            self.refuse(node, f'unknown doubt "{doubt}"', "the id of a doubt that can be seen from here", doubt, do)
        return t.Unconfirmed(doubt)

    # Tests

    def _comparison(self, node: ParseTree) -> tuple[t.Node, Type]:
        operands = [self._typed(child, *_COMPARABLE) for child in node.children[::2]]
        operators = [str(child) for child in node.children[1::2]]
        links: list[t.Node] = []
        for (left, left_type), operator, (right, right_type) in zip(operands, operators, operands[1:], strict=False):
            self._comparable(node, left_type, operator, right_type)
            links.append(t.Compare(left, operator, right))
        return t.all_of(*links), Type("truth")

    def _comparable(self, node: ParseTree, left: Type, operator: str, right: Type) -> None:
        if left.name == right.name == "number":
            self._same_dimension(node, left, right)
        elif left.name != right.name:
            self.refuse(node, "values of different types are compared", f"both {left}", f"{left} {operator} {right}")
        elif left.name != "date" and operator not in ("==", "!="):
            self.refuse(node, f"{left} has no order", "== or !=", operator)

    def _same_dimension(self, node: ParseTree, left: Type, right: Type) -> None:
        if left.dimension != right.dimension:
            self.refuse(
                node, "units do not fit", f"both sides {left}", f"{left} and {right}", "Compare or add quantities of one dimension."
            )

    def _member(self, node: ParseTree) -> tuple[t.Node, Type]:
        subject, kind = self.read(node.children[0])
        collection = node.children[1]
        assert isinstance(collection, Tree)  # noqa: S101  # as in read
        words = [self._word(child) for child in collection.children]
        if kind.name == "place":
            return self._places(collection, subject, words), Type("truth")
        if collection.data == "named_set":
            self.refuse(collection, "only places have named sets", "a set in braces such as {ald, cvd}", words[0])
        if kind.name == "kind":
            return t.IsKind(tuple(self._kind(collection, word) for word in words)), Type("truth")
        self._allowed(collection, kind, words)
        return t.Among(subject, tuple(words)), Type("truth")

    def _not_member(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Not(self._member(node)[0]), Type("truth")

    def _is_word(self, node: ParseTree) -> tuple[t.Node, Type]:
        subject, kind = self.read(node.children[0])
        word_node = node.children[1]
        assert isinstance(word_node, Tree)  # noqa: S101  # as in read
        word = self._word(word_node)
        if kind.name == "kind":
            return t.IsKind((self._kind(word_node, word),)), Type("truth")
        if kind.name == "place":
            return self._places(word_node, subject, [word]), Type("truth")
        self._allowed(word_node, kind, [word])
        return t.Among(subject, (word,)), Type("truth")

    def _is_not_word(self, node: ParseTree) -> tuple[t.Node, Type]:
        return t.Not(self._is_word(node)[0]), Type("truth")

    def _includes(self, node: ParseTree) -> tuple[t.Node, Type]:
        subject, kind = self._typed(node.children[0], "choices")
        word_node = node.children[1]
        assert isinstance(word_node, Tree)  # noqa: S101  # as in read
        word = self._word(word_node)
        self._allowed(word_node, kind, [word], "choices")
        return t.Includes(subject, word), Type("truth")

    def _word(self, node: ParseTree | Token) -> str:
        token = node if isinstance(node, Token) else node.children[0]
        written = str(token)
        return written[1:-1] if written.startswith('"') else written

    def _kind(self, node: ParseTree, word: str) -> str:
        if word not in self.vocabulary.kinds.kinds:
            self.refuse(node, f'unknown kind "{word}"', "a kind of the taxonomy", word, nearest(word, self.vocabulary.kinds.kinds))
        return word

    def _places(self, node: ParseTree, subject: t.Node, words: list[str]) -> t.Node:
        sets = [word for word in words if word in self.vocabulary.place_sets]
        places = [word for word in words if word not in self.vocabulary.place_sets]
        for place in places:
            if place not in self.vocabulary.countries:
                known = [*self.vocabulary.place_sets, *self.vocabulary.countries]
                self.refuse(node, f'unknown place "{place}"', "a country code or a set of places", place, nearest(place, known))
        return t.InPlaces(subject, tuple(places), tuple(sets))

    def _allowed(self, node: ParseTree, kind: Type, words: list[str], wanted: str = "choice") -> None:
        if kind.name == "text":
            return
        if kind.name != wanted or kind.fact is None:
            must_be = "a fact with one choice, a kind, a place or a text" if wanted == "choice" else "a fact with several choices"
            do = "Write `includes`, since the fact can have several." if kind.name == "choices" else ""
            self.refuse(node, f"{kind} is not one choice", must_be, ", ".join(words), do)
        for word in words:
            if word not in kind.fact.values:
                known = ", ".join(kind.fact.values)
                self.refuse(node, f'"{word}" is no value of {kind.fact.name}', known, word, nearest(word, kind.fact.values))

    # Collections

    def _inside(self, node: ParseTree, scope_name: str) -> _Reader:
        scope = self.vocabulary.scopes.get(scope_name)
        if scope is None:
            known = self.vocabulary.scopes
            self.refuse(node, f'unknown scope "{scope_name}"', ", ".join(known), scope_name, nearest(scope_name, known))
        owners = ("item", "shipment") if scope.members == "item" else (scope.members, *self.around.owners)
        return _Reader(self.text, self.place, replace(self.around, owners=owners))

    def _quantified(self, node: ParseTree) -> tuple[t.Node, Type]:
        quantifier, scope = str(node.children[0]), str(node.children[1])
        roles: tuple[str, ...] = ()
        if isinstance(node.children[2], Tree) and node.children[2].data == "roles":
            roles = tuple(str(role) for role in node.children[2].children)
            for role in roles:
                if role not in self.vocabulary.roles:
                    known = self.vocabulary.roles
                    self.refuse(node.children[2], f'unknown role "{role}"', ", ".join(known), role, nearest(role, known))
        body, _ = self._inside(node, scope)._typed(node.children[-1], "truth")
        return t.Quantified(quantifier, scope, roles, body), Type("truth")

    def _aggregated(self, node: ParseTree) -> tuple[t.Node, Type]:
        function, scope = str(node.children[0]).split()[0], str(node.children[1])
        body, kind = self._inside(node, scope)._typed(node.children[2], "number")
        return t.Aggregated(function, scope, body), kind


def _type_of(fact: FactDefinition) -> Type:
    if fact.type in ("quantity", "number", "integer"):
        return Type("number", fact.unit.dimension if fact.unit else PLAIN, fact)
    return Type("truth" if fact.type == "boolean" else fact.type, PLAIN, fact)
