"""Cells: conditions as expressions over columns, each kept once, folded as far as what is known allows.

A cell is what one column of a table would hold: a three-valued truth, a number, a text or a day. The reading `columns.py` turns the
conditions of the law into cells, `sql_text.py` writes cells as SQL. Equal cells are one object, so shared parts are computed once, and a
column that nobody brings is the constant unknown, with which most of the law falls away before a database sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

Constant = bool | float | str | date | None


class Cell:
    """One expression over columns: `op` with `args`; `uses` names the tables whose columns it reads.

    The operations, with their arguments:

    * `const` (value), `col` (table, column, type: truth, number, text or day);
    * `and`, `or` (cells), `not` (cell), in Kleene's logic, as SQL's own;
    * `cmp`, `arith` (sign, cell, cell), `fn` (name, cells): unknown as soon as one of them is;
    * `in` (cell, texts), `has` (cell, word: whether a text with bars holds it), `starts` (cell, text);
    * `if` (cells, alternating condition and value, the last one otherwise), `first` (cells: the first that is known);
    * `known`, `sure` (cell): whether it is known, whether it is true; never unknown themselves;
    * `dated` (days, cells): the first cell before the first day, and so on.
    """

    __slots__ = ("args", "id", "op", "parts", "uses")

    def __init__(self, number: int, op: str, args: tuple[Any, ...], parts: tuple[Cell, ...], uses: frozenset[str]) -> None:
        self.id = number
        self.op = op
        self.args = args
        self.parts = parts
        self.uses = uses

    def __repr__(self) -> str:
        shown = [*(repr(one) for one in self.args), *(f"#{part.id}" for part in self.parts)]  # in full it would grow without bound
        return f"{self.op}({', '.join(shown)})"

    @property
    def is_constant(self) -> bool:
        """Whether it says the same of every row."""
        return self.op == "const"

    @property
    def value(self) -> Any:
        """The value of a constant."""
        return self.args[0]


_NOTHING: frozenset[str] = frozenset()
DAY = "day"
"""The table of one column, the day whose law applies."""


class Cells:
    """Makes cells, each once, and folds what is constant; `first` and `last` bound the days that can occur.

    >>> cells = Cells()
    >>> known = cells.column("item", "made_in_space", "truth")
    >>> cells.both(known, cells.false).value, cells.both(known, cells.true) is known
    (False, True)
    """

    def __init__(self, first: date = date.min, last: date = date.max) -> None:
        self.first, self.last = first, last
        self._made: dict[tuple[Any, ...], Cell] = {}
        self.unknown, self.true, self.false = self.constant(None), self.constant(True), self.constant(False)

    def _make(self, op: str, args: tuple[Any, ...], parts: tuple[Cell, ...] = (), own: frozenset[str] = _NOTHING) -> Cell:
        key = (op, args, tuple(type(one) for one in args) if op == "const" else None, tuple(part.id for part in parts))
        found = self._made.get(key)
        if found is None:
            uses = own
            for part in parts:
                if not part.uses <= uses:
                    uses |= part.uses
            found = self._made[key] = Cell(len(self._made), op, args, parts, uses)
        return found

    def constant(self, value: Constant) -> Cell:
        """Return a constant."""
        return self._make("const", (value,))

    def column(self, table: str, name: str, kind: str) -> Cell:
        """Return a column of a table; `kind` is truth, number, text or day."""
        return self._make("col", (table, name, kind), (), frozenset((table,)))

    def both(self, *parts: Cell) -> Cell:
        """Return Kleene's and."""
        return self._joined("and", parts, self.false, self.true)

    def either(self, *parts: Cell) -> Cell:
        """Return Kleene's or."""
        return self._joined("or", parts, self.true, self.false)

    def _joined(self, op: str, parts: Iterable[Cell], settles: Cell, says_nothing: Cell) -> Cell:
        left: dict[int, Cell] = {}
        for part in parts:
            if part is settles:
                return settles
            for one in part.parts if part.op == op else (part,):
                if one is not says_nothing:
                    left[one.id] = one
        if not left:
            return says_nothing
        return next(iter(left.values())) if len(left) == 1 else self._make(op, (), tuple(left.values()))

    def negated(self, part: Cell) -> Cell:
        """Return Kleene's not."""
        if part.is_constant:
            return self.unknown if part.value is None else self.constant(not part.value)
        return part.parts[0] if part.op == "not" else self._make("not", (), (part,))

    def compared(self, left: Cell, sign: str, right: Cell) -> Cell:
        """Return a comparison; unknown where a side is."""
        if left is self.unknown or right is self.unknown:
            return self.unknown
        if left.is_constant and right.is_constant:
            return self.constant(_COMPARE[sign](left.value, right.value))
        return self._make("cmp", (sign,), (left, right))

    def computed(self, left: Cell, sign: str, right: Cell) -> Cell:
        """Return a sum, difference, product or quotient; a quotient by zero is unknown."""
        if left is self.unknown or right is self.unknown:
            return self.unknown
        return self._make("arith", (sign,), (left, right))

    def function(self, name: str, parts: Sequence[Cell]) -> Cell:
        """Return min, max, abs or log2; unknown where an argument is, or where there is no logarithm."""
        if any(part is self.unknown for part in parts):
            return self.unknown
        if len(parts) == 1 and name in ("min", "max"):
            return parts[0]
        return self._make("fn", (name,), tuple(parts))

    def among(self, subject: Cell, values: Iterable[str]) -> Cell:
        """Return whether a text is one of some."""
        if subject is self.unknown:
            return self.unknown
        wanted = tuple(sorted(set(values)))
        if subject.is_constant:
            return self.constant(subject.value in wanted)
        if not wanted:
            return self.when((self.known(subject), self.false), otherwise=self.unknown)
        return self._make("in", (wanted,), (subject,))

    def has(self, subject: Cell, word: str) -> Cell:
        """Return whether several choices, written `|one|two|`, hold one."""
        if subject.is_constant:
            return self.unknown if subject is self.unknown else self.constant(f"|{word}|" in subject.value)
        return self._make("has", (word,), (subject,))

    def starts(self, subject: Cell, text: str) -> Cell:
        """Return whether a text starts with another."""
        if subject.is_constant:
            return self.unknown if subject is self.unknown else self.constant(subject.value.startswith(text))
        return self._make("starts", (text,), (subject,))

    def known(self, part: Cell) -> Cell:
        """Return whether something is known."""
        if part.is_constant:
            return self.constant(part.value is not None)
        return self.true if part.op in ("known", "sure") else self._make("known", (), (part,))

    def sure(self, part: Cell) -> Cell:
        """Return whether a truth is true: unknown counts as no."""
        if part.is_constant:
            return self.constant(part.value is True)
        return part if part.op in ("known", "sure") else self._make("sure", (), (part,))

    def possible(self, part: Cell) -> Cell:
        """Return whether a truth is true or unknown."""
        return self.negated(self.sure(self.negated(part)))

    def first_known(self, *parts: Cell) -> Cell:
        """Return the first of some that is known."""
        left: list[Cell] = []
        for part in parts:
            if part is self.unknown:
                continue
            left.append(part)
            if part.is_constant or part.op in ("known", "sure"):
                break
        if not left:
            return self.unknown
        return left[0] if len(left) == 1 else self._make("first", (), tuple(left))

    def when(self, *cases: tuple[Cell, Cell], otherwise: Cell) -> Cell:
        """Return the value of the first case whose condition is true."""
        parts: list[Cell] = []
        for condition, value in cases:
            if condition.is_constant and condition.value is not True:
                continue
            if condition is self.true:
                otherwise = value
                break
            parts += [condition, value]
        while parts and parts[-1] is otherwise:
            del parts[-2:]
        return self._make("if", (), (*parts, otherwise)) if parts else otherwise

    def remade(self, cell: Cell, parts: Sequence[Cell]) -> Cell:
        """Return a cell with other parts, folded anew."""
        match cell.op:
            case "and":
                return self.both(*parts)
            case "or":
                return self.either(*parts)
            case "not":
                return self.negated(parts[0])
            case "cmp":
                return self.compared(parts[0], cell.args[0], parts[1])
            case "in":
                return self.among(parts[0], cell.args[0])
            case "known":
                return self.known(parts[0])
            case "sure":
                return self.sure(parts[0])
            case "first":
                return self.first_known(*parts)
            case "if":
                return self.when(*zip(parts[:-1:2], parts[1::2], strict=True), otherwise=parts[-1])
            case "dated":
                values = dict(zip((date.min, *cell.args), parts, strict=True))
                return self.dated(cell.args, lambda day: values[max(one for one in values if one <= day)])
            case _:
                return self._make(cell.op, cell.args, tuple(parts), frozenset() if parts else cell.uses)

    def dated(self, days: Iterable[date], says: Callable[[date], Cell]) -> Cell:
        """Return what is said on each day, where it can change only on `days`; a first day of a time belongs to it."""
        cuts = sorted(day for day in set(days) if self.first < day <= self.last)
        values = [says(self.first), *(says(day) for day in cuts)]
        kept: list[date] = []
        parts = values[:1]
        for day, value in zip(cuts, values[1:], strict=True):
            if value is not parts[-1]:
                kept.append(day)
                parts.append(value)
        return self._make("dated", tuple(kept), tuple(parts), frozenset((DAY,))) if kept else parts[0]


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


def below(roots: Iterable[Cell], stop: Callable[[Cell], bool] = lambda cell: False) -> Iterator[Cell]:
    """Yield the cells below some, each once and parts before what is made of them; go no further down where `stop` says so."""
    seen: set[int] = set()
    stack: list[tuple[Cell, bool]] = [(root, False) for root in roots]
    while stack:
        cell, done = stack.pop()
        if done:
            yield cell
        elif cell.id not in seen:
            seen.add(cell.id)
            stack.append((cell, True))
            if not stop(cell):
                stack.extend((part, False) for part in cell.parts if part.id not in seen)


def frontier(roots: Iterable[Cell], tables: frozenset[str]) -> list[Cell]:
    """Return the largest cells below some that read nothing but the given tables, constants left out."""

    def lies_within(cell: Cell) -> bool:
        return bool(cell.uses) and cell.uses <= tables

    return [cell for cell in below(roots, lies_within) if lies_within(cell)]
