"""From a country's name, as lists write it, to its code; a name that is not known gives none, and is counted by who asks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

_NAMES = Path(__file__).with_name("countries.yaml")
_AROUND = re.compile(r"^region: |\s*\([^()]*\)\.?$|\.$", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?\b(?:\d{1,2}|[a-h])\)\s*")


@lru_cache(maxsize=4096)
def code_of(name: str) -> str:
    """Return the ISO 3166-1 code of a country by a name, a code or the name of its nationals, or nothing.

    >>> [code_of(name) for name in ("Korea, North", "TURKIYE", "Afghan", "cn", "Kuwait (residence as at Mar 2009)", "Atlantis")]
    ['KP', 'TR', 'AF', 'CN', 'KW', '']
    """
    known, codes = _known()
    name = name.strip()
    if len(name) == 2 and name.upper() in codes:
        return name.upper()
    code = known.get(_plain(name))
    if code is None:
        shorter = _AROUND.sub("", name).strip()
        code = code_of(shorter) if shorter != name else ""
    return code


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of all countries of a cell that may number them.

    >>> codes_in("(1) Yemen (2) Central African Republic"), codes_in("a) Syrian Arab Republic b) State of Palestine"), codes_in("")
    (('YE', 'CF'), ('SY', 'PS'), ())
    """
    if not text:
        return ()
    whole = code_of(text)
    found = (whole,) if whole else map(code_of, several(text))
    return tuple(dict.fromkeys(code for code in found if code))


def several(text: str) -> tuple[str, ...]:
    """Return the members of a cell that may number them.

    >>> several("(1) Dahyan (2) Sa’dah Governorate"), several("Mohilev/Mogilev")
    (('Dahyan', 'Sa’dah Governorate'), ('Mohilev/Mogilev',))
    """
    text = text.strip()
    if not _NUMBERED.match(text):
        return (text,) if text else ()
    return tuple(part for part in (piece.strip(" ,;") for piece in _NUMBERED.split(text)) if part)


def _plain(name: str) -> str:
    if not name.isascii():
        name = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w ]", " ", name.casefold()).split())


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], frozenset[str]]:
    table = yaml.load(_NAMES.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    return {_plain(name): code for code, names in table.items() for name in names}, frozenset(table)
