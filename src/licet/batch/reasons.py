"""The reasons of each row as one number, and the dictionary that says what the numbers mean.

A line of the dictionary is what the rules say and which paragraphs are shown. Both are lists of words of every regime, one after the
other. A regime has few such lists, so they are made once for each regime, and lines are put together from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.compile import Compiled
from licet.batch.narrow import gathered
from licet.batch.per_row import RowKeys
from licet.batch.rules import RegimeCells
from licet.batch.situations import Situations
from licet.batch.states import Decided
from licet.batch.threads import each
from licet.batch.vectors import Codes, distinct_rows, together
from licet.language.cells import Cell
from licet.law.statute import RuleKind

Numbers = npt.NDArray[Any]
Marks = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lists of words, by the numbers of the words; `of` says which list each situation (or whatever else is meant) has."""

    offsets: Codes
    words: npt.NDArray[np.int32]
    of: Codes


class Words:
    """The words of a dictionary, each with a number, and a mark of 128 bits that is the same in every run."""

    def __init__(self) -> None:
        """Start with none."""
        self.texts: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a word."""
        return self.texts.setdefault(text, len(self.texts))

    def marks(self) -> Marks:
        """Return the mark of each word."""
        made = b"".join(blake2b(text.encode(), digest_size=16).digest() for text in self.texts)
        return np.frombuffer(made, dtype=np.uint64).reshape(-1, 2)

    def lines(self, names: Sequence[str], values: Numbers, of: Codes) -> Lines:
        """Return the lists of what is true or open (with a question mark), given for each name what it is in each class."""
        codes, first = distinct_rows(np.ascontiguousarray(values.T).view(np.uint8))
        numbers = np.array([[self.number(marked(name, 1)), self.number(marked(name, 2))] for name in names], dtype=np.int32).reshape(-1, 2)
        own = values[:, first]
        line, entry = np.nonzero(own.T)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(line, minlength=len(first)))])
        return Lines(offsets, numbers[entry, own[entry, line] - 1], codes[of])


def is_false(cell: Cell) -> bool:
    """Return whether a truth is false of every shipment."""
    return cell.is_constant and cell.value is False


def marked(name: str, value: int) -> str:
    """Return a name with a question mark where it is open."""
    return name if value == 1 else f"{name}?"


def reasons_of(law: Compiled, found: Situations) -> tuple[Numbers, pa.Table]:
    """Return for each row the number of its reasons, and the dictionary: for each number a key that is the same in every run, and words."""
    words = Words()
    said = [lines for regime in law.regimes for lines in _said(law, regime, found, words)]
    mixed = [_mixed(law, regime, found, words) for regime in law.regimes]
    shown, pattern = _patterns(law, found)
    rules, first = together([*(lines.of for lines in (*said, *mixed)), pattern])
    sets = [_of_set(law, regime, found, words) for regime in law.regimes]
    of_items, first_item = together([lines.of for lines in sets])
    local, sizes, starts = _under_patterns(shown, [lines.of[first_item] for lines in sets])
    of_rules = pattern[first]
    base = np.concatenate([[0], np.cumsum(sizes[of_rules])])
    start, within, of_item = base[rules], (pattern * local.shape[1]).astype(np.int32), of_items.astype(np.int32)
    flat = local.reshape(-1).astype(np.int32)

    def keys(rows: slice) -> Numbers:
        situation, item = found.of_row[rows], found.item_on_day[rows]
        key: Numbers = gathered(flat, gathered(within, situation) + gathered(of_item, item))
        return key + gathered(start, situation)

    per_row = RowKeys(keys, len(found.of_row), int(base[-1]))
    line = np.searchsorted(base, per_row.keys, side="right") - 1
    item = first_item[starts[of_rules[line], per_row.keys - base[line]]]
    situation = first[line]
    of_lines = [(lines, lines.of[situation]) for lines in said]
    # a regime that does not reach shows no paragraphs: its list is then the empty one, which stands last
    shown_sets = [(lines, np.where(shown[of_rules[line], at], lines.of[item], len(lines.offsets) - 2)) for at, lines in enumerate(sets)]
    of_sets = [*shown_sets, *((lines, lines.of[situation]) for lines in mixed)]
    marks = words.marks()
    key = _marked_lines(of_lines, marks) ^ _turned(_marked_lines(of_sets, marks))
    binary = pa.Array.from_buffers(pa.binary(16), len(key), [None, pa.py_buffer(np.ascontiguousarray(key))])
    listed = each(lambda groups: _listed(groups, words), [of_lines, of_sets])
    table = pa.table({"key": binary, "rules": listed[0], "paragraphs": listed[1]})
    return per_row.numbers(), table


def _said(law: Compiled, regime: RegimeCells, found: Situations, words: Words) -> Iterator[Lines]:
    """Yield what the dictionary says of the rules of a regime: what they do and their ids; first those that it decides by itself."""
    rules = law.law.rules
    opposed = {one.rule for one in regime.opposed}
    for number, own in enumerate(found.decided[regime.regime]):
        entries: dict[str, list[Numbers]] = {}

        def say(word: str, name: str, cell: Cell, own: Decided = own, entries: dict[str, list[Numbers]] = entries) -> None:
            if not is_false(cell):
                entries.setdefault(f"{regime.regime} {word} {name}", []).append(own.values(cell))

        for at, cell in regime.hooks if number == 0 else ():
            say("reach", rules[at].id, cell)
        for bite in own.part.said.bites:
            say("requirement", bite.name, bite.value)
        for bite in own.part.said.bites:
            for at, cell in bite.releases:
                say("release", f"{rules[at].id} of {bite.name}", cell)
            for at, cell in bite.reviews:
                say("review", f"{rules[at].id} of {bite.name}", cell)
        for at, cell in (*regime.duties, *regime.conflicts) if number == 0 else ():
            if at not in opposed:
                say("conflict" if rules[at].kind is RuleKind.CONFLICT else "duty", rules[at].id, cell)
        yield words.lines(*_entries(entries, own.size), own.of)
    if opposed:
        yield _opposed(law, regime, found, words)


def _entries(entries: Mapping[str, list[Numbers]], size: int) -> tuple[list[str], Numbers]:
    """Return names, and what each says; of several texts of one name one is in force, and the others say nothing."""
    values = [np.where(np.any(np.equal(own, 1), axis=0), 1, np.max(own, axis=0)).astype(np.int8) for own in entries.values()]
    return list(entries), np.array(values, dtype=np.int8).reshape(len(values), size)


def _opposed(law: Compiled, regime: RegimeCells, found: Situations, words: Words) -> Lines:
    """Return which conflicts stand: where a rule says so and the regime that it opposes holds the shipment back."""
    others = [found.held_back(one.against, one.held_back) for one in regime.opposed]
    owns = [found.values(regime.regime, one.own) for one in regime.opposed]
    codes, first = together([*owns, *others])
    entries: dict[str, list[Numbers]] = {}
    for one, own, other in zip(regime.opposed, owns, others, strict=True):
        mine, theirs = own[first], other[first]
        both = np.where((mine == 0) | (theirs == 0), 0, np.maximum(mine, theirs)).astype(np.int8)
        entries.setdefault(f"{regime.regime} conflict {law.law.rules[one.rule].id}", []).append(both)
    return words.lines(*_entries(entries, len(first)), codes)


def _mixed(law: Compiled, regime: RegimeCells, found: Situations, words: Words) -> Lines:
    """Return the paragraphs of a regime that hang on the shipment too."""
    own, mixed = found.decided[regime.regime][0], {at for at, _ in law.mixed}
    entries: dict[str, list[Numbers]] = {}
    for at, cell in regime.paragraphs:
        if at in mixed and not is_false(cell):
            entries.setdefault(law.law.paragraphs[at].ref, []).append(own.values(cell))
    return words.lines(*_entries(entries, own.size), own.of)


def _of_set(law: Compiled, regime: RegimeCells, found: Situations, words: Words) -> Lines:
    """Return the paragraphs of a regime that items on their days meet; the list after the last is empty."""
    of, sets = found.sets[regime.regime]
    lines = {cell.id: number for number, cell in enumerate(sets.truths)}
    values = np.where(sets.true, 1, np.where(sets.false, 0, 2)).astype(np.int8)
    mixed = {at for at, _ in law.mixed}
    entries: dict[str, list[Numbers]] = {}
    for at, _ in regime.paragraphs:
        cell = law.paragraphs[at]
        if at not in mixed and not is_false(cell):
            constant = np.full(sets.size, 2 if cell.is_constant and cell.value is None else 1, dtype=np.int8)
            entries.setdefault(law.law.paragraphs[at].ref, []).append(constant if cell.is_constant else values[lines[cell.id]])
    found_lines = words.lines(*_entries(entries, sets.size), of)
    return Lines(np.append(found_lines.offsets, found_lines.offsets[-1]), found_lines.words, found_lines.of)


def _patterns(law: Compiled, found: Situations) -> tuple[npt.NDArray[np.bool_], Codes]:
    """Return which regimes reach, by pattern, and the pattern of each situation."""
    flags = []
    for regime in law.regimes:
        flags.append((found.values(regime.regime, regime.reached) != 0) | (found.values(regime.regime, regime.special) != 0))
    codes, first = together(flags)
    return np.array([one[first] for one in flags], dtype=np.bool_).T, codes


def _under_patterns(shown: npt.NDArray[np.bool_], sets: Sequence[Codes]) -> tuple[Codes, Codes, Codes]:
    """Return how paragraphs look under each pattern, where only regimes that reach show theirs.

    For each pattern and each combination of sets the number of what is shown; for each pattern how many numbers there are, and for each
    number a combination that has it.
    """
    made = [together([own if seen else np.zeros(len(own), dtype=np.int64) for own, seen in zip(sets, one, strict=True)]) for one in shown]
    sizes = np.array([len(first) for _, first in made], dtype=np.int64)
    starts = np.zeros((len(made), int(sizes.max())), dtype=np.int64)
    for number, (_, first) in enumerate(made):
        starts[number, : len(first)] = first
    return np.stack([codes for codes, _ in made]), sizes, starts


def _listed(groups: Sequence[tuple[Lines, Codes]], words: Words) -> pa.ListArray:
    """Return lists of words, each put together from one list of every group."""
    count = len(groups[0][1])
    begins, offsets = 0, [np.zeros(1, dtype=np.int64)]
    which = np.empty((count, len(groups)), dtype=np.int32)
    for number, (lines, of) in enumerate(groups):
        which[:, number] = of + (sum(len(one) for one in offsets) - 1)
        offsets.append(lines.offsets[1:] + begins)
        begins += len(lines.words)
    every = pa.array(np.concatenate([lines.words for lines, _ in groups]).astype(np.int32))
    pool = pa.ListArray.from_arrays(pa.array(np.concatenate(offsets).astype(np.int32)), every)
    taken = pool.take(pa.array(which.reshape(-1)))
    told = pa.DictionaryArray.from_arrays(taken.flatten(), pa.array(list(words.texts), pa.string()))
    return pa.ListArray.from_arrays(taken.offsets.take(pa.array(np.arange(count + 1) * len(groups))), told)


def _marked_lines(groups: Sequence[tuple[Lines, Codes]], marks: Marks) -> Marks:
    """Return a mark for each line: the marks of all its words, added without carry."""
    found = np.zeros((len(groups[0][1]), 2), dtype=np.uint64)
    for lines, of in groups:
        so_far = np.zeros((len(lines.words) + 1, 2), dtype=np.uint64)
        np.bitwise_xor.accumulate(marks[lines.words], axis=0, out=so_far[1:])
        own = so_far[lines.offsets[1:]] ^ so_far[lines.offsets[:-1]]
        found ^= own[of]
    return found


def _turned(marks: Marks) -> Marks:
    """Return marks so that a word among the paragraphs is another than the same among the rules."""
    return np.ascontiguousarray(marks[:, ::-1])
