"""What each distinct situation comes to, and its reasons as numbers with a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.arrays import Truth, unpack
from licet.batch.compile import Compiled
from licet.batch.situations import Rows, Situations, decide, find_situations
from licet.batch.vectors import Codes, Vectors, distinct_pairs, distinct_rows, transposed
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

    of_row: Codes
    verdict: Numbers
    lower: Numbers
    upper: Numbers
    enforced_lower: Numbers
    enforced_upper: Numbers
    regimes: dict[str, Numbers]
    refused: Numbers
    reasons: Codes
    lines: list[tuple[bytes, dict[str, Any]]] = field(default_factory=list)
    situations: int = 0
    items: int = 0


def answer(law: Compiled, rows: Rows) -> Answers:
    """Return the answers to some rows."""
    found = find_situations(law, rows)
    truths, bounds = decide(law, found)
    size = found.size
    names = [regime.regime for regime in law.regimes]
    lower, upper = (_joined(bounds, names, name) for name in ("lower", "upper"))
    enforced_lower, enforced_upper = (_joined(bounds, names, name)[:size] for name in ("enforced_lower", "enforced_upper"))
    as_written = np.ones(size, dtype=np.bool_)
    for name in names:
        for side in ("lower", "upper"):
            as_written &= bounds[f"{name}.{side}"][:size] == bounds[f"{name}.enforced_{side}"][:size]
    low, high = _by_cases(lower, upper, found)
    enforced_lower, enforced_upper = np.where(as_written, low, enforced_lower), np.where(as_written, high, enforced_upper)
    verdict = _verdicts(law, low, high, truths, size)
    refused = np.full(size, -1, dtype=np.int64)
    for number, (cell, _) in enumerate(law.refused):
        flags = _flags(truths, cell, size)
        refused[flags & (refused < 0)] = number
    regimes = {name: (6 * bounds[f"{name}.lower"] + bounds[f"{name}.upper"])[:size].astype(np.int8) for name in names}
    signature = _signature(law, truths, size)
    rules, first = distinct_rows(signature)
    sets, set_of_item = found.paragraph_sets, found.paragraphs[found.item_on_day]
    reasons, left, right = distinct_pairs(rules[found.of_row], set_of_item, max(sets.size, 1))
    lines = _lines(law, truths, first, sets, left, right, signature)
    return Answers(
        found.of_row, verdict, low, high, enforced_lower, enforced_upper, regimes, refused, reasons, lines, size, len(rows.tables["item"].columns)
    )  # fmt: skip


def _joined(bounds: Mapping[str, Numbers], names: list[str], side: str) -> Numbers:
    """Return the most restrictive of the regimes, bound by bound."""
    result: Numbers = np.max([bounds[f"{name}.{side}"] for name in names], axis=0).astype(np.int8)
    return result


def _by_cases(lower: Numbers, upper: Numbers, found: Situations) -> tuple[Numbers, Numbers]:
    """Return the bounds of all laws together, narrowed where one list gives way to another (decision 0011)."""
    size = found.size
    low, high = lower[:size].copy(), upper[:size].copy()
    settled = low == high
    references: dict[int, dict[int, Numbers]] = {}
    for number in np.unique(found.hypothesis):
        references.setdefault((int(number) - 1) // 2, {})[int(number)] = np.flatnonzero(found.hypothesis == number)
    for pair in references.values():
        met, not_met = (pair[number] for number in sorted(pair))
        states = found.of[met]  # both sides list the same states in the same order
        least = np.minimum(lower[size + met], lower[size + not_met])
        most = np.maximum(upper[size + met], upper[size + not_met])
        open_here = ~settled[states]
        low[states] = np.where(open_here, np.maximum(low[states], least), low[states])
        high[states] = np.where(open_here, np.minimum(high[states], most), high[states])
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


def _lines(
    law: Compiled, truths: Mapping[int, Truth], first: Codes, sets: Vectors, rules: Codes, paragraphs: Codes, signature: npt.NDArray[np.uint8]
) -> list[tuple[bytes, dict[str, Any]]]:
    """Return the lines of the dictionary: for each a key that says the same in every run, and the reasons."""
    size = len(signature)
    says: dict[int, Numbers] = {}
    for cell in law.roots:
        true, false = (unpack(bits, size)[first] for bits in truths[cell.id])
        says[cell.id] = np.where(true, 1, np.where(false, 0, 2)).astype(np.int8)
    met: dict[int, Numbers] = {}
    for number, cell in enumerate(sets.truths):
        met[cell.id] = np.where(sets.true[number], 1, np.where(sets.false[number], 0, 2)).astype(np.int8)
    key_of_rules, key_of_sets = signature[first], sets.bytes()
    by_rules = [_rules_say(law, says, number) for number in range(len(first))]
    by_sets = [_sets_say(law, met, number) for number in range(sets.size)]
    made = []
    for one, other in zip(rules.tolist(), paragraphs.tolist(), strict=True):
        line = {regime: {**found, "paragraphs": by_sets[other].get(regime, [])} for regime, found in by_rules[one].items()}
        made.append((key_of_rules[one].tobytes() + key_of_sets[other].tobytes(), line))
    return made


def marked(name: str, value: int) -> str:
    """Return a name with a question mark where it is open."""
    return name if value == 1 else f"{name}?"


def _rules_say(law: Compiled, says: Mapping[int, Numbers], number: int) -> dict[str, Any]:
    def value(cell: Cell) -> int:
        if cell.is_constant:
            return 2 if cell.value is None else int(cell.value)
        return int(says[cell.id][number])

    rules, line = law.law.rules, {}
    for regime in law.regimes:
        if value(regime.reached) == 0 and value(regime.special) == 0:
            continue
        found: dict[str, list[str]] = {"reach": [], "requirements": [], "releases": [], "reviews": [], "duties": [], "conflicts": []}
        found["reach"] = [marked(rules[at].id, value(cell)) for at, cell in regime.hooks if value(cell)]
        released: dict[str, int] = {}
        for bite in regime.bites:
            bites = value(bite.value)
            if bites:
                found["requirements"].append(marked(rules[bite.rule].id, bites))
                released.update({rules[at].id: value(cell) for at, cell in bite.releases if value(cell)})
                found["reviews"] += [f"{rules[bite.rule].id}: {marked(rules[at].id, value(cell))}" for at, cell in bite.reviews if value(cell)]
        found["releases"] = [marked(name, one) for name, one in released.items()]
        found["duties"] = [marked(rules[at].id, value(cell)) for at, cell in regime.duties if value(cell)]
        found["conflicts"] = [marked(rules[at].id, value(cell)) for at, cell in regime.conflicts if value(cell)]
        line[regime.regime] = {name: listed for name, listed in found.items() if listed}
    return line


def _sets_say(law: Compiled, met: Mapping[int, Numbers], number: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for index, cell in law.paragraphs.items():
        value = (2 if cell.value is None else int(cell.value)) if cell.is_constant else int(met[cell.id][number])
        if value:
            paragraph = law.law.paragraphs[index]
            found.setdefault(paragraph.list.partition(":")[0], []).append(marked(paragraph.ref, value))
    return found


def dictionary_of(spans: tuple[str, ...]) -> pa.Array:
    """Return words as the dictionary of a column."""
    return pa.array(list(spans), pa.string())
