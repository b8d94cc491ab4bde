"""The normal form of a name: which of its words tell the party, in one script, one spelling, without legal forms and titles.

A Chinese name has two forms, one by meaning and one by sound (`chinese`). Tables of words stand beside this module.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from licet.screening.matching import chinese

try:
    # The function behind rigour.names.remove_org_types. Its public module imports detectors of encodings, a tenth of a second
    # in a process that screens one name.
    from rigour._core import maybe_ascii
    from rigour._core import remove_org_types as _remove_org_types
except ImportError:  # pragma: no cover  # a later rigour may keep them elsewhere
    from rigour.names import remove_org_types as _public
    from rigour.text import maybe_ascii  # type: ignore[attr-defined,no-redef]

    def _remove_org_types(text: str, flags: int, cleanup: int, replacement: str) -> str:
        return _public(text, replacement)


LONGEST = 400
"""So many characters of a name are read. The longest name on any list has 350; what is longer is a text."""
MOST_WORDS = 40

_FOLDER = Path(__file__).parent
_CASEFOLD = 4
_GLUE = re.compile(r"['’‘ʻʼ`´.\u0640\u200c\u200d]")
_WORD = re.compile(r"[a-z0-9]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_DOTTED = re.compile(r"\b(?:[a-z][.\s]){2,}[a-z]?(?=\W|$)")
_FORMS_IN_FRONT = frozenset(
    ("ooo", "oao", "zao", "ao", "pao", "nao", "jsc", "llc", "ltd", "co", "pt", "cv", "too", "tov", "npo", "pp", "chp")
)
COMMON = 60
"""A word that so many of `COMPANIES` have in their names tells nobody by itself."""
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "mme", "herr", "frau", "monsieur", "madame"))


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is compared."""

    words: tuple[str, ...]
    """What tells the party, in the order of the name."""
    initials: str = ""
    """The first letters of all its words, legal forms included: what an acronym is made of."""
    readings: tuple[chinese.Reading, ...] = field(default=(), compare=False, repr=False)
    """How each word of a Chinese name may be read."""

    @property
    def joined(self) -> str:
        """The words without blanks."""
        return "".join(self.words)


@lru_cache(maxsize=100_000)
def forms_of(name: str) -> tuple[Form, ...]:
    """Return the normal forms of a name, the usual one first; none where it has neither letters nor digits.

    >>> [form.words for form in forms_of("Xi’an Naura Co., Ltd.")], forms_of("株式会社ニコン")[0].words
    ([('xian', 'naura')], ('nikon',))
    >>> [" ".join(form.words) for form in forms_of("东方华星科技集团股份有限公司")]
    ['oriental huaxing technology group', 'dongfang huaxing technology group']
    >>> forms_of("PUBLICHNOE AKTSIONERNOE OBSHCHESTVO MIKRON")[0], forms_of("🚀")
    (Form(words=('mikron',), initials='paom'), ())
    """
    text = unicodedata.normalize("NFKC", name[: LONGEST * 4])[:LONGEST].casefold()
    if chinese.HAN.search(text) is None:
        found = _form(text)
        return (found,) if found.words else ()
    readings = tuple(_in_usual_words(text))
    meant, heard = (_telling(said(readings)) for said in (chinese.by_meaning, chinese.by_sound))
    initials = "".join(word[0] for word in meant)
    return tuple(dict.fromkeys(Form(words, initials, readings) for words in (meant, heard) if words))


def _in_usual_words(text: str) -> Iterator[chinese.Reading]:
    """Yield how each word of a Chinese name may be read, in the usual spelling."""
    for one in chinese.read(text):
        if isinstance(one, str):
            words = _form(one).words
            if not legal_forms().issuperset(words):
                yield chinese.Reading((words,))
        else:
            yield _in_usual_spelling(one)


@lru_cache(maxsize=10_000)
def _in_usual_spelling(reading: chinese.Reading) -> chinese.Reading:
    joining = _joining()
    meanings = (tuple(usual(word) for word in one if word not in joining) for one in reading.meanings)
    return chinese.Reading(tuple(dict.fromkeys(meanings)), reading.sounds, reading.by_sound)


def _telling(words: list[str]) -> tuple[str, ...]:
    return tuple(usual(word) for word in words[:MOST_WORDS])


def fitted(ours: Form, theirs: Form) -> tuple[Form, Form]:
    """Return two names with the words of a Chinese one read as the other has them; two Chinese names as they are.

    >>> chinese_name, listed = forms_of("中国电子科技集团公司第五十四研究所")[0], forms_of("CETC 54th Research Institute")[0]
    >>> fitted(chinese_name, listed)[0].words
    ('cetc', '54', 'research', 'institute')
    """
    if ours.readings and not theirs.readings:
        return Form(_telling(chinese.fitted(ours.readings, theirs.words)) or ours.words, ours.initials), theirs
    if theirs.readings and not ours.readings:
        return ours, Form(_telling(chinese.fitted(theirs.readings, ours.words)) or theirs.words, theirs.initials)
    return ours, theirs


def _form(text: str) -> Form:
    if "." in text:
        text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    every = _WORD.findall(_latin(text))[:MOST_WORDS]
    bare = _WORD.findall(_latin(_remove_org_types(text, _CASEFOLD, 0, " ")))[:MOST_WORDS]
    forms = legal_forms()
    stock = "joint" in every or "stock" in every
    telling = [word for word in bare if word not in forms and not _is_misspelled_form(word, stock)]
    kept = [usual(_without_form(word)) for word in telling]
    if not kept:
        kept = [usual(word) for word in bare] or every
    if len(kept) > 1 and kept[0] in _TITLES:
        kept, telling = kept[1:], telling[1:]
    if telling and all(common_words().get(word, 0) >= COMMON for word in kept):
        kept = [*_name_before(every, telling), *kept]
    return Form(tuple(kept), "".join(word[0] for word in every))


def _name_before(every: list[str], telling: list[str]) -> list[str]:
    """Return short words at the front that are legal forms elsewhere: before words that many companies have, they are the name.

    >>> [forms_of(name)[0].words for name in ("SF Technology Co., Ltd", "OOO Tekhnologiya", "Sony AS")]
    [('sf', 'technology'), ('technology',), ('sony',)]
    """
    front = list(itertools.takewhile(lambda word: word not in telling, every))
    return [word for word in front if len(word) < 4 and word not in _FORMS_IN_FRONT and word not in _joining()]


def _latin(text: str) -> str:
    if not text.isascii():
        text = maybe_ascii(text)
        if not text.isascii():
            text = _ascii(text)
        text = text.lower()
    return _GLUE.sub("", text)


@lru_cache(maxsize=10_000)
def _ascii(text: str) -> str:
    """Return a text in Latin letters where rigour's own tables do not reach: Arabic, Thai, Japanese and others."""
    return str(chinese.transliterator("Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII").transliterate(text))


def _lines(name: str) -> list[list[str]]:
    """Return the lines of a table as words, without comments."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def legal_forms() -> frozenset[str]:
    """Return the words of legal forms, and words that only join others."""
    return frozenset(word for line in _lines("forms.txt") for word in line) - {"~"}


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for line in _lines("forms.txt") if line[0] == "~" for word in line)


@lru_cache(maxsize=10_000)
def names_a_legal_form(name: str) -> bool:
    """Whether a name says by its legal form that it is no person's.

    >>> names_a_legal_form("Schneider GmbH"), names_a_legal_form("Bank of China"), names_a_legal_form("Ravil Bagautdinov")
    (True, False, False)
    """
    text = unicodedata.normalize("NFKC", name[: LONGEST * 4])[:LONGEST].casefold()
    words = _WORD.findall(_latin(text))
    found = [word for word in words if word in legal_forms() and len(word) > 1 and word not in _joining()]
    return len(words) > len(found) > 0 or any(form in text for form in chinese.company_words())


def _one_letter_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


@cache
def _misspelled() -> tuple[frozenset[str], frozenset[str]]:
    """Return the long words of legal forms with one letter gone at most, and the two short words of a stock company."""
    long = {word for word in legal_forms() if len(word) > 5}
    short = {"joint", "stock"}
    return tuple(frozenset(words.union(*map(_one_letter_less, words))) for words in (long, short))  # type: ignore[return-value]


@lru_cache(maxsize=100_000)
def _is_misspelled_form(word: str, stock: bool) -> bool:
    """Whether a word is a long word of a legal form with a letter wrong, or two such words written as one.

    >>> [_is_misspelled_form(word, False) for word in ("limietd", "companny", "limitedliability", "limina", "stocck")]
    [True, True, True, False, False]
    """
    if len(word) < 5 or word in _same():
        return False
    long, short = _misspelled()
    spoiled = {word} | _one_letter_less(word)
    if (len(word) > 5 and not spoiled.isdisjoint(long)) or (stock and not spoiled.isdisjoint(short)):
        return True
    forms = legal_forms()
    return any(word[:at] in forms and word[at:] in forms for at in range(3, len(word) - 2))


@lru_cache(maxsize=100_000)
def _without_form(word: str) -> str:
    """Return a word without a long word of a legal form that was written in one with it.

    >>> _without_form("ticaretlimited"), _without_form("companyelement"), _without_form("limitedness")
    ('ticaret', 'element', 'ness')
    """
    if len(word) > 8:
        for form in _long_forms():
            if word.startswith(form):
                return word[len(form) :] if len(word) - len(form) > 1 else word
            if word.endswith(form):
                return word[: -len(form)] if len(word) - len(form) > 1 else word
    return word


@cache
def _long_forms() -> tuple[str, ...]:
    return tuple(sorted((word for word in legal_forms() if len(word) > 6), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=100_000)
def usual(word: str) -> str:
    """Return the usual spelling of a word: of words that mean the same one for all, also within a joined word, also with a letter wrong.

    >>> usual("technologies"), usual("toptechnologies"), usual("tehcnologies"), usual("naura")
    ('technology', 'toptechnology', 'technology', 'naura')
    """
    same = _same()
    if word in same:
        return same[word]
    if word[0].isdigit() and (ordinal := _ORDINAL.fullmatch(word)):
        return ordinal[1]
    if len(word) < 7:
        return word
    if word in same.values():
        return word
    for at in range(3, len(word) - 3):
        if word[at:] in same and len(word) - at > 4:
            return word[:at] + same[word[at:]]
    table = _misspelled_words()
    return next((table[one] for one in ({word} | _one_letter_less(word)) if one in table), word)


@cache
def _misspelled_words() -> dict[str, str]:
    """Return the long words of the table with one letter gone at most, each with its usual spelling."""
    found: dict[str, str] = {}
    for word, first in {**_same(), **dict.fromkeys(_same().values(), "")}.items():
        if len(word) > 6:
            for one in {word} | _one_letter_less(word):
                found.setdefault(one, first or word)
    return found


@cache
def _same() -> dict[str, str]:
    return {word: first for first, *others in _lines("words.txt") for word in others}


COMPANIES = 9500
"""How many companies the words of `common.txt` were counted among."""


@cache
def common_words() -> dict[str, int]:
    """Return the words that several companies have in their names, and how many of `COMPANIES` do.

    >>> common_words()["technology"] > common_words()["optical"] > 2
    True
    """
    return {word: int(count) for word, count in _lines("common.txt")}


@cache
def places() -> frozenset[str]:
    """Return the words that are places.

    >>> "shanghai" in places()
    True
    """
    return frozenset(word for line in _lines("places.txt") for word in line)
