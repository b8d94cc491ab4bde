"""The states of one part of the law: what it makes of items on their days, then of circumstances, then of each party.

After each table the part is read for what is left of it (`symbolic.py`), so that of the next table only that is looked at which can still
move its answer, and states for which the same is left become one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Table, days_since_epoch
from licet.batch.engines import Engine
from licet.batch.narrow import gathered
from licet.batch.paragraphs import HYPOTHESIS
from licet.batch.parts import OVER_ITEMS, Part
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.symbolic import Relevance, can_be_true
from licet.batch.vectors import Codes, Vectors, distinct_rows, transposed
from licet.language.cells import DAY, Cell, below, frontier
from licet.language.shape import ITEM

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Items:
    """The distinct items on the days on which they occur: for each its class of items and its segment; what tests say of the classes."""

    item: Codes
    segment: Codes
    days: npt.NDArray[np.float64]
    """A day of each segment, counted from 1970."""
    found: Vectors


class States:
    """The states of one part. `of` says which of them each state of all parts together has; `sets` which paragraphs an item on its day."""

    def __init__(self, part: Part, items: Items, engine: Engine) -> None:
        """Classify the items on their days."""
        self.part, self.engine = part, engine
        self.vectors: dict[str, Vectors] = {}
        self.matters: npt.NDArray[np.bool_] | None = None
        self._fresh = True
        self._bounds = [part.bounds[side] for side in part.supposed]
        self._wanted = {cell.id for cell in below(self._bounds)}
        self._above_bounds = [cell for cell in part.above_tests if cell.id in self._wanted]
        self._classify(items)

    def _classify(self, items: Items) -> None:  # one step after the other
        part, engine = self.part, self.engine
        standing_cells, leaf_cells, dated_cells = part.standing, part.below_days, part.dated
        own_days = np.array([days_since_epoch(day) for day in part.days])
        spans, first_of_span, segment = np.unique(
            np.searchsorted(own_days, items.days, side="right"), return_index=True, return_inverse=True
        )
        self.days = items.days[first_of_span]
        self.standing, standing_of = _classes(items.found.only({cell.id for cell in standing_cells}))
        leaves, leaf_of = _classes(items.found.only({cell.id for cell in leaf_cells}))
        pairs = RowPairs(PerRow(items.item, leaf_of), PerRow(items.segment, segment), leaves.size, len(spans))
        pair, leaf, at = pairs.numbers(), pairs.left, pairs.right

        def classify(leaf: Codes, at: Codes, hypothesis: Numbers, cells: list[Cell]) -> Vectors:
            found = Table(len(leaf), {(DAY, "date"): self.days[at], (HYPOTHESIS, "h"): hypothesis.astype(np.float64)})
            leaves.hand_to(found, leaf)
            return Vectors.of(cells, found, engine, leaf_cells)

        here = np.array([cell.uses <= OVER_ITEMS for cell in part.open_lists], dtype=np.bool_)
        elsewhere = [cell for cell in part.open_lists if not cell.uses <= OVER_ITEMS]
        asked = {cell.id: cell for cell in (*dated_cells, *part.asked_of_items)}
        plain = classify(leaf, at, np.zeros(len(leaf)), list(asked.values()))
        dated, decided = plain.only({cell.id for cell in dated_cells}), plain.only({cell.id for cell in part.decided})
        is_open = np.zeros((len(here), len(leaf)), dtype=np.bool_)
        is_open[here] = ~plain.false[[plain.place(cell) for cell in part.open_lists if cell.uses <= OVER_ITEMS]]
        if elsewhere:  # what hangs on the shipment too may be open as long as that is not known
            table = Table(len(leaf), {(DAY, "date"): self.days[at]})
            parts = frontier(elsewhere, OVER_ITEMS)
            plain.only({cell.id for cell in parts}).hand_to(table, np.arange(len(leaf)))
            is_open[~here] = can_be_true(elsewhere, parts, table)
        self.paragraph_sets, sets = _classes(decided)
        which, place = np.nonzero(is_open.T)
        which, place = np.repeat(which, 2), np.stack([2 * place, 2 * place + 1], axis=1).reshape(-1)
        base = np.full((len(leaf), 2 + 2 * len(here)), -1, dtype=np.int32)
        base[:, 1] = at
        if len(which):
            supposed = classify(leaf[which], at[which], self.hypotheses[place], dated_cells)
            self.dated, codes = _classes(stacked(dated, supposed))
            base[which, 2 + place] = codes[len(leaf) :]
        else:
            self.dated, codes = _classes(dated)
        base[:, 0] = codes[: len(leaf)]
        merged, first = distinct_rows(base.view(np.uint8).reshape(len(base), -1))
        pairs = RowPairs(PerRow(pair, merged), PerRow(items.item, standing_of), len(first), self.standing.size)
        self.of, taken = pairs.numbers(), base[first][pairs.left]
        self.base = np.concatenate([taken[:, :1], pairs.right[:, None].astype(np.int32), taken[:, 1:]], axis=1)
        """For each item state: the class of the dated tests, of the standing ones, the segment, the dated class under each hypothesis
        or -1."""
        self.sets = sets[pair]
        self.chosen: dict[str, Codes] = {ITEM: np.arange(len(self.base))}
        self.alive = self.base[:, 3:] >= 0

    @property
    def hypotheses(self) -> Codes:
        """The numbers of the hypotheses about what the part asks about: of each reference, that the item meets it and that it does not."""
        return np.array([2 * number + side for number in self.part.asks for side in (1, 2)], dtype=np.int64)

    def look(self, name: str) -> None:
        """Find which tests of the next table can still move the answer, and make states one for which the same is left of the law."""
        self.matters = None
        tables = list(self.part.tests)
        tests, later = self.part.tests[name], [cell for other in tables[tables.index(name) + 1 :] for cell in self.part.tests[other]]
        if not tests and not self._fresh:
            return
        matters, left = Relevance(self.part.roots, self.part.above_tests, self.known(), tests, later).run(self.table())
        each = np.full((len(left), 1 + self.alive.shape[1]), -1, dtype=np.int32)
        each[:, 0], first = distinct_rows(left.view(np.uint8))
        of, hypothesis = np.nonzero(self.alive)
        if len(of):
            relevance = Relevance(self._bounds, self._above_bounds, self.known(self._wanted), tests, later)
            supposed_matters, supposed_left = relevance.run(self.supposed(of, hypothesis))
            each[of, 1 + hypothesis] = distinct_rows(supposed_left.view(np.uint8))[0]
            starts = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
            matters[of[starts]] |= np.logical_or.reduceat(supposed_matters, starts, axis=0)
        merged = each[:, 0]
        if self.alive.shape[1]:
            merged, first = distinct_rows(each.view(np.uint8).reshape(len(left), -1))
        self._fresh, self.matters = False, matters[first]
        self.of = gathered(merged.astype(np.int32), self.of)
        self._take(first)

    def _take(self, which: Codes) -> None:
        self.chosen = {name: codes[which] for name, codes in self.chosen.items()}
        self.alive = self.alive[which]

    def take_in(self, name: str, found: Vectors, left: Codes, right: Codes) -> None:
        """Take in a table: `found` is what its classes say, `left` and `right` the state before and the class of each state of now."""
        self.of = gathered(self.of, left)
        if not self.part.tests[name]:
            return
        assert self.matters is not None  # noqa: S101  # it has been looked for
        tests = {cell.id: number for number, cell in enumerate(self.part.tests[name])}
        own, classes = _classes(found.only(tests))
        matters = self.matters[:, [tests[cell.id] for cell in own.cells]]
        pairs = RowPairs(PerRow(self.of), PerRow(right, classes), len(self.alive), own.size)
        state, said = pairs.left, pairs.right
        seen = own.bytes()[said] & own.mask(matters)[state]
        new, first = distinct_rows(np.concatenate([state.astype("<i4").view(np.uint8).reshape(-1, 4), seen], axis=1))
        self.of = pairs.numbers(new)
        self._take(state[first])
        self.vectors, self.chosen = {**self.vectors, name: own}, {**self.chosen, name: said[first]}
        self._fresh = True
        self._drop_hypotheses()

    def _drop_hypotheses(self) -> None:
        """Drop the hypotheses about lists that are seen by now not to be open, or not to give way."""
        which = [number for number, cell in enumerate(self.part.open_lists) if not cell.uses <= OVER_ITEMS]
        some = np.flatnonzero(self.alive.any(axis=1))
        if which and len(some):
            table = self._table(some, self.base[self.chosen[ITEM][some], 0])
            for number, still in zip(which, can_be_true([self.part.open_lists[one] for one in which], self.known(), table), strict=True):
                self.alive[some, 2 * number] &= still
                self.alive[some, 2 * number + 1] &= still

    def known(self, wanted: Container[int] | None = None) -> list[Cell]:
        """Return the tests of the tables taken in, or those of them that are wanted."""
        found = [self.dated, self.standing, *self.vectors.values()]
        return [cell for one in found for cell in one.cells if wanted is None or cell.id in wanted]

    def table(self) -> Table:
        """Return the states as a table with all that is known of them."""
        return self._table(np.arange(len(self.alive)), self.base[self.chosen[ITEM], 0])

    def supposed(self, of: Codes, hypothesis: Codes) -> Table:
        """Return some states, each under a hypothesis, with the tests that bounds under a hypothesis hang on."""
        return self._table(of, self.base[self.chosen[ITEM][of], 3 + hypothesis], self._wanted)

    def _table(self, states: Codes, dated: Numbers, wanted: Container[int] | None = None) -> Table:
        base = self.base[self.chosen[ITEM][states]]
        table = Table(len(states), {(DAY, "date"): self.days[base[:, 2]]})
        parts = [(self.dated, dated.astype(np.int64)), (self.standing, base[:, 1].astype(np.int64))]
        for found, which in (*parts, *((found, self.chosen[name][states]) for name, found in self.vectors.items())):
            (found if wanted is None else found.only(wanted)).hand_to(table, which)
        return table

    def decide(self) -> Decided:
        """Return what the part says of its states, those of which it says the same as one."""
        part, size = self.part, len(self.alive)
        found = self.engine.run([*part.roots, *part.bounds.values()], self.known(), self.table())
        width = (size + 7) // 8
        planes = np.array([bits[:width] for truth in found[: len(part.roots)] for bits in truth], dtype=np.uint8)
        says = transposed(planes.reshape(2 * len(part.roots), width), size)
        bounds = {
            side: np.broadcast_to(one, (size,)).astype(np.int8) for side, one in zip(part.bounds, found[len(part.roots) :], strict=True)
        }
        supposed = np.full((size, len(part.supposed), self.alive.shape[1]), -1, dtype=np.int8)
        of, hypothesis = np.nonzero(self.alive)
        if len(of):
            for number, one in enumerate(self.engine.run(self._bounds, self.known(self._wanted), self.supposed(of, hypothesis))):
                supposed[of, number, hypothesis] = np.broadcast_to(one, (len(of),)).astype(np.int8)
        each = [says, *(one[:, None].view(np.uint8) for one in bounds.values()), supposed.reshape(size, -1).view(np.uint8)]
        merged, first = distinct_rows(np.concatenate([*each, self.alive.view(np.uint8)], axis=1))
        own = {side: one[first] for side, one in bounds.items()}
        places = {cell.id: number for number, cell in enumerate(part.roots)}
        return Decided(part, merged[self.of], np.ascontiguousarray(says[first].T), own, supposed[first], self.alive[first], places)


@dataclass(slots=True)
class Decided:
    """What one part of the law says: `of` is which of its answers each situation has; the others say what each of these answers is.

    `says` holds two bits a root (is true, is false), four roots a line, `supposed` the bounds under each hypothesis, -1 where it does not
    arise (`alive`).
    """

    part: Part
    of: Codes
    says: npt.NDArray[np.uint8]
    bounds: dict[str, npt.NDArray[np.int8]]
    supposed: npt.NDArray[np.int8]
    alive: npt.NDArray[np.bool_]
    places: Mapping[int, int]

    @property
    def size(self) -> int:
        """How many answers there are."""
        return int(self.says.shape[1])

    def values(self, cell: Cell) -> npt.NDArray[np.int8]:
        """Return what a root says in each answer: 0 false, 1 true, 2 open."""
        if cell.is_constant:
            return np.full(self.size, 2 if cell.value is None else int(cell.value), dtype=np.int8)
        place = self.places[cell.id]
        found: npt.NDArray[np.int8] = _VALUES[(self.says[place // 4] >> (2 * (place % 4))) & 3]
        return found


_VALUES = np.array([2, 1, 0, 0], dtype=np.int8)
"""What two bits mean: neither true nor false is open."""


def _classes(found: Vectors) -> tuple[Vectors, Codes]:
    """Return the distinct rows of vectors, and for each row which of them it is."""
    codes, first = distinct_rows(found.bytes())
    return found.taken(first), codes


def stacked(one: Vectors, other: Vectors) -> Vectors:
    """Return the rows of two vectors of the same tests, one after the other."""
    values = {key: np.concatenate([one.values[key], other.values[key]]) for key in one.values}
    true, false = np.concatenate([one.true, other.true], axis=1), np.concatenate([one.false, other.false], axis=1)
    return Vectors(one.cells, true, false, values)
