"""What each distinct situation comes to, and its reasons as numbers with a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from licet.batch.compile import Compiled
from licet.batch.engines import Engine
from licet.batch.per_row import PerRow
from licet.batch.reasons import reasons_of
from licet.batch.rules import SIDES
from licet.batch.situations import Rows, Situations, ToldApart, find_situations
from licet.batch.vectors import Codes
from licet.model.determination import Verdict
from licet.model.outcome import Outcome

Numbers = npt.NDArray[Any]
VERDICTS = tuple(Verdict)
Bounds = Mapping[str, Mapping[str, Numbers]]
"""By regime and side, a bound in each situation."""
KEYS = tuple(outcome.key for outcome in Outcome)
SPANS = tuple(low if low == high else f"{low}..{high}" for low in KEYS for high in KEYS)
"""How an interval is written in one word: its only outcome, or its bounds; numbered by six times the lower bound plus the upper."""


@dataclass(slots=True)
class Answers:
    """The answers to some rows: for each row its answer, and what each distinct answer says.

    `told_apart` numbers rows more finely than their answers do. `refused` holds for each row -1, or which contradiction it holds. `reasons`
    says for each row which line of the dictionary explains it.
    """

    of_row: Numbers
    told_apart: ToldApart
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
    bounds = {regime.regime: {side: found.bounds(regime.regime, side) for side in SIDES} for regime in law.regimes}
    lower, upper, enforced_lower, enforced_upper = (np.max([own[side] for own in bounds.values()], axis=0) for side in SIDES)
    as_written = np.ones(found.size, dtype=np.bool_)
    for own in bounds.values():
        as_written &= (own["lower"] == own["enforced_lower"]) & (own["upper"] == own["enforced_upper"])
    low, high = _by_cases(lower, upper, bounds, found)
    enforced_lower, enforced_upper = np.where(as_written, low, enforced_lower), np.where(as_written, high, enforced_upper)
    refused = np.full(found.size, -1, dtype=np.int64)
    for number, (cell, _) in enumerate(law.refused):
        refused[(found.values("", cell) == 1) & (refused < 0)] = number
    spans = {name: 6 * own["lower"] + own["upper"] for name, own in bounds.items()}
    reasons, dictionary = reasons_of(law, found)
    return Answers(
        found.of_row, found.told_apart, _verdicts(law, low, high, found), low, high, enforced_lower, enforced_upper, spans, refused,
        reasons, dictionary, found.size,
    )  # fmt: skip


def _nothing(law: Compiled) -> Answers:
    """Return the answers to no rows."""
    none, codes = np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int64)
    lists = pa.array([], pa.list_(pa.dictionary(pa.int32(), pa.string())))
    dictionary = pa.table({"key": pa.array([], pa.binary(1)), "rules": lists, "paragraphs": lists})
    regimes = {regime.regime: none for regime in law.regimes}
    return Answers(codes, ToldApart(PerRow(codes), codes), none, none, none, none, none, regimes, codes, codes, dictionary, 0)


def _by_cases(lower: Numbers, upper: Numbers, bounds: Bounds, found: Situations) -> tuple[Numbers, Numbers]:
    """Return the bounds of all laws together, narrowed where one list gives way to another (decision 0011)."""
    low, high = lower.copy(), upper.copy()
    settled = low == high
    for reference in sorted({number for name in bounds for one in found.decided[name] for number in one.part.asks}):
        is_open = np.zeros(len(low), dtype=np.bool_)
        for one in (one for name in bounds for one in found.decided[name]):
            if reference in one.part.asks:
                is_open |= one.alive[:, 2 * one.part.asks.index(reference)][one.of]
        where = np.flatnonzero(is_open & ~settled)
        least, most = ([_supposed(bounds, found, side, reference, truth, where) for truth in (0, 1)] for side in ("lower", "upper"))
        low[where] = np.maximum(low[where], np.minimum(*least))
        high[where] = np.minimum(high[where], np.maximum(*most))
    return low, high


def _supposed(bounds: Bounds, found: Situations, side: str, reference: int, truth: int, where: Codes) -> Numbers:
    """Return a bound of all laws together in some situations, where the item is supposed to meet a reference (0), or not (1)."""
    each = []
    for name, sides in bounds.items():
        bound, one = sides[side][where], found.decided[name][0]  # a regime that is looked at under hypotheses is in one part
        if reference in one.part.asks and side in one.part.supposed:
            under = one.supposed[:, one.part.supposed.index(side), 2 * one.part.asks.index(reference) + truth][one.of[where]]
            bound = np.where(under >= 0, under, bound)
        each.append(bound)
    most: Numbers = np.max(each, axis=0)
    return most


def _verdicts(law: Compiled, low: Numbers, high: Numbers, found: Situations) -> Numbers:
    """Return the word to gate on, as `reasoning/determine.py` chooses it."""
    number = {verdict: at for at, verdict in enumerate(VERDICTS)}
    by_outcome = np.array([0, 0, *(number[verdict] for verdict in (
        Verdict.AUTHORISATION_AVAILABLE, Verdict.NOTIFY_AUTHORITY, Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED))])  # fmt: skip
    verdict = np.where(low == high, by_outcome[high], number[Verdict.OPEN])
    beyond = np.any([found.values(name, cell) == 1 for name, cell in law.verify.items()], axis=0)
    clear = np.where(beyond, number[Verdict.CLEAR_VERIFY], number[Verdict.CLEAR])
    clear = np.where(found.values("", law.covered) == 1, clear, number[Verdict.NOT_COVERED])
    clear = np.where(found.values("", law.has_departure) == 1, clear, number[Verdict.OPEN])
    return np.where(high <= Outcome.NO_LICENCE_REQUIRED, clear, verdict).astype(np.int8)
