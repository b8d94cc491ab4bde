"""Which words of two names meet, and how: the evidence first, and from it the figures that a score is made of."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import mul

from rapidfuzz.distance import OSA, Indel

from licet.screening.matching.features import consonants_of
from licet.screening.matching.words import Form, fitted, legal_forms, places

_LEAST_ALIKE = 0.72
"""Words less alike than this are different words: one letter of four is 0.75."""


FAR = (0.25, 0.6)
"""Names are far apart where less than the first is met of either, or less than the second of both. Of matches of spoiled names, one in two
thousand has less than 0.48 and 0.80 (benchmarks/matching_data.py)."""
_INITIALS_TELL = {3: 0.4, 4: 0.6, 5: 0.75, 6: 0.8}
"""How far initials tell a name, by their number: among fifty thousand names any three letters are somebody's."""


class How(StrEnum):
    """How words of two names meet."""

    SAME = "same"
    SOUND = "sound"
    """Spelled differently, with the same consonants."""
    SPELLING = "spelling"
    """A letter or two apart."""
    SHORTENED = "shortened"
    """One is the beginning of the other."""
    JOINED = "joined"
    """One word here, several there."""
    INITIALS = "initials"
    """One is made of the first letters of the others."""


@dataclass(frozen=True, slots=True)
class Met:
    """Words of the name asked for, words of the listed name, and how far they are the same: 1 is wholly."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    how: How
    share: float


FIGURES = (
    "ours_met",
    "theirs_met",
    "both_met",
    "less_met",
    "whole",
    "whole_squared",
    "worst_left_ours",
    "worst_left_theirs",
    "worst_left_both",
    "told",
    "other_numbers",
    "other_places",
    "place_left",
    "unlike",
    "first_met",
    "one_word_met",
    "two_words_met",
    "order",
    "all_same",
    "rarest_met_ours",
    "rarest_met_theirs",
    "best_word",
    "best_and_less",
    "ours_inside",
    "theirs_inside",
    "ours_inside_told",
    "theirs_inside_told",
    "one_word_name",
    "two_word_name",
    "left_ours",
    "left_theirs",
    "ours_told",
    "theirs_told",
    "letters",
    "all_same_letters",
    "surprise",
    "surprise_best",
    "surprise_and_less",
    "surprise_and_whole",
)
"""The figures of a comparison, in the order in which the model weighs them; docs/matching.md says what each is."""


@dataclass(slots=True)
class Comparison:
    """Two names side by side."""

    ours: Form
    theirs: Form
    met: list[Met]
    ours_met: list[float]
    theirs_met: list[float]
    ours_weight: list[float]
    theirs_weight: list[float]

    def figures(self) -> list[float]:
        """Return the figures of the comparison, in the order of `FIGURES`."""
        ours = _Side.of(self.ours.words, self.ours_weight, self.ours_met)
        theirs = _Side.of(self.theirs.words, self.theirs_weight, self.theirs_met)
        whole = Indel.normalized_similarity(self.ours.joined, self.theirs.joined)
        words_met = sum(len(one.theirs) for one in self.met)
        told = min(1.0, (ours.got + theirs.got) / 4.0)
        less = min(ours.part, theirs.part)
        short, long = sorted((len(ours.words), len(theirs.words)))
        surprise = min(1.0, (ours.surprise + theirs.surprise) / 3.0)
        letters = min(1.0, (ours.letters + theirs.letters) / 24.0)
        return [
            ours.part,
            theirs.part,
            ours.part * theirs.part,
            less,
            whole,
            whole * whole,
            ours.worst,
            theirs.worst,
            min(ours.worst, theirs.worst),
            told,
            1.0 if ours.numbers and theirs.numbers else 0.5 if ours.numbers or theirs.numbers else 0.0,
            1.0 if ours.places and theirs.places else 0.0,
            1.0 if ours.places or theirs.places else 0.0,
            min(1.0, sum(1.0 - one.share for one in self.met)),
            1.0 if self.ours_met and self.theirs_met and self.ours_met[0] and self.theirs_met[0] else 0.0,
            1.0 if words_met == 1 and long > 1 else 0.0,
            1.0 if words_met == 2 and long > 2 else 0.0,
            _in_order(self.met),
            1.0 if self.is_same else 0.0,
            ours.rarest_met,
            theirs.rarest_met,
            theirs.best,
            theirs.best * less,
            1.0 if not ours.left else 0.0,
            1.0 if not theirs.left else 0.0,
            told if not ours.left else 0.0,
            told if not theirs.left else 0.0,
            1.0 if short == 1 else 0.0,
            1.0 if short == 2 else 0.0,
            min(ours.left, 3) / 3,
            min(theirs.left, 3) / 3,
            ours.part * told,
            theirs.part * told,
            letters,
            letters if self.is_same else 0.0,
            surprise,
            max(ours.surprising, theirs.surprising),
            surprise * less,
            surprise * whole,
        ]

    def is_far(self) -> bool:
        """Whether so little is met that no weighing makes a match of it; quick to tell, and true of most candidates."""
        if not self.met:
            return True
        parts: list[float] = [
            sum(map(mul, weights, shares)) / (sum(weights) or 1.0)
            for weights, shares in ((self.ours_weight, self.ours_met), (self.theirs_weight, self.theirs_met))
        ]
        return max(parts) < FAR[1] or min(parts) < FAR[0]

    @property
    def is_same(self) -> bool:
        """Whether every word of both names is met wholly."""
        return min(self.ours_met, default=0.0) == 1.0 and min(self.theirs_met, default=0.0) == 1.0


@dataclass(slots=True)
class _Side:
    """What of one of two names is met, and what is left."""

    words: tuple[str, ...]
    got: float = 0.0
    part: float = 0.0
    worst: float = 0.0
    best: float = 0.0
    rarest_met: float = 0.0
    letters: float = 0.0
    surprise: float = 0.0
    surprising: float = 0.0
    left: int = 0
    places: bool = False
    numbers: bool = False

    @classmethod
    def of(cls, words: tuple[str, ...], weights: list[float], shares: list[float]) -> _Side:
        side = cls(words)
        total = rarest = 0.0
        for word, weight, share in zip(words, weights, shares, strict=True):
            total += weight
            met = weight * share
            side.got += met
            side.letters += share * len(word)
            surprise = met * share * share * min(len(word), 10) / 10
            side.surprise += surprise
            side.surprising = max(side.surprising, surprise)
            side.best = max(side.best, met)
            if weight > rarest:
                rarest, side.rarest_met = weight, share
            if share < 1.0:
                side.worst = max(side.worst, weight - met)
                side.numbers = side.numbers or not word.isalpha()
                if share < 0.5:
                    side.left += 1
                    side.places = side.places or word in places()
        side.part = side.got / total if total else 0.0
        return side


def _in_order(met: list[Met]) -> float:
    """Return which share of neighbours among the words met stand in the same order in both names."""
    if len(met) < 2:
        return 0.0
    firsts = [one.theirs[0] for one in sorted(met, key=lambda one: one.ours[0])]
    return sum(1 for left, right in itertools.pairwise(firsts) if left < right) / (len(firsts) - 1)


def compare(ours: Form, theirs: Form, rarity: Callable[[str], float], *, persons: bool = False) -> Comparison:
    """Return which words of two names meet: the same ones first, then alike ones, joined ones, initials.

    Args:
        ours: the name that is asked for.
        theirs: the listed name.
        rarity: how much a word tells, from 0 to 1.
        persons: whether they are persons, who are not called by their initials.

    >>> found = compare(Form(("naura", "shanghai")), Form(("shangai", "naura", "group")), lambda word: 0.5)
    >>> [(one.ours, one.theirs, one.how.value, round(one.share, 2)) for one in found.met]
    [((0,), (1,), 'same', 1.0), ((1,), (0,), 'sound', 0.92)]

    """
    if ours.readings or theirs.readings:
        ours, theirs = fitted(ours, theirs)
    a, b = ours.words, theirs.words
    if not (a and b):
        return Comparison(ours, theirs, [], [0.0] * len(a), [0.0] * len(b), [1.0] * len(a), [1.0] * len(b))
    met: list[Met] = []
    ours_met, theirs_met = [0.0] * len(a), [0.0] * len(b)
    if a == b:
        met = [Met((at,), (at,), How.SAME, 1.0) for at in range(len(a))]
        ours_met, theirs_met = [1.0] * len(a), [1.0] * len(b)
    else:
        _same(a, b, ours_met, theirs_met, met)
        if 0.0 in ours_met and 0.0 in theirs_met:
            _alike(a, b, ours_met, theirs_met, met)
        if len(a) != len(b) and min(ours_met) < 1.0 and min(theirs_met) < 1.0:
            _joined(a, b, ours_met, theirs_met, met, swapped=False)
            _joined(b, a, theirs_met, ours_met, met, swapped=True)
            if not persons:
                _initials(ours, theirs, ours_met, theirs_met, met, swapped=False)
                _initials(theirs, ours, theirs_met, ours_met, met, swapped=True)
    return Comparison(ours, theirs, met, ours_met, theirs_met, [rarity(word) for word in a], [rarity(word) for word in b])


def _same(a: Sequence[str], b: Sequence[str], ours: list[float], theirs: list[float], met: list[Met]) -> None:
    for at, word in enumerate(a):
        for other, found in enumerate(b):
            if found == word and not theirs[other]:
                ours[at] = theirs[other] = 1.0
                met.append(Met((at,), (other,), How.SAME, 1.0))
                break


def _alike(a: Sequence[str], b: Sequence[str], ours: list[float], theirs: list[float], met: list[Met]) -> None:
    """Join words that are alike, the most alike first."""
    pairs: list[tuple[float, int, int, How]] = []
    for at, word in enumerate(a):
        if not ours[at]:
            for other, found in enumerate(b):
                if not theirs[other]:
                    share, how = alike(word, found)
                    if share:
                        pairs.append((share, at, other, how))
    for share, at, other, how in sorted(pairs, key=lambda one: (-one[0], one[1], one[2])):
        if not ours[at] and not theirs[other]:
            ours[at] = theirs[other] = share
            met.append(Met((at,), (other,), how, share))


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> tuple[float, How]:
    """Return how far two different words can be meant as one, and by what; 0 where they are two words.

    >>> alike("youssef", "yusuf"), alike("technology", "tecnology")[0] > 0.85, alike("7602", "7622")[0]
    ((0.7142857142857143, <How.SOUND: 'sound'>), True, 0.0)
    """
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if not (a.isalpha() and b.isalpha()):
        return 0.0, How.SPELLING
    if len(shorter) < 3:
        if len(shorter) == 1 and longer[0] == shorter:
            return 0.5, How.SHORTENED
        return 0.0, How.SPELLING
    share = float(OSA.normalized_similarity(a, b, score_cutoff=0.5))
    if share >= 0.55 and consonants_of(a) == consonants_of(b) and len(consonants_of(a)) > 1:
        return (1.0 + 2.0 * share) / 3, How.SOUND
    if len(shorter) > 3 and (
        (longer.startswith(shorter) and longer[len(shorter) :] in legal_forms())
        or (longer.endswith(shorter) and longer[: -len(shorter)] in legal_forms())
    ):
        return 0.95, How.JOINED
    if len(shorter) > 3 and longer.startswith(shorter):
        return max(share, 0.75), How.SHORTENED
    return (share, How.SPELLING) if share >= _LEAST_ALIKE else (0.0, How.SPELLING)


def _joined(a: Sequence[str], b: Sequence[str], ours: list[float], theirs: list[float], met: list[Met], *, swapped: bool) -> None:
    """Join two or three neighbours of one name with one word of the other."""
    left = [share < 1.0 for share in ours]  # words met wholly stay so; most names have no two neighbours left
    pairs = [at for at in range(len(a) - 1) if left[at] and left[at + 1]]
    if not pairs:
        return
    spans = [*(range(at, at + 3) for at in pairs if at + 2 < len(a) and left[at + 2]), *(range(at, at + 2) for at in pairs)]
    joined = [(span, "".join(a[span.start : span.stop])) for span in spans]
    for other, found in enumerate(b):
        size = len(found)
        if theirs[other] == 1.0 or size < 4:
            continue
        for span, together in joined:
            if 0.9 * size <= len(together) <= size / 0.9 and not any(ours[one] == 1.0 for one in span):  # else it cannot be as alike
                share = 1.0 if together == found else float(OSA.normalized_similarity(together, found, score_cutoff=0.9))
                if share > max(theirs[other], 0.89):
                    _forget(other, span, ours, theirs, met, swapped)
                    for one in span:
                        ours[one] = share
                    theirs[other] = share
                    met.append(_met(tuple(span), (other,), How.JOINED, share, swapped))


def _met(own: tuple[int, ...], other: tuple[int, ...], how: How, share: float, swapped: bool) -> Met:
    return Met(other, own, how, share) if swapped else Met(own, other, how, share)


def _forget(other: int, span: range, ours: list[float], theirs: list[float], met: list[Met], swapped: bool) -> None:
    """Take back weaker meetings of the words that are about to meet joined."""
    for one in list(met):
        own, its = (one.theirs, one.ours) if swapped else (one.ours, one.theirs)
        if other in its or any(at in own for at in span):
            met.remove(one)
            for at in own:
                ours[at] = 0.0
            for at in its:
                theirs[at] = 0.0


def _initials(a: Form, b: Form, ours: list[float], theirs: list[float], met: list[Met], *, swapped: bool) -> None:
    """Join a word with the words of the other name whose first letters it is."""
    firsts = "".join(word[0] for word in b.words)
    for at, word in enumerate(a.words):
        if ours[at] == 1.0 or not 3 <= len(word) <= 8 or word[0] not in firsts or word[1] not in firsts or not word.isalpha():
            continue
        span = _spelled(word, firsts, b, theirs)
        if span is None:
            continue
        share = _INITIALS_TELL[min(len(word), 6)] * (1.0 if len(span) == len(word) else 0.9)
        _forget(at, range(0), theirs, ours, met, not swapped)
        for one in span:
            theirs[one] = max(theirs[one], share)
        ours[at] = share
        met.append(_met((at,), tuple(span), How.INITIALS, share, swapped))


def _spelled(word: str, firsts: str, other: Form, met: Sequence[float]) -> list[int] | None:
    """Return the words whose first letters spell a word: neighbours of one another, or all that is left with its legal form."""
    start = firsts.find(word)
    while start >= 0:
        span = list(range(start, start + len(word)))
        if all(met[at] < 1.0 for at in span):
            return span
        start = firsts.find(word, start + 1)
    left = [at for at in range(len(firsts)) if met[at] < 1.0]
    letters = "".join(firsts[at] for at in left)
    if len(left) > 1 and (word == letters or (word in other.initials and word.startswith(letters) and len(word) - len(letters) <= 2)):
        return left
    return None
