"""By what candidates are found: words, words with a letter gone, their consonants, neighbours joined, pieces of the whole, initials.

Each feature is a number of 32 bits with a weight. Two names meet in the index where they share features, so that a typing error, another
spelling, another order, a joined or an abbreviated word each leave enough in common. Comparing them is for `compare`.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from zlib import crc32

from licet.screening.matching.words import Form

VERSION = 2
"""Counts up when features change: a saved index of another version is made anew."""

_WORD, _ONE_LETTER_LESS, _CONSONANTS, _NEIGHBOURS, _PIECE, _INITIALS, _NUMBER = 1.0, 0.6, 0.5, 1.0, 0.6, 0.8, 3.0
_OTHER_READING = 0.7
_NOT_CONSONANTS = re.compile(r"[aeiouy]|(?<=.)h")
_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = str.maketrans({"j": "y", "w": "v", "q": "k", "z": "s", "c": "k"})


def features_of(form: Form) -> dict[int, float]:
    """Return the features of a name with their weights.

    >>> one, other = features_of(Form(("huawei", "technology"))), features_of(Form(("technolgy", "hua", "wei")))
    >>> 8 < len(one.keys() & other.keys()) < len(one)
    True
    """
    found: dict[int, float] = {}
    words = form.words
    for word in words:
        for feature, weight in _of_word(word):
            found[feature] = found.get(feature, 0.0) + weight
    for left, right in itertools.pairwise(words):
        joined = _hash("w:", left + right)
        found[joined] = found.get(joined, 0.0) + _NEIGHBOURS
    whole = f"^{form.joined}$"
    for piece in _pieces(whole):
        found[piece] = found.get(piece, 0.0) + _PIECE
    for word in {word for one in form.readings for meaning in one.meanings for word in meaning}.difference(words):
        found[_hash("w:", word)] = _OTHER_READING
    if len(words) > 2:
        found[_hash("a:", "".join(word[0] for word in words))] = _INITIALS
    if len(form.initials) > 2:
        found[_hash("a:", form.initials)] = _INITIALS
    return found


def feature_of_number(number: str) -> int:
    """Return the feature of an identifier, written with or without blanks and dashes.

    >>> feature_of_number("KYG 8020-E1199") == feature_of_number("kyg8020e1199")
    True
    """
    return _hash("n:", re.sub(r"[\W_]+", "", number).casefold())


NUMBER_WEIGHT = _NUMBER


def _pieces(whole: str) -> list[int]:
    text = whole.encode()
    return [crc32(text[start : start + 3]) for start in range(len(text) - 2)]


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[tuple[int, float], ...]:
    found = [(_hash("w:", word), _WORD)]
    length = len(word)
    if length > 2:
        found.append((_hash("d:", word), 0.9 if length < 8 else 0.7))
        found.extend((_hash("d:", word[:at] + word[at + 1 :]), _ONE_LETTER_LESS) for at in range(length))
        sounds = consonants_of(word)
        if len(sounds) > 2:
            found.append((_hash("k:", sounds), _CONSONANTS))
    if 3 <= length <= 6:
        found.append((_hash("a:", word), _INITIALS))
    return tuple(found)


@lru_cache(maxsize=50_000)
def consonants_of(word: str) -> str:
    """Return what is left of a word in every way of spelling it in Latin letters: its consonants, alike ones as one.

    >>> consonants_of("sergey") == consonants_of("sergei"), consonants_of("yusuf") == consonants_of("youssef")
    (True, True)
    """
    sounds = _NOT_CONSONANTS.sub("", word[1:])
    return _DOUBLED.sub(r"\1", (word[0] + sounds).translate(_ALIKE))


def _hash(kind: str, text: str) -> int:
    return crc32((kind + text).encode())
