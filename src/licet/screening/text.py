"""Text as lists write it: cleaned of what nobody meant to write, and told apart by script."""

from __future__ import annotations

import unicodedata
from collections import Counter

JOINERS = "\u200c\u200d"
"""Marks that Persian and Indian scripts need between letters; everywhere else they are dirt."""

_SCRIPTS = {
    "CJK": "Hani",
    "IDEOGRAPHIC": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "KATAKANA-HIRAGANA": "Jpan",
    "HALFWIDTH": "Jpan",
    "HANGUL": "Kore",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
}


def cleaned(text: str) -> str:
    r"""Return the text in one line, without control characters, invisible marks and doubled blanks; letters stay as they are.

    >>> cleaned(" \u200cHigh  Point\x00\u2002Aerotechnologies\n")
    'High Point Aerotechnologies'
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_kept, text)).strip(JOINERS + " ")
    return " ".join(text.split())


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":
        return letter if letter in JOINERS else ""
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "\ufffd" if category == "Cs" else letter


def script_of(text: str) -> str:
    """Return the script of a text by its ISO 15924 code: the foreign one where it is mixed with Latin, nothing where no letter is.

    >>> script_of("Huawei"), script_of("TDK株式会社"), script_of("有限会社タコ"), script_of("ЛУКАШЭНКА"), script_of("112")
    ('Latn', 'Hani', 'Jpan', 'Cyrl', '')
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    found = Counter(_script(letter) for letter in text if letter.isalpha())
    if found["Jpan"]:
        return "Jpan"
    foreign = [(count, script) for script, count in found.items() if script != "Latn"]
    return max(foreign)[1] if foreign else "Latn" if found else ""


def _script(letter: str) -> str:
    first, _, rest = unicodedata.name(letter, "").partition(" ")
    if first == "FULLWIDTH":
        first = rest.partition(" ")[0]
    return "Latn" if first == "LATIN" else _SCRIPTS.get(first, "Zyyy")
