"""The fast reading: a condition as a function of a shipment, in three-valued logic (True, False, None for unknown)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from licet.language import tree as t
from licet.language.surroundings import Env, InForce, Kleene, kleene_or, members
from licet.language.vocabulary import Vocabulary

Reading = Callable[[Env], Any]
"""A compiled node: a Kleene truth for conditions, a value or None for the rest."""

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Evaluate(t.Visitor[Reading]):
    """Compiles a tree to nested functions; the result is kept by node, so shared texts are compiled once, for all days.

    What changes with the days (dated definitions, dated places) is looked up in the law of the surroundings and kept there.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[int, tuple[t.Node, Reading]] = {}
        self._parts: dict[int, tuple[t.Node, tuple[tuple[t.Node, Reading], ...]]] = {}

    def visit(self, node: t.Node) -> Reading:
        """Return the compiled reading of a node."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (node, super().visit(node))
        return known[1]

    def forget(self) -> None:
        """Drop what is kept of nodes; readings that somebody holds stay good."""
        self._known.clear()
        self._parts.clear()

    def parts(self, node: t.And) -> tuple[tuple[t.Node, Reading], ...]:
        """Return the parts of a conjunction, each with its reading."""
        known = self._parts.get(id(node))
        if known is None:
            known = self._parts[id(node)] = (node, tuple((part, self.visit(part)) for part in node.parts))
        return known[1]

    def truth(self, node: t.Truth) -> Reading:
        """Yield the constant."""
        value = node.value
        return lambda env: value

    def number(self, node: t.Number) -> Reading:
        """Yield the constant."""
        value = node.value
        return lambda env: value

    text = day = truth

    def fact(self, node: t.Fact) -> Reading:
        """Look the fact up; compute it where it can be derived and was not given."""
        name = node.name
        definition = self.vocabulary.facts[name]
        look_up: Reading
        if node.owner == "item":
            look_up = lambda env: env.facts.get(name)  # noqa: E731  # three look-ups of one shape
        elif node.owner == "shipment":
            look_up = lambda env: env.shipment.get(name)  # noqa: E731
        else:
            look_up = lambda env: env.row.get(name)  # noqa: E731
        if definition.derive is None:
            return look_up
        derive, default, remembered = self.visit(definition.derive), definition.default, node.owner in ("item", "shipment")
        of_item = node.owner == "item"

        def derived(env: Env) -> Any:
            value = look_up(env)
            if value is None:
                if remembered and name in env.memo:
                    return env.memo[name]
                value = derive(env)
                if name in (env.item.open if of_item else env.open):
                    value = value or None  # it can be shown to hold, but not that it does not
                elif value is None and env.assume:
                    value = default
                if remembered:
                    env.memo[name] = value
            return value

        return derived

    def conjunction(self, node: t.And) -> Reading:
        """Kleene's and, over all parts; the cheap ones first, since a false one settles it."""
        parts = tuple(self.visit(part) for part in sorted(node.parts, key=_work))

        def conjunction(env: Env) -> Kleene:
            result: Kleene = True
            for part in parts:
                value = part(env)
                if value is False:
                    return False
                if value is None:
                    result = None
            return result

        return conjunction

    def disjunction(self, node: t.Or) -> Reading:
        """Kleene's or, over all parts; the cheap ones first, since a true one settles it."""
        parts = tuple(self.visit(part) for part in sorted(node.parts, key=_work))

        def disjunction(env: Env) -> Kleene:
            result: Kleene = False
            for part in parts:
                value = part(env)
                if value is True:
                    return True
                if value is None:
                    result = None
            return result

        return disjunction

    def negation(self, node: t.Not) -> Reading:
        """Kleene's not."""
        part = self.visit(node.part)
        return lambda env: None if (value := part(env)) is None else not value

    def comparison(self, node: t.Compare) -> Reading:
        """Compare; unknown on either side is unknown."""
        left, test = self.visit(node.left), _OPERATORS[node.operator]
        if isinstance(node.right, (t.Number, t.Text, t.Day)):
            constant = node.right.value
            return lambda env: None if (value := left(env)) is None else test(value, constant)
        right = self.visit(node.right)

        def comparison(env: Env) -> Kleene:
            one, other = left(env), right(env)
            return None if one is None or other is None else test(one, other)

        return comparison

    def arithmetic(self, node: t.Arithmetic) -> Reading:
        """Compute; unknown stays unknown, and so does a quotient by zero."""
        left, right, sign = self.visit(node.left), self.visit(node.right), node.operator

        def arithmetic(env: Env) -> float | None:
            one, other = left(env), right(env)
            return None if one is None or other is None else compute(sign, one, other)

        return arithmetic

    def call(self, node: t.Call) -> Reading:
        """Apply a function of numbers."""
        arguments = tuple(self.visit(argument) for argument in node.arguments)
        function = node.function
        return lambda env: apply(function, [argument(env) for argument in arguments])

    def kind_test(self, node: t.IsKind) -> Reading:
        """Ask the taxonomy."""
        test, asked = self.vocabulary.kinds.test, node.kinds
        known: dict[Any, Kleene] = {None: None}

        def kind_test(env: Env) -> Kleene:
            given = env.facts.get("kind")
            if given not in known:
                result: Kleene = False
                for kind in asked:
                    result = kleene_or(result, test(given, kind))  # type: ignore[arg-type]  # `kind` holds a tuple of kinds
                known[given] = result
            return known[given]

        return kind_test

    def among(self, node: t.Among) -> Reading:
        """Ask whether the value is one of those written."""
        subject, values = self.visit(node.subject), frozenset(node.values)
        return lambda env: None if (value := subject(env)) is None else value in values

    def place_test(self, node: t.InPlaces) -> Reading:
        """Ask whether the place is written, or in a set on the day; an unconfirmed membership is unknown."""
        subject, key = self.visit(node.subject), id(node)

        def in_places(env: Env) -> Kleene:
            value = subject(env)
            if value is None:
                return None
            kept = env.law.kept.get(key)
            if kept is None:
                kept = env.law.kept[key] = (node, place_test(node, env.law))
            result: Kleene = kept[1](value)
            return result

        return in_places

    def inclusion(self, node: t.Includes) -> Reading:
        """Ask whether the choices include one."""
        subject, value = self.visit(node.subject), node.value
        return lambda env: None if (given := subject(env)) is None else value in given

    def quantified(self, node: t.Quantified) -> Reading:
        """Ask the body of every member; members not known make the answer unknown unless one settles it."""
        scope, body, roles = self.vocabulary.scopes[node.scope], self.visit(node.body), node.roles
        settles = node.quantifier == "any"

        def quantified(env: Env) -> Kleene:
            known, complete = members(env, scope, roles)
            result: Kleene = (not settles) if complete else None
            for member in known:
                value = body(member)
                if value is settles:
                    result = settles
                    break
                if value is None:
                    result = None
            return result

        return quantified

    def aggregated(self, node: t.Aggregated) -> Reading:
        """Aggregate over the records; unknown while a record, or whether there are more, is unknown."""
        scope, body, function = self.vocabulary.scopes[node.scope], self.visit(node.body), node.function

        def aggregated(env: Env) -> float | None:
            known, complete = members(env, scope)
            values = [body(member) for member in known]
            return apply(function, values) if complete and values else None

        return aggregated

    def meets(self, node: t.Meets) -> Reading:
        """Ask the classification of the item."""
        list_id, code = node.list, node.code
        key = (list_id, code)

        def meets(env: Env) -> Kleene:
            memo = env.memo  # where the classification keeps what it said; many rules ask about the same paragraphs
            if key in memo:
                known: Kleene = memo[key]
                return known
            return env.meets(env, list_id, code)

        return meets

    def unconfirmed(self, node: t.Unconfirmed) -> Reading:
        """Yield unknown."""
        return lambda env: None

    def defined(self, node: t.Defined) -> Reading:
        """Read the text of the definition in force; none in force is unknown."""
        key, in_force = ("defined", node.name, id(node)), self._text_in_force(node)
        bodies = [version.body for version in node.versions]
        if any(isinstance(part, t.Fact) and part.owner not in ("item", "shipment") for body in bodies for part in t.walk(body)):
            return lambda env: in_force(env)(env)  # says something of one record, whose surroundings share the item's memory

        def defined(env: Env) -> Any:
            memo = env.memo
            if key in memo:
                return memo[key]
            value = memo[key] = in_force(env)(env)
            return value

        return defined

    def _text_in_force(self, node: t.Defined) -> Callable[[Env], Reading]:
        """Return what finds the reading of the text in force in the law of the surroundings."""
        key = id(node)

        def in_force(env: Env) -> Reading:
            kept = env.law.kept.get(key)
            if kept is None:
                body = env.law.text_of(node.versions)
                kept = env.law.kept[key] = (node, self.visit(body) if body is not None else _unknown)
            read: Reading = kept[1]
            return read

        return in_force


def _work(node: t.Node) -> int:
    """Return how much work a condition is, roughly: a fact, a definition, a paragraph, a question to every member."""
    match node:
        case t.And(parts) | t.Or(parts):
            return max(map(_work, parts), default=0)
        case t.Not(part):
            return _work(part)
        case t.Defined():
            return 1
        case t.Meets():
            return 2
        case t.Quantified() | t.Aggregated():
            return 3
        case _:
            return 0


def _unknown(env: Env) -> None:
    """Read a definition of which no text is in force."""


def place_test(node: t.InPlaces, law: InForce) -> Callable[[str], Kleene]:
    """Return the three-valued test of a place against the places and sets of a node on the day."""
    members = set(node.places)
    outside: set[str] | None = None
    unknown: set[str] = set()
    for name in node.sets:
        places = law.places(name)
        members |= places.members
        unknown |= places.unconfirmed
        if places.open:
            outside = set(places.excludes) if outside is None else outside & places.excludes

    def test(place: str) -> Kleene:
        if place in members:
            return True
        if place in unknown or (outside is not None and place not in outside):
            return None
        return False

    return test


def compute(sign: str, one: float, other: float) -> float | None:
    """Return `one sign other`; a quotient by zero is unknown.

    >>> compute("/", 1.0, 0.0) is None
    True
    """
    if sign == "*":
        return one * other
    if sign == "/":
        return one / other if other else None
    return one + other if sign == "+" else one - other


def apply(function: str, values: list[float | None]) -> float | None:
    """Return a function of numbers; unknown if one of them is.

    >>> apply("max", [1.0, 2.0]), apply("max", [1.0, None])
    (2.0, None)
    """
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if function == "log2":
        return math.log2(known[0]) if known[0] > 0 else None
    if function == "abs":
        return abs(known[0])
    return min(known) if function == "min" else max(known) if function == "max" else math.fsum(known)
