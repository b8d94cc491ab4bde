"""From rows to distinct situations: tables that vary apart are taken in one after the other, and what cannot matter any more is dropped.

First the item on its day, then the circumstances, then each party. Every part of the law has states of its own (`states.py`); what rows
have of all of them together is kept beside, and made smaller after each table. What is left at the end are the situations that the law
tells apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Table
from licet.batch.compile import Compiled
from licet.batch.engines import Engine
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.states import Decided, Items, States, item_tests
from licet.batch.threads import each
from licet.batch.vectors import Codes, Vectors, distinct_rows, together
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

    `item_on_day` says which item on its day each row has, and `sets` by part of the law which combination of paragraphs each of these
    meets, with the combinations.
    """

    of_row: Numbers
    size: int
    decided: dict[str, Decided]
    item_on_day: Numbers
    sets: dict[str, tuple[Codes, Vectors]]


def find_situations(law: Compiled, rows: Rows, engine: Engine) -> Situations:
    """Return the distinct situations of some rows, and what the law says in each."""
    item_on_day, items = _items(law, rows, engine)
    parts = each(lambda part: States(part, items, engine), law.parts)
    state = PerRow(item_on_day)
    for name in law.tables:
        tests = list({cell.id: cell for part in law.parts for cell in part.tests[name]}.values())
        if name == ITEM or not tests:
            continue
        each(methodcaller("look", name), parts)
        merged, first = together([states.of for states in parts])
        state = state.through(merged)
        found = Vectors.of(tests, rows.tables[name], engine)
        classes, first_row = distinct_rows(found.bytes())
        pairs = RowPairs(state, PerRow(rows.codes[name], classes), len(first), len(first_row))
        each(methodcaller("take_in", name, found.taken(first_row), first[pairs.left], pairs.right), parts)
        state = PerRow(pairs.numbers())
    sets = {states.part.name: (states.sets, states.paragraph_sets) for states in parts}
    decided: list[Decided] = each(methodcaller("decide"), parts)
    merged, first = together([one.of for one in decided])
    for one in decided:
        one.of = one.of[first]
    found_of_row = state.through(merged).part(slice(None))
    return Situations(found_of_row, len(first), {one.part.name: one for one in decided}, item_on_day, sets)


def _items(law: Compiled, rows: Rows, engine: Engine) -> tuple[Numbers, Items]:
    """Return for each row its item on its day, and what tests that hang on no day say of the distinct items."""
    asked = {cell.id: cell for part in law.parts for cells in item_tests(part) for cell in cells}
    found = Vectors.of(list(asked.values()), rows.tables[ITEM], engine)
    classes, first = distinct_rows(found.bytes())
    pairs = RowPairs(PerRow(rows.codes[ITEM], classes), PerRow(rows.segment), len(first), len(rows.days))
    return pairs.numbers(), Items(pairs.left, pairs.right, rows.days, found.taken(first))


__all__ = ["Rows", "Situations", "find_situations"]
