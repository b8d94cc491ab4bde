"""From rows to distinct situations: tables that vary apart are taken in one after the other, and what cannot matter any more is dropped.

First the item on its day, then the circumstances, then each party. Every part of the law has states of its own (`states.py`); what rows
have of all of them together is kept beside, and made smaller after each table. What is left at the end are the situations that the law
tells apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Table
from licet.batch.compile import Compiled
from licet.batch.engines import Engine
from licet.batch.parts import compares
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.states import Decided, Items, States
from licet.batch.threads import each
from licet.batch.vectors import Codes, Vectors, distinct_rows, together
from licet.language.cells import Cell
from licet.language.shape import ITEM

Numbers = npt.NDArray[Any]


@dataclass(slots=True)
class Rows:
    """The rows of a batch: for each table its distinct rows, and for each row which of them; the segment of each row's day."""

    tables: Mapping[str, Table]
    codes: Mapping[str, Numbers]
    segment: Numbers
    days: npt.NDArray[np.float64]
    """A day of each segment, counted from 1970."""


@dataclass(slots=True)
class Situations:
    """The distinct situations: for each row its number, and for each part of the law what it says in each of them.

    `item_on_day` says which item on its day each row has, and `sets` by regime which combination of paragraphs each of these meets, with
    the combinations. `told_apart` numbers rows more finely, by what the law looked at: rows of one situation with an open outcome may
    lack other facts.
    """

    of_row: Numbers
    size: int
    decided: dict[str, list[Decided]]
    item_on_day: Numbers
    sets: dict[str, tuple[Codes, Vectors]]
    told_apart: ToldApart

    def values(self, name: str, cell: Cell) -> npt.NDArray[np.int8]:
        """Return what a truth says in each situation that some part of a regime was asked for: 0 false, 1 true, 2 open."""
        own = next(one for one in self.decided[name] if cell.is_constant or cell.id in one.places)
        found: npt.NDArray[np.int8] = own.values(cell)[own.of]
        return found

    def held_back(self, name: str, cell: Cell) -> npt.NDArray[np.int8]:
        """Return in each situation whether a regime holds the shipment back by certain rules: by any of those that its parts look at."""
        found = [one.values(share)[one.of] for one in self.decided[name] if (share := one.part.said.held_back.get(cell.id)) is not None]
        some: npt.NDArray[np.int8] = np.where(np.any(np.equal(found, 1), axis=0), 1, np.max(found, axis=0))
        return some

    def bounds(self, name: str, side: str) -> npt.NDArray[np.int8]:
        """Return a bound of a regime in each situation."""
        found: npt.NDArray[np.int8] = np.max([one.bounds[side][one.of] for one in self.decided[name]], axis=0)
        return found


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Rows as the law tells them apart: the number of each, and for each number its situation."""

    rows: PerRow
    situation: Codes


def find_situations(law: Compiled, rows: Rows, engine: Engine) -> Situations:
    """Return the distinct situations of some rows, and what the law says in each."""
    pairs, items = _items(law, rows, engine)
    with ThreadPoolExecutor(1) as beside:  # rows get their numbers while parts are looked at, which keeps but one core busy
        numbers = item_on_day = beside.submit(pairs.numbers)
        parts = [States(part, items, engine) for part in law.parts]
        for name in law.tables:
            tests = list({cell.id: cell for part in law.parts for cell in part.tests[name]}.values())
            if name == ITEM or not tests:
                continue
            for states in parts:
                states.look(name)
            merged, first = together([states.of for states in parts])
            found, per_row = _found(name, tests, rows, engine)
            pairs = RowPairs(PerRow(numbers.result()).through(merged), per_row, len(first), found.size)
            numbers = beside.submit(pairs.numbers)
            each(methodcaller("take_in", name, found, first[pairs.left], pairs.right), parts)
        sets = {states.part.name: (states.sets, states.paragraph_sets) for states in reversed(parts)}  # the first of a regime has them
        merged, first = together([states.of for states in parts])
        decided = [states.decide() for states in parts]
        state = PerRow(numbers.result()).through(merged)
    situation, first_of = together([one.of[first] for one in decided])
    by_name: dict[str, list[Decided]] = {}
    for one in decided:
        one.of = one.of[first[first_of]]
        by_name.setdefault(one.part.name, []).append(one)
    of_row = state.through(situation).part(slice(None))
    return Situations(of_row, len(first_of), by_name, item_on_day.result(), sets, ToldApart(state, situation))


def _found(name: str, tests: list[Cell], rows: Rows, engine: Engine) -> tuple[Vectors, PerRow]:
    """Return what tests of a table say of its distinct rows, and which of them each row of the file has."""
    found, per_row = _classes([cell for cell in tests if not compares(cell)], name, rows, engine)
    for both in sorted({tuple(sorted(cell.uses)) for cell in tests if compares(cell)}):
        own = [cell for cell in tests if compares(cell) and cell.uses == set(both)]
        said, said_per_row = _compared(own, both, rows, engine)
        pairs = RowPairs(per_row, said_per_row, found.size, said.size)
        found, per_row = found.taken(pairs.left).beside(said.taken(pairs.right)), PerRow(pairs.numbers())
    return found, per_row


def _classes(tests: Sequence[Cell], name: str, rows: Rows, engine: Engine) -> tuple[Vectors, PerRow]:
    """Return in which ways some tests of a table come out, and which of them each row of the file has."""
    found = Vectors.of(tests, rows.tables[name], engine)
    classes, first = distinct_rows(found.bytes())
    return found.taken(first), PerRow(rows.codes[name], classes.astype(np.int32))


def _compared(tests: Sequence[Cell], both: tuple[str, ...], rows: Rows, engine: Engine) -> tuple[Vectors, PerRow]:
    """Return in which ways comparisons between two tables come out, and which of them each row of the file has."""
    operands = {part.id: part for cell in tests for part in cell.parts}
    (left, left_rows), (right, right_rows) = (
        _classes([part for part in operands.values() if part.uses == {table}], table, rows, engine) for table in both
    )
    pairs = RowPairs(left_rows, right_rows, left.size, right.size)
    values = Table(len(pairs.keys))
    left.hand_to(values, pairs.left)
    right.hand_to(values, pairs.right)
    found = Vectors.of(tests, values, engine, list(operands.values()))
    classes, first = distinct_rows(found.bytes())
    return found.taken(first), PerRow(pairs.numbers(classes))


def _items(law: Compiled, rows: Rows, engine: Engine) -> tuple[RowPairs, Items]:
    """Return the items on their days that rows have, and what tests that hang on no day say of the distinct items."""
    asked = {cell.id: cell for part in law.parts for cell in (*part.standing, *part.below_days)}
    found = Vectors.of(list(asked.values()), rows.tables[ITEM], engine)
    classes, first = distinct_rows(found.bytes())
    pairs = RowPairs(PerRow(rows.codes[ITEM], classes), PerRow(rows.segment), len(first), len(rows.days))
    return pairs, Items(pairs.left, pairs.right, rows.days, found.taken(first))


__all__ = ["Rows", "Situations", "find_situations"]
