"""Reads Chinese names word by word: by meaning, of which there may be several, and by sound. Lists print either, or both in one name.

The words stand in `han.txt`; what is not among them is a name and is read by its sound. Which reading of each word is meant is told by the
name that it is compared with (`fitted`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_FOLDER = Path(__file__).parent
_DIGITS = {sign: at % 10 for at, sign in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {"○": 0, "ニ": 2}  # as lists write it
_TENS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = "".join((*_DIGITS, *_TENS))
_NUMBER = re.compile(rf"第\s*([{_SIGNS}]+|\d+)|([{_SIGNS}]{{2,}}|\d+)(?=号|所|院|厂|部|局|研究|设计)号?|(\d+)号")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LONGEST_SPAN = 6
"""So many characters at most are written as one word by their sound."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one word of a Chinese name may be read."""

    meanings: tuple[tuple[str, ...], ...]
    """In English, the usual one first; none for a character that only has a sound."""
    sounds: tuple[str, ...] = ()
    """Its words in pinyin without tones; none where nobody writes it so."""
    by_sound: bool = False
    """Whether it counts by its sound unless the other name has its meaning."""


def read(text: str) -> list[Reading | str]:
    """Return the words of a name and, as text, what is not Chinese between them.

    >>> [one.meanings[0] if one.meanings else one.sounds for one in read("第五十四所") + read("上海华创微电子有限公司")]
    [('54',), ('institute',), ('shanghai',), ('hua',), ('chuang',), ('microelectronic',)]
    >>> read("LKD航天")[0]
    'LKD'
    """
    text = simplified(text)
    table, longest = _words()
    found: list[Reading | str] = []
    at = 0
    while at < len(text):
        for length in range(min(longest, len(text) - at), 0, -1):
            if text[at : at + length] in table:
                found.extend(table[text[at : at + length]])
                at += length
                break
        else:
            number = _NUMBER.match(text, at)
            if number is not None:
                found.append(_numbered(number[1] or number[2] or number[3]))
                at = number.end()
            elif HAN.match(text, at):
                found.append(Reading((), (_sound(text[at]),)))
                at += 1
            else:
                end = at + 1
                while end < len(text) and not HAN.match(text, end):
                    end += 1
                found.append(text[at:end])
                at = end
    return found


def by_meaning(readings: Sequence[Reading]) -> list[str]:
    """Return the words of a name in English, and what is a name by its sound."""
    return _said(readings, lambda one: not one.by_sound)


def by_sound(readings: Sequence[Reading]) -> list[str]:
    """Return the words of a name by their sound."""
    return _said(readings, lambda one: not one.sounds)


def _said(readings: Sequence[Reading], means: Any) -> list[str]:
    said: list[str] = []
    name = ""
    for one in readings:
        if one.meanings and means(one):
            said += [name] if name else []
            said += one.meanings[0]
            name = ""
        elif one.meanings and not one.by_sound:
            said += [name, *one.sounds] if name else one.sounds
            name = ""
        else:
            name += "".join(one.sounds)
    return [*said, name] if name else said


def fitted(readings: Sequence[Reading], others: Sequence[str]) -> list[str]:
    """Return the words of a Chinese name, each in the reading that another name has.

    >>> fitted(read("武汉新芯集成电路"), ("wuhan", "xinxin", "semiconductor"))
    ['wuhan', 'xinxin', 'semiconductor']
    """
    words = frozenset(others)
    said: list[str] = []
    name = ""
    at = 0
    while at < len(readings):
        one = readings[at]
        meant = max((each for each in one.meanings if words.issuperset(each)), key=len, default=None)
        together, end = _together(readings, at, words) if meant is None else ("", at + 1)
        if meant is None and not together and one.meanings and not one.by_sound:
            meant = max(one.meanings, key=lambda each: sum(word in words for word in each) / (len(each) or 1))
        if meant is not None or together:
            said += [name] if name else []
            said += [together] if together else meant or ()
            name = ""
        else:
            name += "".join(one.sounds)
        at = end if together else at + 1
    return [*said, name] if name else said


def _together(readings: Sequence[Reading], at: int, words: frozenset[str]) -> tuple[str, int]:
    """Return the longest word of the other name that the sounds from here on make, and where it ends."""
    sounds = ""
    found = ("", at)
    for end in range(at, min(at + _LONGEST_SPAN, len(readings))):
        if not readings[end].sounds:
            break
        sounds += "".join(readings[end].sounds)
        if len(sounds) > 1 and sounds in words:
            found = sounds, end + 1
    return found


def _numbered(digits: str) -> Reading:
    number = int(digits) if digits.isdecimal() else _value(digits)
    ordinal = _ORDINALS[number] if 0 < number < len(_ORDINALS) else ""
    return Reading(((str(number),), (ordinal,)) if ordinal else ((str(number),),))


def _value(signs: str) -> int:
    """Return the number that Chinese signs stand for, with tens and hundreds or as digits."""
    if not any(sign in _TENS for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total = last = 0
    for sign in signs:
        if sign in _TENS:
            total += (last or 1) * _TENS[sign]
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last


@cache
def transliterator(rules: str) -> Any:
    """Return what writes texts in other letters, by the rules of ICU."""
    from icu import Transliterator  # type: ignore[import-untyped]  # noqa: PLC0415  # its tables take a moment, most names need none

    return Transliterator.createInstance(rules)


@lru_cache(maxsize=10_000)
def simplified(text: str) -> str:
    """Return a text in the characters of mainland China, from those of Taiwan, Hong Kong and Japan.

    >>> simplified("華為技術 集団 航発")
    '华为技术 集团 航发'
    """
    return str(transliterator("Traditional-Simplified").transliterate(text.translate(_kanji())))


@cache
def _kanji() -> dict[int, str]:
    lines = [line.strip() for line in (_FOLDER / "kanji.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    pairs = zip("".join(lines[::2]), "".join(lines[1::2]), strict=True)
    return {ord(japanese): chinese for japanese, chinese in pairs}


@lru_cache(maxsize=10_000)
def _sound(sign: str) -> str:
    """Return the sound of a character in pinyin without tones."""
    known = _table()[2].get(sign)
    return known or re.sub(r"[^a-z0-9]", "", str(transliterator("Han-Latin; Latin-ASCII").transliterate(sign)).lower())


def packed(readings: Sequence[Reading]) -> str:
    """Return the readings of a name as a text for the index.

    >>> readings = (Reading((("54th",), ("no", "54"))), Reading((), ("hua",)), Reading((("new",),), ("xin",), True))
    >>> packed(readings), unpacked(packed(readings)) == readings
    ('54th/no 54|~hua|new~xin~', True)
    """
    return "|".join(
        "/".join(map(" ".join, one.meanings)) + ("~" + " ".join(one.sounds) if one.sounds else "") + ("~" if one.by_sound else "")
        for one in readings
    )


def unpacked(text: str) -> tuple[Reading, ...]:
    """Return the readings that `packed` made a text of."""
    return tuple(map(_unpacked, text.split("|"))) if text else ()


def _unpacked(text: str) -> Reading:
    english, sign, sounds = text.partition("~")
    meanings = tuple(tuple(each.split()) for each in english.split("/")) if english or not sign else ()
    return Reading(meanings, tuple(sounds.rstrip("~").split()), sounds.endswith("~"))


@cache
def _table() -> tuple[dict[str, tuple[str, str]], tuple[str, ...], dict[str, str]]:
    """Return the words with their mark and their English, the words of legal form, and the sounds of single characters."""
    words: dict[str, tuple[str, str]] = {}
    sounds: dict[str, str] = {}
    forms: tuple[str, ...] = ()
    for line in (_FOLDER / "han.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "-":
            forms = tuple(rest.split())
        elif mark == "~":
            sounds.update([rest.split()])  # type: ignore[list-item]  # two words
        elif mark == "?":
            words[rest.split()[0]] = ("?", rest.partition(" ")[2])
        elif line and mark != "#":
            words[mark] = ("=", rest.lstrip("= ")) if rest.startswith("=") else ("", rest)
    return words, forms, sounds


@cache
def _words() -> tuple[dict[str, tuple[Reading, ...]], int]:
    words, forms, _ = _table()
    table: dict[str, tuple[Reading, ...]] = dict.fromkeys(forms, ())
    for word, (mark, english) in words.items():
        meanings = tuple(tuple(each.split()) for each in english.split("/"))
        sounds = () if mark == "=" else _sounds(word, words)
        table[word] = (Reading(meanings, sounds, mark == "?"),)
    return table, max(map(len, table))


def _sounds(word: str, words: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sound of a word of the table, that of a long one by the words that it is made of."""
    found: list[str] = []
    at = 0
    while at < len(word):
        shorter = (length for length in range(4, 1, -1) if at + length <= len(word) and word[at : at + length] in words)
        length = next(shorter, 1) if len(word) > 4 else len(word)
        found.append("".join(map(_sound, word[at : at + length])))
        at += length
    return tuple(found)


def company_words() -> tuple[str, ...]:
    """Return the Chinese and Japanese words of a company's legal form."""
    return _table()[1]
