"""The names of one entry of a Japanese notice, told apart where the text of the PDF runs them together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from licet.screening.listing import NameKind, PartyName
from licet.screening.text import cleaned, script_of

_WIDE = re.compile("[\u3000-\u30ff\u4e00-\u9fff]")
_OTHERS = re.compile(r"(?<!\()別称\s*:")
_AKA = re.compile(
    r",?\s*(?:a\.k\.a\.?\s*,?\s*(?:(?:the\s*)?following\s*(\w+?)\s*alias(?:es)?\s*:?)?|the\s*following\s*(\w+?)\s*alias(?:es)?\s*:)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_CHINESE = re.compile("(?:公司|厂|研究院)$")
_LATIN_BREAK = re.compile(r"(?<=[A-Za-z.,])\n(?=[A-Za-z])")
_DASH = r"[-–—‐]\s*"
_AFTER_SEMICOLON = re.compile(rf"(?:^|;\s*(?:and\s*)?|,?\sand\s+){_DASH}")
_AT_LINE_START = re.compile(rf"(?:^|\n|;\s*(?:and\s*)?){_DASH}")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen")
_SHORTEST_GLUED = 12
"""A Latin tail of a Japanese line is the Latin name, and not the end of the Japanese one, from this length on."""


def names_of(head: str) -> tuple[tuple[PartyName, ...], str]:
    r"""Return the names of an entry, the Latin one first, and what is odd about them.

    >>> names, odd = names_of("イールーファ（深圳市亿路发科技有限公司）Yilufa Ltd, a.k.a., the following one alias:\n-Yilufa Limited.")
    >>> [(name.text, name.kind.value, name.language) for name in names]  # doctest: +NORMALIZE_WHITESPACE
    [('Yilufa Ltd', 'main', ''), ('Yilufa Limited', 'strong', ''),
     ('深圳市亿路发科技有限公司', 'original_script', 'zh'), ('イールーファ', 'strong', 'ja')]
    """
    chinese: list[str] = []
    head = _BRACKETS.sub(lambda found: _bracketed(found, chinese), unicodedata.normalize("NFKC", head))
    labelled = _OTHERS.search(head)
    first, others = (head[: labelled.start()], head[labelled.end() :]) if labelled else (head, "")
    japanese, latin = _split(first)
    name, aliases, odd = _latin(latin)
    found: dict[str, PartyName] = {}
    if name:
        found[name] = PartyName(name, NameKind.MAIN)
    for alias in (*aliases, *_listed_latin(others)):
        found.setdefault(alias, PartyName(alias))
    for text in chinese:
        found.setdefault(text, PartyName(text, NameKind.ORIGINAL, "zh"))
    for text in (*_japanese(japanese), *_listed_japanese(others)):
        found.setdefault(text, PartyName(text, language="ja" if _WIDE.search(text) else ""))
    return tuple(found.values()), odd


def _bracketed(found: re.Match[str], chinese: list[str]) -> str:
    """Take a bracket that holds Chinese companies out of the text; put any other on one line."""
    inner = _BRACKETS.sub(lambda within: _bracketed(within, chinese), found[1])
    pieces = [piece.replace("\n", "").replace(" ", "") for piece in re.split("[、;()]", inner)]
    names = [piece for piece in pieces if piece]
    if names and _CHINESE.search(names[0]) and all(script_of(name) == "Hani" for name in names):
        chinese.extend(names)
        return ""
    one_line = _LATIN_BREAK.sub(" ", inner).replace("\n", "")
    return f"({one_line})"


def _split(head: str) -> tuple[str, str]:
    """Split an entry where the Latin name begins: at a line without Japanese, or after a Japanese name on the same line."""
    glued: int | None = None
    place = 0
    for line in head.split("\n"):
        if place and line.strip() and not _WIDE.search(line) and _closed(head[:place]):
            if glued is not None and len(head[glued:place].strip()) >= _SHORTEST_GLUED:
                return head[:glued], head[glued:]
            return head[:place], head[place:]
        last = max((found.end() for found in _WIDE.finditer(line)), default=None)
        while last is not None and not _closed(head[: place + last]):
            last = line.find(")", last) + 1 or None
        if last is not None and re.match(r"[)\s]*[A-Za-z0-9“\"(]", line[last:]):
            glued = place + last + len(line[last:]) - len(line[last:].lstrip(") "))
        place += len(line) + 1
    return (head[:glued], head[glued:]) if glued is not None else (head, "")


def _closed(text: str) -> bool:
    return text.count("(") <= text.count(")")


def _latin(text: str) -> tuple[str, list[str], str]:
    """Return the Latin name, the names after a.k.a., and where their number is not the one the notice states, that."""
    found = _AKA.search(text)
    if not found:
        return _tidy(text), [], ""
    word = (found[1] or found[2] or "").lower()
    stated = _NUMBERS.index(word) + 1 if word in _NUMBERS else None
    rest = text[found.end() :].strip()
    split = [_aliases(rest, mark) for mark in (_AFTER_SEMICOLON, _AT_LINE_START)]
    best = next((aliases for aliases in split if len(aliases) == stated), split[1])
    odd = f"the notice states {stated} other names, {len(best)} were found" if stated and len(best) != stated else ""
    return _tidy(text[: found.start()]), best, odd


def _aliases(text: str, mark: re.Pattern[str]) -> list[str]:
    return [alias for alias in map(_tidy, mark.split(text)) if alias]


def _tidy(text: str) -> str:
    text = cleaned(re.sub(r"-\s*\n\s*", "-", text))
    text = re.sub(r"[;,]?\s+and$", "", text).rstrip(" ;,:")
    return text[:-1] if text.endswith(".") and not re.search(r"\b(?:Ltd|Co|Inc|Corp|Sti|[A-Z])\.$", text) else text


def _listed_latin(text: str) -> Iterator[str]:
    lines = [line for line in text.split("\n") if line.strip() and not _WIDE.search(line)]
    yield from filter(None, map(_tidy, "\n".join(lines).split(";")))


def _listed_japanese(text: str) -> Iterator[str]:
    lines = [line for line in text.split("\n") if _WIDE.search(line)]
    for piece in re.split(r"[;、]|及び", "".join(lines)):
        if _WIDE.search(piece):
            yield cleaned(piece)


def _japanese(text: str) -> Iterator[str]:
    """Yield the Japanese name without its brackets, then the names in the brackets after 別称 (also called)."""
    joined = text.replace("\n", "")
    plain = cleaned(_BRACKETS.sub("", joined))
    if plain:
        yield plain
    for inner in _BRACKETS.findall(joined):
        if inner.startswith("別称"):
            yield from filter(None, map(cleaned, re.split(r"[、,]|及び", inner.removeprefix("別称").lstrip("、, "))))
