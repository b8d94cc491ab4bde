"""The reading over columns: a condition as a cell, in the same three-valued logic as `evaluate`, for any number of rows at once.

Everything the language has is carried: units (values stand in base units), dated texts and places, the taxonomy, quantifiers over the
columns of each member, definitions, derived facts, `meets`. What is not is refused when the law is loaded for columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from licet.language import tree as t
from licet.language.cells import Cell, Cells
from licet.language.shape import COUNT, ITEM, OPEN, SHIPMENT, Shape, party_table, slot, sql_kind, under
from licet.language.vocabulary import FactDefinition, PlaceSet, Scope, Vocabulary
from licet.model.errors import LawError, Problem


class Stand(NamedTuple):
    """Where a condition is read: the item at a path, and the record at hand, if any (its table, and the path of its columns)."""

    path: str = ""
    table: str = ""
    record: str = ""
    named: bool = True
    """Whether the record at hand was named at all; of one that was not, nothing is stated."""


Meets = Callable[[Stand, str, str], Cell]
"""Given where we stand, a list and a code: whether the item there meets a paragraph under it."""


@dataclass(frozen=True, slots=True)
class Times:
    """How the law depends on days, for a reading of all of them: the day on which the world's knowledge is taken, or None."""

    known_on: date | None = None


class Columns(t.Visitor[Cell]):
    """Reads conditions as cells; with `assume` the vocabulary's stated defaults stand in for what is missing.

    Args:
        cells: makes the cells.
        vocabulary: the facts, kinds, places and scopes.
        shape: which columns there are; a column that is not there is unknown.
        assume: whether stated defaults stand in.
        times: how the law depends on days.
        meets: what says which paragraphs an item meets.

    """

    def __init__(self, cells: Cells, vocabulary: Vocabulary, shape: Shape, assume: bool, times: Times, meets: Meets) -> None:
        self.cells, self.vocabulary, self.shape, self.assume, self.times = cells, vocabulary, shape, assume, times
        self._meets = meets
        self._known: dict[tuple[int, Stand], tuple[t.Node, Cell]] = {}
        self._derived: dict[tuple[str, Stand], Cell] = {}
        self._stand = Stand()

    def read(self, node: t.Node, stand: Stand) -> Cell:
        """Return a condition as it reads where one stands."""
        key = (id(node), stand)
        found = self._known.get(key)
        if found is None:
            before, self._stand = self._stand, stand
            try:
                found = self._known[key] = (node, self.visit(node))
            finally:
                self._stand = before
        return found[1]

    def _here(self, node: t.Node) -> Cell:
        return self.read(node, self._stand)

    def otherwise(self, node: t.Node) -> Cell:
        """Refuse a form of condition that columns cannot carry."""
        what = f"a form of condition that a table of shipments cannot carry ({type(node).__name__})"
        raise LawError(Problem("the law", what, do="Leave it to `licet check`, or take it out of the overlay."))

    # Values

    def truth(self, node: t.Truth) -> Cell:
        """Yield the constant."""
        return self.cells.constant(node.value)

    def number(self, node: t.Number) -> Cell:
        """Yield the constant, in base units."""
        return self.cells.constant(float(node.value))

    text = day = truth

    def fact(self, node: t.Fact) -> Cell:
        """Read the column of the fact; compute it where it is derived and was not given."""
        return self.value_of(node.name, node.owner, self._stand)

    def value_of(self, name: str, owner: str, stand: Stand) -> Cell:
        """Return the value of a fact where one stands, as conditions see it."""
        definition, given = self.vocabulary.facts[name], self.stated(name, owner, stand)
        default = self._default(definition, owner, stand)
        if definition.derive is None:
            return self.cells.first_known(given, default)
        key = (name, stand)
        if key not in self._derived:
            follows = self.read(definition.derive, stand)
            self._derived[key] = self.cells.first_known(given, follows, default)
        return self._derived[key]

    def stated(self, name: str, owner: str, stand: Stand) -> Cell:
        """Return the value of a fact as it was stated."""
        if name == "date" and owner == "shipment":
            return self.cells.column(SHIPMENT, "date", "day")
        if owner == "item":
            table, column = ITEM, under(stand.path, name)
        elif owner == "shipment":
            table, column = SHIPMENT, name
        else:
            table, column = stand.table, under(stand.record, name)
            if not stand.named:
                return self.cells.unknown
        if not self.shape.has(table, column):
            return self.cells.unknown
        return self.cells.column(table, column, sql_kind(self.vocabulary.facts[name].type))

    def _default(self, definition: FactDefinition, owner: str, stand: Stand) -> Cell:
        """Return what stands in for a fact that was not stated: nothing where something speaks against it."""
        if not self.assume:
            return self.cells.unknown
        default = self._constant(definition.default)
        speaks = under(stand.record, f"{definition.name}{OPEN}")
        if owner in ("item", "shipment") or default is self.cells.unknown or not self.shape.has(stand.table, speaks):
            return default
        return self.cells.when((self.cells.column(stand.table, speaks, "truth"), self.cells.unknown), otherwise=default)

    def _constant(self, value: object) -> Cell:
        if isinstance(value, (frozenset, tuple)):
            return self.cells.constant(bars(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return self.cells.constant(float(value))
        return self.cells.constant(value)  # type: ignore[arg-type]  # a default has one of the types of a constant

    # Logic

    def conjunction(self, node: t.And) -> Cell:
        """Kleene's and, over all parts."""
        return self.cells.both(*(self._here(part) for part in node.parts))

    def disjunction(self, node: t.Or) -> Cell:
        """Kleene's or, over all parts."""
        return self.cells.either(*(self._here(part) for part in node.parts))

    def negation(self, node: t.Not) -> Cell:
        """Kleene's not."""
        return self.cells.negated(self._here(node.part))

    def unconfirmed(self, node: t.Unconfirmed) -> Cell:
        """Yield unknown."""
        return self.cells.unknown

    # Tests

    def comparison(self, node: t.Compare) -> Cell:
        """Compare; the shipment's day against a day of the calendar is one more date of the law."""
        for fact, sign, day in ((node.left, node.operator, node.right), (node.right, _TURNED[node.operator], node.left)):
            if fact == t.Fact("date", "shipment") and isinstance(day, t.Day):
                return self._against_day(sign, day.value)
        return self.cells.compared(self._here(node.left), node.operator, self._here(node.right))

    def _against_day(self, sign: str, day: date) -> Cell:
        after = day + timedelta(days=1)
        before, on, later = {
            "<": (True, False, False),
            "<=": (True, True, False),
            ">": (False, False, True),
            ">=": (False, True, True),
            "==": (False, True, False),
            "!=": (True, False, True),
        }[sign]
        return self.cells.dated((day, after), lambda at: self.cells.constant(before if at < day else later if at >= after else on))

    def arithmetic(self, node: t.Arithmetic) -> Cell:
        """Compute; a quotient by zero is unknown."""
        return self.cells.computed(self._here(node.left), node.operator, self._here(node.right))

    def call(self, node: t.Call) -> Cell:
        """Apply a function of numbers."""
        return self.cells.function(node.function, [self._here(argument) for argument in node.arguments])

    def kind_test(self, node: t.IsKind) -> Cell:
        """Ask the taxonomy: any kind below is one asked for, a broader one leaves it open."""
        kinds, path = self.vocabulary.kinds, self._stand.path
        if not self.shape.has(ITEM, under(path, "kind")):
            return self.cells.unknown
        columns = [self._kind_column(path, number) for number in range(self.shape.kinds.get(path, 1))]
        results = []
        for asked in node.kinds:
            below = kinds.below(asked)
            broader = {above for one in below for above in kinds.above[one]} - set(below)
            sure = self.cells.either(*(self.cells.sure(self.cells.among(column, below)) for column in columns))
            maybe = self.cells.either(*(self.cells.sure(self.cells.among(column, broader)) for column in columns))
            is_known = self.cells.known(columns[0])
            nothing = self.cells.negated(self.cells.either(maybe, self.cells.negated(is_known)))
            results.append(self.cells.when((sure, self.cells.true), (nothing, self.cells.false), otherwise=self.cells.unknown))
        return self.cells.either(*results)

    def _kind_column(self, path: str, number: int) -> Cell:
        return self.cells.column(ITEM, under(path, "kind") + (f"[{number}]" if number else ""), "text")

    def among(self, node: t.Among) -> Cell:
        """Ask whether the value is one of those written."""
        return self.cells.among(self._here(node.subject), node.values)

    def inclusion(self, node: t.Includes) -> Cell:
        """Ask whether the choices include one."""
        return self.cells.has(self._here(node.subject), node.value)

    def place_test(self, node: t.InPlaces) -> Cell:
        """Ask whether the place is written, or in a set on the day; an unconfirmed membership is unknown."""
        subject = self._here(node.subject)
        sets = [self.vocabulary.place_sets[name] for name in node.sets]
        days = {day for found in sets for _, start, end in found.members for day in (start, end) if day is not None}
        return self.cells.dated(days, lambda day: self._in_places(subject, node.places, sets, day))

    def _in_places(self, subject: Cell, written: tuple[str, ...], sets: list[PlaceSet], day: date) -> Cell:
        members, unknown = set(written), set[str]()
        outside: set[str] | None = None
        for found in sets:
            members |= found.members_on(day)
            unknown |= found.unconfirmed
            if found.open:
                outside = set(found.excludes) if outside is None else outside & found.excludes
        inside = self.cells.among(subject, members)
        if outside is not None:
            left_out = self.cells.both(self.cells.among(subject, outside - unknown), self.cells.known(subject))
            return self.cells.when((inside, self.cells.true), (left_out, self.cells.false), otherwise=self.cells.unknown)
        if unknown - members:
            open_there = self.cells.among(subject, unknown - members)
            return self.cells.when((open_there, self.cells.unknown), otherwise=inside)
        return inside

    # Collections

    def quantified(self, node: t.Quantified) -> Cell:
        """Ask the body of every member there can be; members not known make the answer unknown unless one settles it."""
        cells, scope = self.cells, self.vocabulary.scopes[node.scope]
        some = node.quantifier == "any"
        said: list[Cell] = []
        for there, stand in self.members(scope, node.roles, self._stand):
            body = self.read(node.body, stand)
            said.append(cells.both(there, body) if some else cells.either(cells.negated(there), body))
        complete = self.complete(scope, self._stand)
        rest = cells.when((complete, cells.constant(not some)), otherwise=cells.unknown)
        return cells.either(*said, rest) if some else cells.both(*said, rest)

    def members(self, scope: Scope, roles: tuple[str, ...], stand: Stand) -> list[tuple[Cell, Stand]]:
        """Return the members that have columns: whether each is there, and where to stand to read it."""
        if scope.owner == "item":
            path = under(stand.path, scope.key)
            given = self._number(ITEM, f"{path}.{COUNT}")
            found = []
            for number in range(self.shape.slots(path)):
                there = self.cells.sure(self.cells.compared(given, ">", self.cells.constant(float(number))))
                at = slot(stand.path, scope.key, number)
                found.append((there, Stand(at) if scope.members == "item" else Stand(stand.path, ITEM, at)))
            return found
        named: list[tuple[Cell, Stand]] = []
        complete = self.complete(scope, stand)
        for role in roles or self.vocabulary.roles:
            own = [self._is_named(role, number) for number in range(self.shape.parties.get(role, 0))]
            named += [(is_named, Stand(stand.path, party_table(role, number))) for number, is_named in enumerate(own)]
            if self.vocabulary.roles[role]:
                unnamed = self.cells.both(complete, self.cells.negated(self.cells.either(*own)))
                named.append((unnamed, Stand(stand.path, party_table(role), "", False)))
        return named

    def _is_named(self, role: str, number: int) -> Cell:
        return self.cells.sure(self.cells.column(party_table(role, number), COUNT, "truth"))

    def _number(self, table: str, column: str) -> Cell:
        return self.cells.column(table, column, "number") if self.shape.has(table, column) else self.cells.unknown

    def complete(self, scope: Scope, stand: Stand) -> Cell:
        """Return whether the members of a collection are known to be all."""
        given = self.cells.true
        if scope.owner == "item":
            given = self.cells.known(self._number(ITEM, f"{under(stand.path, scope.key)}.{COUNT}"))
        if not scope.closed_by:
            return given if scope.members == "item" else self.cells.false
        closed = self.stated(scope.closed_by, scope.owner, stand)
        definition = self.vocabulary.facts[scope.closed_by]
        if self.assume and definition.derive is None:
            closed = self.cells.first_known(closed, self._constant(definition.default))
        return self.cells.both(given, self.cells.sure(closed))

    def aggregated(self, node: t.Aggregated) -> Cell:
        """Take the greatest or least over the records; a sum, whose last digit hangs on the order, is refused."""
        if node.function == "sum":
            raise LawError(
                Problem("the law", "a sum over records cannot be carried to columns without rounding", "max of or min of", "sum of")
            )
        cells, scope = self.cells, self.vocabulary.scopes[node.scope]
        found = [(there, self.read(node.body, stand)) for there, stand in self.members(scope, (), self._stand)]
        if not found:
            return cells.unknown
        every = cells.both(*(cells.either(cells.negated(there), cells.known(value)) for there, value in found))
        best: Cell = found[0][1]
        for there, value in found[1:]:
            better = cells.compared(value, ">" if node.function == "max" else "<", best)
            best = cells.when((cells.both(there, better), value), otherwise=best)
        settled = cells.both(self.complete(scope, self._stand), found[0][0], every)
        return cells.when((settled, best), otherwise=cells.unknown)

    # The law

    def meets(self, node: t.Meets) -> Cell:
        """Ask the classification of the item."""
        return self._meets(self._stand, node.list, node.code)

    def defined(self, node: t.Defined) -> Cell:
        """Read the text of the definition in force on each day; none in force is unknown."""
        stand, known_on = self._stand, self.times.known_on
        days = {day for version in node.versions for day in version.valid.days()}

        def text(day: date) -> Cell:
            for version in node.versions:
                if version.valid.in_force(day, known_on):
                    return self.read(version.body, stand)
            return self.cells.unknown

        return self.cells.dated(days, text)


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def bars(values: frozenset[str] | tuple[str, ...]) -> str:
    """Return several choices as they stand in one column.

    >>> bars(frozenset({"b", "a"}))
    '|a|b|'
    """
    return f"|{'|'.join(sorted(values))}|"
