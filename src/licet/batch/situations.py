"""From rows to distinct situations: tables that vary apart are taken in one after the other, and what cannot matter any more is dropped.

First the item on its day, then the circumstances, then each party. After each step the law is read in part (`symbolic.py`), so that of the
next table only that is looked at which can still move the answer. What is left at the end are the situations that the law tells apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.batch.arrays import Table
from licet.batch.compile import Compiled
from licet.batch.engines import Engine
from licet.batch.paragraphs import HYPOTHESIS
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.symbolic import Relevance
from licet.batch.vectors import Codes, Vectors, distinct_pairs, distinct_rows
from licet.language.cells import DAY, Cell, frontier
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

    The first `size` rows of the table are the situations; after them come those of hypotheses, each with its situation (`of`) and number
    (`hypothesis`). `paragraphs` says which combination of paragraphs each item on its day meets, `item_on_day` which that is for each row.
    """

    of_row: Numbers
    size: int
    table: Table
    known: list[Cell]
    of: Codes
    hypothesis: Codes
    item_on_day: Numbers
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
    tests = {name: law.tests(name) for name in tables}
    state = PerRow(items.of_row, items.state)
    chosen: dict[str, Codes] = {ITEM: np.arange(len(items.base))}
    vectors: dict[str, Vectors] = {}
    for number, name in enumerate(tables):
        if not tests[name]:
            continue
        later = [cell for other in tables[number + 1 :] for cell in tests[other]]
        known, table, of, hypothesis = _table(rows, items, chosen, vectors)
        matters, left = Relevance(law.roots, known, tests[name], later).run(table)
        merged, first_state = _alike(left, len(chosen[ITEM]), of, hypothesis, law.hypotheses)
        matters_to = matters[: len(merged)].copy()
        np.logical_or.at(matters_to, of, matters[len(merged) :])
        matters_to = matters_to[first_state]
        state, chosen = state.through(merged), {key: codes[first_state] for key, codes in chosen.items()}
        found = Vectors.of(tests[name], rows.tables[name], engine)
        classes, first = distinct_rows(found.bytes())
        found = vectors[name] = found.taken(first)
        pairs = RowPairs(state, PerRow(rows.codes[name], classes), len(first_state), found.size)
        seen = found.bytes()[pairs.right] & found.mask(matters_to)[pairs.left]
        keys = np.concatenate([pairs.left.astype("<i4").view(np.uint8).reshape(-1, 4), seen], axis=1)
        new, first = distinct_rows(keys)
        state = PerRow(pairs.numbers(new))
        chosen = {key: codes[pairs.left[first]] for key, codes in chosen.items()}
        chosen[name] = pairs.right[first]
    known, table, of, hypothesis = _table(rows, items, chosen, vectors)
    return Situations(
        state.part(slice(None)), len(chosen[ITEM]), table, known, of, hypothesis, items.of_row, items.paragraphs, items.paragraph_sets
    )  # fmt: skip


def _alike(left: npt.NDArray[np.uint8], size: int, of: Codes, hypothesis: Codes, hypotheses: int) -> tuple[Codes, Codes]:
    """Return for each state the number of its class, and a state of each class: what is left of the law is the same for all."""
    codes, _ = distinct_rows(left)
    each = np.full((size, 1 + hypotheses), -1, dtype=np.int32)
    each[:, 0] = codes[:size]
    each[of, hypothesis] = codes[size:]
    return distinct_rows(np.ascontiguousarray(each).view(np.uint8).reshape(size, -1))


def _items(law: Compiled, rows: Rows, engine: Engine) -> _Items:
    """Classify the distinct items, each on the days on which it occurs."""
    tests = law.tests(ITEM)
    standing_cells = [cell for cell in tests if cell.uses == {ITEM}]
    dated_cells = [cell for cell in tests if cell.uses != {ITEM}]
    asked = [*dated_cells, *law.decided, *law.open_lists]
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
    parts = _split(plain, dated_cells, list(law.decided), list(law.open_lists))
    dated, decided, is_open = parts[0], parts[1], ~parts[2].false
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


def _table(
    rows: Rows, items: _Items, chosen: Mapping[str, Codes], vectors: Mapping[str, Vectors]
) -> tuple[list[Cell], Table, Codes, Codes]:
    """Return the states as a table with all that is known of them, those of hypotheses at the end, with their state and number."""
    base = items.base[chosen[ITEM]]
    of, hypothesis = np.nonzero(base[:, 3:] >= 0)
    states = np.concatenate([np.arange(len(base)), of])
    dated = np.concatenate([base[:, 0], base[of, 3 + hypothesis]]).astype(np.int64)
    table = Table(len(states), {(DAY, "date"): rows.days[base[states, 2]]})
    items.dated.hand_to(table, dated)
    items.standing.hand_to(table, base[states, 1].astype(np.int64))
    known = [*items.dated.cells, *items.standing.cells]
    for name, found in vectors.items():
        found.hand_to(table, chosen[name][states])
        known += found.cells
    return known, table, of, hypothesis + 1


def decide(law: Compiled, found: Situations, engine: Engine) -> tuple[dict[int, Any], dict[str, npt.NDArray[np.float64]]]:
    """Return what every root says in every situation, and the bounds of every regime, hypotheses included."""
    numbers = {
        f"{regime.regime}.{name}": getattr(regime, name)
        for regime in law.regimes
        for name in ("lower", "upper", "enforced_lower", "enforced_upper")
    }
    outputs = [*law.roots, *numbers.values()]
    results = engine.run(outputs, found.known, found.table)
    truths = {cell.id: result for cell, result in zip(law.roots, results, strict=False)}
    bounds = {name: np.broadcast_to(result, (found.table.rows,)) for name, result in zip(numbers, results[len(law.roots) :], strict=True)}
    return truths, bounds


__all__ = ["Rows", "Situations", "decide", "find_situations"]
