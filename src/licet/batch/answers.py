"""What each distinct situation comes to, and its reasons as numbers with a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.arrays import Truth, unpack
from licet.batch.compile import Compiled
from licet.batch.engines import Engine
from licet.batch.per_row import PerRow, RowPairs
from licet.batch.situations import Rows, Situations, decide, find_situations
from licet.batch.vectors import Codes, Vectors, distinct_rows, transposed
from licet.language.cells import Cell
from licet.model.determination import Verdict
from licet.model.outcome import Outcome

Numbers = npt.NDArray[Any]
VERDICTS = tuple(Verdict)
KEYS = tuple(outcome.key for outcome in Outcome)
SPANS = tuple(low if low == high else f"{low}..{high}" for low in KEYS for high in KEYS)
"""How an interval is written in one word: its only outcome, or its bounds; numbered by six times the lower bound plus the upper."""


@dataclass(slots=True)
class Answers:
    """The answers to some rows: for each row its answer, and what each distinct answer says.

    `refused` holds for each row -1, or which contradiction it holds. `reasons` says for each row which line of the dictionary explains it.
    """

    of_row: Numbers
    verdict: Numbers
    lower: Numbers
    upper: Numbers
    enforced_lower: Numbers
    enforced_upper: Numbers
    regimes: dict[str, Numbers]
    refused: Numbers
    reasons: Numbers
    dictionary: pa.Table
    situations: int


def answer(law: Compiled, rows: Rows, engine: Engine) -> Answers:
    """Return the answers to some rows."""
    if not len(rows.segment):
        return _nothing(law)
    found = find_situations(law, rows, engine)
    truths, bounds, under = decide(law, found, engine)
    size = found.size
    names = [regime.regime for regime in law.regimes]
    lower, upper, enforced_lower, enforced_upper = (
        _joined(bounds, names, name) for name in ("lower", "upper", "enforced_lower", "enforced_upper")
    )
    as_written = np.ones(size, dtype=np.bool_)
    for name in names:
        for side in ("lower", "upper"):
            as_written &= bounds[f"{name}.{side}"] == bounds[f"{name}.enforced_{side}"]
    supposed = {name: under[name] if name in under else found_[found.of] for name, found_ in bounds.items()}
    low, high = _by_cases(lower, upper, _joined(supposed, names, "lower"), _joined(supposed, names, "upper"), found)
    enforced_lower, enforced_upper = np.where(as_written, low, enforced_lower), np.where(as_written, high, enforced_upper)
    verdict = _verdicts(law, low, high, truths, size)
    refused = np.full(size, -1, dtype=np.int64)
    for number, (cell, _) in enumerate(law.refused):
        flags = _flags(truths, cell, size)
        refused[flags & (refused < 0)] = number
    regimes = {name: (6 * bounds[f"{name}.lower"] + bounds[f"{name}.upper"]).astype(np.int8) for name in names}
    signature = _signature(law, truths, size)
    rules, first = distinct_rows(signature)
    sets = found.paragraph_sets
    pairs = RowPairs(PerRow(found.of_row, rules), PerRow(found.item_on_day, found.paragraphs), len(first), max(sets.size, 1))
    lines = _dictionary(law, truths, first, sets, pairs.left, pairs.right, signature)
    reasons = pairs.numbers(np.arange(len(pairs.left)))
    return Answers(
        found.of_row, verdict, low, high, enforced_lower, enforced_upper, regimes, refused, reasons, lines, size
    )  # fmt: skip


def _nothing(law: Compiled) -> Answers:
    """Return the answers to no rows."""
    none, codes = np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int64)
    lists = pa.array([], pa.list_(pa.dictionary(pa.int32(), pa.string())))
    dictionary = pa.table({"key": pa.array([], pa.binary(1)), "rules": lists, "paragraphs": lists})
    return Answers(
        codes, none, none, none, none, none, {regime.regime: none for regime in law.regimes}, codes, codes, dictionary, 0
    )  # fmt: skip


def _joined(bounds: Mapping[str, Numbers], names: list[str], side: str) -> Numbers:
    """Return the most restrictive of the regimes, bound by bound."""
    result: Numbers = np.max([bounds[f"{name}.{side}"] for name in names], axis=0).astype(np.int8)
    return result


def _by_cases(lower: Numbers, upper: Numbers, least: Numbers, most: Numbers, found: Situations) -> tuple[Numbers, Numbers]:
    """Return the bounds of all laws together, narrowed where one list gives way to another (decision 0011)."""
    low, high = lower.copy(), upper.copy()
    settled = low == high
    references: dict[int, dict[int, Numbers]] = {}
    for number in np.unique(found.hypothesis):
        references.setdefault((int(number) - 1) // 2, {})[int(number)] = np.flatnonzero(found.hypothesis == number)
    for pair in references.values():
        met, not_met = (pair[number] for number in sorted(pair))
        states = found.of[met]  # both sides list the same states in the same order
        open_here = ~settled[states]
        narrowed = np.maximum(low[states], np.minimum(least[met], least[not_met]))
        low[states] = np.where(open_here, narrowed, low[states])
        narrowed = np.minimum(high[states], np.maximum(most[met], most[not_met]))
        high[states] = np.where(open_here, narrowed, high[states])
    return low, high


def _flags(truths: Mapping[int, Truth], cell: Cell, size: int) -> npt.NDArray[np.bool_]:
    """Return where a cell is true."""
    if cell.is_constant:
        return np.full(size, cell.value is True)
    return unpack(truths[cell.id][0], size)


def _verdicts(law: Compiled, low: Numbers, high: Numbers, truths: Mapping[int, Truth], size: int) -> Numbers:
    """Return the word to gate on, as `reasoning/determine.py` chooses it."""
    number = {verdict: at for at, verdict in enumerate(VERDICTS)}
    by_outcome = np.array([0, 0, *(number[verdict] for verdict in (
        Verdict.AUTHORISATION_AVAILABLE, Verdict.NOTIFY_AUTHORITY, Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED))])  # fmt: skip
    verdict = np.where(low == high, by_outcome[high], number[Verdict.OPEN])
    clear = np.where(_flags(truths, law.verify, size), number[Verdict.CLEAR_VERIFY], number[Verdict.CLEAR])
    clear = np.where(_flags(truths, law.covered, size), clear, number[Verdict.NOT_COVERED])
    clear = np.where(_flags(truths, law.has_departure, size), clear, number[Verdict.OPEN])
    return np.where(high <= Outcome.NO_LICENCE_REQUIRED, clear, verdict).astype(np.int8)


def _signature(law: Compiled, truths: Mapping[int, Truth], size: int) -> npt.NDArray[np.uint8]:
    """Return what every root says in every situation, as bytes."""
    planes = [bits[: (size + 7) // 8] for cell in law.roots for bits in truths[cell.id]]
    return transposed(np.array(planes, dtype=np.uint8).reshape(len(planes), (size + 7) // 8), size)


def _values(true: npt.NDArray[np.bool_], false: npt.NDArray[np.bool_]) -> Numbers:
    """Return truths as numbers: 0 false, 1 true, 2 open."""
    return np.where(true, 1, np.where(false, 0, 2)).astype(np.int8)


def _lists(entries: list[str], values: Numbers) -> pa.ListArray:
    """Return for every class the entries that are true or open in it, the open ones with a question mark."""
    of, entry = np.nonzero(values.T)
    labels = [marked(name, value) for name in entries for value in (1, 2)]
    numbers = 2 * entry + (values[entry, of] == 2)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=values.shape[1]))])
    words = pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(labels, pa.string()))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), words)


def marked(name: str, value: int) -> str:
    """Return a name with a question mark where it is open."""
    return name if value == 1 else f"{name}?"


def _dictionary(
    law: Compiled,
    truths: Mapping[int, Truth],
    first: Codes,
    sets: Vectors,
    rules: Codes,
    paragraphs: Codes,
    signature: npt.NDArray[np.uint8],
) -> pa.Table:
    """Return the dictionary of reasons: for each number a key that says the same in every run, the rules and the paragraphs."""
    size = len(signature)

    def values(cell: Cell) -> Numbers:
        if cell.is_constant:
            return np.full(len(first), 2 if cell.value is None else int(cell.value), dtype=np.int8)
        true, false = truths[cell.id]
        return _values(unpack(true, size)[first], unpack(false, size)[first])

    entries: list[str] = []
    lines: list[Numbers] = []
    for word, rule, cells in _entries(law):
        found = np.max([values(cell) == 2 for cell in cells], axis=0) * 2  # of several texts of one rule, one is in force
        found = np.where(np.max([values(cell) == 1 for cell in cells], axis=0), 1, found)
        if found.any():
            entries.append(f"{word} {rule}")
            lines.append(found.astype(np.int8))
    of_rules = _lists(entries, np.array(lines, dtype=np.int8).reshape(len(lines), len(first)))
    reached = np.array([(values(regime.reached) != 0) | (values(regime.special) != 0) for regime in law.regimes])
    of_sets, regimes = _paragraph_lists(law, sets)
    taken = of_sets.take(pa.array(paragraphs))
    owner = np.repeat(np.arange(len(taken)), taken.value_lengths().to_numpy())
    flat = taken.flatten()
    kept = reached[regimes[flat.indices.to_numpy()], rules[owner]] if len(flat) else np.zeros(0, dtype=np.bool_)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner[kept], minlength=len(taken)))]).astype(np.int32)
    shown = pa.ListArray.from_arrays(pa.array(offsets), flat.filter(pa.array(kept)))
    if law.mixed:
        shown = _chained(shown, _mixed_lists(law, values, len(first)).take(pa.array(rules)))
    keys = np.concatenate([signature[first][rules], sets.bytes()[paragraphs]], axis=1)
    binary = pa.Array.from_buffers(pa.binary(keys.shape[1]), len(keys), [None, pa.py_buffer(np.ascontiguousarray(keys))])
    return pa.table({"key": binary, "rules": of_rules.take(pa.array(rules)), "paragraphs": shown})


def _entries(law: Compiled) -> Iterator[tuple[str, str, list[Cell]]]:
    """Yield what the dictionary says of rules: what they do, their ids, and the cells of their texts."""
    rules = law.law.rules
    for regime in law.regimes:
        found: dict[tuple[str, str], list[Cell]] = {}
        for at, cell in regime.hooks:
            found.setdefault((f"{regime.regime} reach", rules[at].id), []).append(cell)
        for bite in regime.bites:
            found.setdefault((f"{regime.regime} requirement", rules[bite.rule].id), []).append(bite.value)
        for bite in regime.bites:
            for at, cell in bite.releases:
                found.setdefault((f"{regime.regime} release", f"{rules[at].id} of {rules[bite.rule].id}"), []).append(cell)
            for at, cell in bite.reviews:
                found.setdefault((f"{regime.regime} review", f"{rules[at].id} of {rules[bite.rule].id}"), []).append(cell)
        for word, listed in (("duty", regime.duties), ("conflict", regime.conflicts)):
            for at, cell in listed:
                found.setdefault((f"{regime.regime} {word}", rules[at].id), []).append(cell)
        for (word, rule), cells in found.items():
            yield word, rule, cells


def _mixed_lists(law: Compiled, values: Callable[[Cell], Numbers], size: int) -> pa.ListArray:
    """Return for every class of rules the paragraphs that hang on the shipment too."""
    by_ref: dict[str, Numbers] = {}
    for index, cell in law.mixed:
        ref, own = law.law.paragraphs[index].ref, values(cell)
        by_ref[ref] = _either(by_ref[ref], own) if ref in by_ref else own
    return _lists(list(by_ref), np.array(list(by_ref.values()), dtype=np.int8).reshape(len(by_ref), size))


def _either(one: Numbers, other: Numbers) -> Numbers:
    """Return what two texts of one paragraph say together."""
    found: Numbers = np.where((one == 1) | (other == 1), 1, np.maximum(one, other))
    return found


def _chained(one: pa.ListArray, other: pa.ListArray) -> pa.ListArray:
    """Return lists of words, each followed by the other of its line."""
    lengths = [found.value_lengths().to_numpy() for found in (one, other)]
    owner = np.concatenate([np.repeat(np.arange(len(one)), length) for length in lengths])
    words = pa.chunked_array([one.flatten(), other.flatten()]).unify_dictionaries().combine_chunks()
    offsets = np.concatenate([[0], np.cumsum(lengths[0] + lengths[1])]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), words.take(pa.array(np.argsort(owner, kind="stable"))))


def _paragraph_lists(law: Compiled, sets: Vectors) -> tuple[pa.ListArray, Numbers]:
    """Return the paragraphs of every set, and of which regime each entry of the lists is."""
    number = {cell.id: at for at, cell in enumerate(sets.truths)}
    values = _values(sets.true, sets.false)
    by_ref: dict[str, Numbers] = {}
    mixed = {index for index, _ in law.mixed}
    for index, cell in law.paragraphs.items():
        if index in mixed:
            continue
        own = np.full(sets.size, 2 if cell.value is None else int(cell.value)) if cell.is_constant else values[number[cell.id]]
        ref = law.law.paragraphs[index].ref
        by_ref[ref] = _either(by_ref[ref], own) if ref in by_ref else own
    order = {regime.regime: at for at, regime in enumerate(law.regimes)}
    regimes = np.repeat(np.array([order[ref.partition(":")[0]] for ref in by_ref], dtype=np.int64), 2)
    matrix = np.array(list(by_ref.values()), dtype=np.int8).reshape(len(by_ref), sets.size)
    return _lists(list(by_ref), matrix), regimes
