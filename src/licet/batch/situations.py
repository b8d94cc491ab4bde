"""From rows to distinct situations: tables that vary apart are taken in one after the other, and what cannot matter any more is dropped.

First the item on its day, then the circumstances, then each party. After each step the law is read in part (`symbolic.py`), so that of the
next table only that is looked at which can still move the answer. What is left at the end are the situations that the law tells apart.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Table
from licet.batch.compile import OVER_ITEMS, Compiled
from licet.batch.engines import Engine
from licet.batch.paragraphs import HYPOTHESIS
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.symbolic import Relevance, can_be_true
from licet.batch.vectors import Codes, Vectors, distinct_pairs, distinct_rows
from licet.language.cells import DAY, Cell, below, frontier
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
    """The distinct situations: for each row its number, and a table of all with what every test says there.

    Beside it stands a table of hypotheses, each with its situation (`of`) and number (`hypothesis`), with the tests (`known_supposed`) that
    bounds under a hypothesis hang on. `paragraphs` says which combination of paragraphs each item on its day meets, `item_on_day` which
    item on its day each row has.
    """

    of_row: Numbers
    size: int
    table: Table
    known: list[Cell]
    of: Codes
    hypothesis: Codes
    supposed: Table
    known_supposed: list[Cell]
    item_on_day: Codes
    paragraphs: Codes
    paragraph_sets: Vectors


@dataclass(slots=True)
class _Items:
    """The items on their days: for each row its state, and for each state what the tests say, also under each hypothesis."""

    of_row: Numbers
    state: Codes
    base: npt.NDArray[np.int32]
    """For each state: the class of the dated tests, of the standing ones, the segment, then the dated class under each hypothesis or -1."""
    dated: Vectors
    standing: Vectors
    paragraphs: Codes
    paragraph_sets: Vectors


def find_situations(law: Compiled, rows: Rows, engine: Engine) -> Situations:
    """Return the distinct situations of some rows."""
    items = _items(law, rows, engine)
    tables = [name for name in law.tables if name != ITEM]
    tests = law.tests
    state = PerRow(items.of_row, items.state)
    states = _States(items, {ITEM: np.arange(len(items.base))}, {}, items.base[:, 3:] >= 0)
    bounds = [cell for _, cell in law.supposed]
    asked_of = {cell.id for cell in below(bounds)}
    for number, name in enumerate(tables):
        if not tests[name]:
            continue
        later = [cell for other in tables[number + 1 :] for cell in tests[other]]
        known, table = states.known(), states.table(rows)
        matters, left = Relevance(law.roots, known, tests[name], later).run(table)
        of, hypothesis = np.nonzero(states.alive)
        supposed = states.supposed(rows, of, hypothesis, asked_of)
        supposed_matters, supposed_left = Relevance(bounds, states.known(asked_of), tests[name], later).run(supposed)
        merged, first_state = _alike(left, supposed_left, of, hypothesis, law.hypotheses)
        np.logical_or.at(matters, of, supposed_matters)
        state, states, matters = state.through(merged), states.taken(first_state), matters[first_state]
        found = Vectors.of(tests[name], rows.tables[name], engine)
        classes, first = distinct_rows(found.bytes())
        found = found.taken(first)
        pairs = RowPairs(state, PerRow(rows.codes[name], classes), len(first_state), found.size)
        seen = found.bytes()[pairs.right] & found.mask(matters)[pairs.left]
        keys = np.concatenate([pairs.left.astype("<i4").view(np.uint8).reshape(-1, 4), seen], axis=1)
        new, first = distinct_rows(keys)
        state, states = PerRow(pairs.numbers(new)), states.taken(pairs.left[first])
        states.take_in(name, found, pairs.right[first])
        states.drop_hypotheses(law, rows)
    of, hypothesis = np.nonzero(states.alive)
    return Situations(
        state.part(slice(None)), len(states.alive), states.table(rows), states.known(), of, hypothesis + 1,
        states.supposed(rows, of, hypothesis, asked_of), states.known(asked_of), items.of_row, items.paragraphs, items.paragraph_sets,
    )  # fmt: skip


@dataclass(slots=True)
class _States:
    """What is decided of shipments so far: of each state the item on its day, its class in each table taken in since, its hypotheses."""

    items: _Items
    chosen: dict[str, Codes]
    vectors: dict[str, Vectors]
    alive: npt.NDArray[np.bool_]

    def taken(self, which: Codes) -> _States:
        """Return some of the states."""
        return _States(self.items, {name: codes[which] for name, codes in self.chosen.items()}, self.vectors, self.alive[which])

    def take_in(self, name: str, found: Vectors, classes: Codes) -> None:
        """Add what the states have of one more table."""
        self.vectors, self.chosen = {**self.vectors, name: found}, {**self.chosen, name: classes}

    def known(self, wanted: Container[int] | None = None) -> list[Cell]:
        """Return the tests of the tables taken in, or those of them that are wanted."""
        found = [self.items.dated, self.items.standing, *self.vectors.values()]
        return [cell for one in found for cell in one.cells if wanted is None or cell.id in wanted]

    def table(self, rows: Rows) -> Table:
        """Return the states as a table with all that is known of them."""
        return self._table(rows, np.arange(len(self.alive)), self.items.base[self.chosen[ITEM], 0])

    def supposed(self, rows: Rows, of: Codes, hypothesis: Codes, wanted: Container[int]) -> Table:
        """Return some states, each under a hypothesis, with the tests that are wanted."""
        return self._table(rows, of, self.items.base[self.chosen[ITEM][of], 3 + hypothesis], wanted)

    def _table(self, rows: Rows, states: Codes, dated: Numbers, wanted: Container[int] | None = None) -> Table:
        base = self.items.base[self.chosen[ITEM][states]]
        table = Table(len(states), {(DAY, "date"): rows.days[base[:, 2]]})
        parts = [(self.items.dated, dated.astype(np.int64)), (self.items.standing, base[:, 1].astype(np.int64))]
        for found, which in (*parts, *((found, self.chosen[name][states]) for name, found in self.vectors.items())):
            (found if wanted is None else found.only(wanted)).hand_to(table, which)
        return table

    def drop_hypotheses(self, law: Compiled, rows: Rows) -> None:
        """Drop the hypotheses about lists that are seen by now not to be open, or not to give way."""
        which = [number for number, cell in enumerate(law.open_lists) if not cell.uses <= OVER_ITEMS]
        some = np.flatnonzero(self.alive.any(axis=1))
        if which and len(some):
            table = self._table(rows, some, self.items.base[self.chosen[ITEM][some], 0])
            can = can_be_true([law.open_lists[number] for number in which], self.known(), table)
            for number, still in zip(which, can, strict=True):
                self.alive[some, 2 * number] &= still
                self.alive[some, 2 * number + 1] &= still


def _alike(
    left: npt.NDArray[np.uint64], supposed: npt.NDArray[np.uint64], of: Codes, hypothesis: Codes, hypotheses: int
) -> tuple[Codes, Codes]:
    """Return for each state the number of its class, and a state of each class: what is left of the law is the same for all."""
    each = np.full((len(left), 1 + hypotheses), -1, dtype=np.int32)
    each[:, 0] = distinct_rows(left.view(np.uint8))[0]
    each[of, 1 + hypothesis] = distinct_rows(supposed.view(np.uint8))[0]
    return distinct_rows(np.ascontiguousarray(each).view(np.uint8).reshape(len(left), -1))


def _items(law: Compiled, rows: Rows, engine: Engine) -> _Items:
    """Classify the distinct items, each on the days on which it occurs."""
    tests = law.tests[ITEM]
    standing_cells = [cell for cell in tests if cell.uses == {ITEM}]
    dated_cells = [cell for cell in tests if cell.uses != {ITEM}]
    settled_here = [cell.uses <= OVER_ITEMS for cell in law.open_lists]
    elsewhere = [cell for cell, here in zip(law.open_lists, settled_here, strict=True) if not here]
    open_here = [cell for cell, here in zip(law.open_lists, settled_here, strict=True) if here]
    parts_elsewhere = frontier(elsewhere, OVER_ITEMS)
    asked = [*dated_cells, *law.decided, *open_here, *parts_elsewhere]
    leaves = frontier(asked, frozenset((ITEM,)))
    table = rows.tables[ITEM]
    standing = Vectors.of(standing_cells, table, engine)
    standing_class, first = distinct_rows(standing.bytes())
    standing = standing.taken(first)
    of_leaves = Vectors.of(leaves, table, engine)
    leaf_class, first = distinct_rows(of_leaves.bytes())
    of_leaves = of_leaves.taken(first)
    item_class, leaf_of, standing_of = distinct_pairs(leaf_class, standing_class, max(standing.size, 1))
    on_day = RowPairs(PerRow(rows.codes[ITEM], item_class), PerRow(rows.segment), len(leaf_of), len(rows.days))
    pair, leaf, at = distinct_pairs(leaf_of[on_day.left], on_day.right, len(rows.days))

    def classify(leaf: Codes, at: Codes, hypothesis: Numbers, cells: list[Cell]) -> Vectors:
        found = Table(len(leaf), {(DAY, "date"): rows.days[at], (HYPOTHESIS, "h"): hypothesis.astype(np.float64)})
        of_leaves.hand_to(found, leaf)
        return Vectors.of(cells, found, engine, leaves)

    plain = classify(leaf, at, np.zeros(len(leaf)), asked)
    dated, decided, own, others = _split(plain, dated_cells, list(law.decided), open_here, parts_elsewhere)
    is_open = np.zeros((len(law.open_lists), len(leaf)), dtype=np.bool_)
    is_open[np.array(settled_here, dtype=np.bool_)] = ~own.false
    if elsewhere:  # what hangs on the shipment too may be open as long as that is not known
        table = Table(len(leaf), {(DAY, "date"): rows.days[at]})
        others.hand_to(table, np.arange(len(leaf)))
        is_open[~np.array(settled_here, dtype=np.bool_)] = can_be_true(elsewhere, parts_elsewhere, table)
    sets, first = distinct_rows(decided.bytes())
    decided = decided.taken(first)
    which, reference = np.nonzero(is_open.T)
    which, hypothesis = np.repeat(which, 2), np.stack([2 * reference + 1, 2 * reference + 2], axis=1).reshape(-1)
    supposed = classify(leaf[which], at[which], hypothesis, dated_cells)
    codes, first = distinct_rows(np.concatenate([dated.bytes(), supposed.bytes()]) if len(which) else dated.bytes())
    both = _stacked(dated, supposed).taken(first) if len(which) else dated.taken(first)
    base = np.full((len(leaf), 2 + law.hypotheses), -1, dtype=np.int32)
    base[:, 0], base[:, 1] = codes[: len(leaf)], at
    base[which, 1 + hypothesis] = codes[len(leaf) :]
    merged, first = distinct_rows(np.ascontiguousarray(base).view(np.uint8).reshape(len(base), -1))
    state, left, right = distinct_pairs(merged[pair], standing_of[on_day.left], max(standing.size, 1))
    rows_of = base[first][left]
    full = np.concatenate([rows_of[:, :1], right[:, None].astype(np.int32), rows_of[:, 1:]], axis=1)
    return _Items(on_day.numbers(np.arange(len(pair))), state, full, both, standing, sets[pair], decided)


def _split(found: Vectors, *groups: list[Cell]) -> list[Vectors]:
    """Return the vectors of some groups of tests."""
    number = {cell.id: at for at, cell in enumerate(found.truths)}
    made = []
    for group in groups:
        lines = [number[cell.id] for cell in group if cell.id in number]
        values = {cell.id: found.values[cell.id] for cell in group if cell.id in found.values}
        made.append(Vectors(group, found.true[lines], found.false[lines], values))
    return made


def _stacked(one: Vectors, other: Vectors) -> Vectors:
    """Return the rows of two vectors of the same tests, one after the other."""
    values = {key: np.concatenate([one.values[key], other.values[key]]) for key in one.values}
    true, false = np.concatenate([one.true, other.true], axis=1), np.concatenate([one.false, other.false], axis=1)
    return Vectors(one.cells, true, false, values)


def decide(
    law: Compiled, found: Situations, engine: Engine
) -> tuple[dict[int, Any], dict[str, npt.NDArray[np.float64]], dict[str, npt.NDArray[np.float64]]]:
    """Return what every root says in every situation, the bounds of every regime, and those that differ under hypotheses."""
    numbers = law.bounds
    results = engine.run([*law.roots, *numbers.values()], found.known, found.table)
    truths = {cell.id: result for cell, result in zip(law.roots, results, strict=False)}
    bounds = {name: np.broadcast_to(result, (found.size,)) for name, result in zip(numbers, results[len(law.roots) :], strict=True)}
    names, cells = [name for name, _ in law.supposed], [cell for _, cell in law.supposed]
    under = engine.run(cells, found.known_supposed, found.supposed) if cells and len(found.of) else [np.zeros(0)] * len(cells)
    return truths, bounds, {name: np.broadcast_to(one, (len(found.of),)) for name, one in zip(names, under, strict=True)}


__all__ = ["Rows", "Situations", "decide", "find_situations"]
