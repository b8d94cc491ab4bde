"""Which tests of a condition a lane, or a sort of item, decides. Where they decide them alike, a condition reads alike and is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from licet.language import tree as t
from licet.language.surroundings import Kleene
from licet.law.given import Given


class Tests:
    """Numbers the tests of conditions that `Given` may decide; tests that ask the same have the same number."""

    def __init__(self) -> None:
        self.nodes: list[t.Node] = []
        self.dated: list[bool] = []
        """Whether what a test says can change with the days: by a dated definition or set of places, or by paragraphs."""
        self._numbers: dict[tuple[object, ...], int] = {}
        self._of: dict[int, tuple[int, ...]] = {}

    def of(self, condition: t.Node) -> tuple[int, ...]:
        """Return the numbers of the tests of a condition of the law, each once."""
        known = self._of.get(id(condition))  # conditions of the law outlive this
        if known is None:
            found: dict[int, None] = {}
            self._collect(condition, found)
            known = self._of[id(condition)] = tuple(found)
        return known

    def _collect(self, node: t.Node, found: dict[int, None]) -> None:
        match node:
            case t.And(parts) | t.Or(parts):
                for part in parts:
                    self._collect(part, found)
            case t.Not(part):
                self._collect(part, found)
            case _:
                key = _asks(node)
                if key is not None:
                    number = self._numbers.setdefault(key, len(self.nodes))
                    if number == len(self.nodes):
                        self.nodes.append(node)
                        self.dated.append(any(map(_is_dated, t.walk(node))))
                    found[number] = None


def _asks(node: t.Node) -> tuple[object, ...] | None:
    """Return what a test asks, or None if `Given` never decides it."""
    match node:
        case t.IsKind(kinds):
            return ("kind", kinds)
        case t.InPlaces(t.Fact(name), places, sets):
            return ("in", name, places, sets)
        case t.Among(t.Fact(name), values):
            return ("among", name, values)
        case t.Includes(t.Fact(name), value):
            return ("includes", name, value)
        case t.Fact(name):
            return ("is", name)
        case t.Defined(versions=versions):
            return ("defined", id(versions))
        case t.Meets(list=list_id, code=code):
            return ("meets", list_id, code)
        case _:
            return None


def _is_dated(node: t.Node) -> bool:
    match node:
        case t.InPlaces(sets=sets):
            return bool(sets)
        case t.Meets():
            return True
        case t.Defined(versions=versions):
            return len(versions) != 1 or bool(versions[0].valid.days()) or bool(versions[0].valid.publications())
        case _:
            return False


@dataclass(slots=True)
class Lasting:
    """What is decided on every day alike: of tests, and of conditions all of whose tests are so."""

    values: dict[int, Kleene] = field(default_factory=dict)
    conditions: dict[int, tuple[Kleene, ...]] = field(default_factory=dict)


class Decided:
    """What is decided of tests where the kind of item and some facts are given on a day; each test is looked at once.

    Args:
        tests: numbers the tests.
        given: what is given, on the day.
        lasting: what the same given decides on every day, to be shared by the days.

    """

    def __init__(self, tests: Tests, given: Given, lasting: Lasting) -> None:
        self.tests, self.given, self.lasting = tests, given, lasting
        self._values: dict[int, Kleene] = {}

    def of(self, condition: t.Node) -> tuple[Kleene, ...]:
        """Return for each test of a condition whether it is true, false, or open."""
        known = self.lasting.conditions.get(id(condition))
        if known is not None:
            return known
        numbers, dated = self.tests.of(condition), self.tests.dated
        found = tuple(self._value(number) for number in numbers)
        if not any(dated[number] for number in numbers):
            self.lasting.conditions[id(condition)] = found
        return found

    def _value(self, number: int) -> Kleene:
        values = self._values if self.tests.dated[number] else self.lasting.values
        if number not in values:
            rest = self.given.visit(self.tests.nodes[number])
            values[number] = rest.value if isinstance(rest, t.Truth) else None
        return values[number]
