"""Japan, Foreign End User List: the table of METI's PDF as JSON, one object for each row.

In the table as extracted, some rows have their name in the cell of the country ("People's Republic of China Abascience Tech Co. Ltd"). It
is taken from there as a weak name, with a note: it may be the end of a longer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.errors import refuse
from licet.screening.listing import Address, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.json_rows import as_published, members, text, texts
from licet.screening.lists.parts import LIST, Parts
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

PUBLISHER = "jp-end-user"
REQUIRED = ("id", "entity_name", "aliases", "addresses", "reason")
OWN = "jp-end-user-list"
"""What the file calls the list; a file of the same layout can be of another."""

KNOWN = {*REQUIRED, "country", "date_added", "entity_type", "last_verified", "list_id", "source_list_name", "source_url"}

_IN_BRACKETS = re.compile(r"\s*[（(]\s*((?:[^（）()]|[（(][^（）()]*[）)])+?)\s*[）)]")
_HAN_AT_END = re.compile("([^\u3040-\u9fff]{4,}?)\\s+([\u3400-\u9fff].*)")
_FROM_COUNTRY = "the name was read from the cell of the country, and may be the end of a longer one"
_WORDS_OF_A_COUNTRY = 6


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: rows have another shape, or the file cannot be read.

    """
    part = parts[LIST]
    for number, row in enumerate(members(part, "item"), 1):
        where = f"{part.where}:{number}"
        count.rows += 1
        if not isinstance(row, dict) or any(name not in row for name in REQUIRED):
            changed_layout(where, f"objects with {', '.join(REQUIRED)}", ", ".join(row) if isinstance(row, dict) else type(row).__name__)
        if text(row.get("list_id", OWN)) != OWN:
            refuse(where, "a row of another list", OWN, text(row["list_id"]))
        count.unknown_columns.update(name for name in row if name not in KNOWN)
        names, countries, odd = _read(row, count)
        if not names:
            count.skip("no name", where)
            continue
        count.listings += 1
        yield _listing(row, number, names, countries, odd)


def _listing(row: dict[str, Any], number: int, names: tuple[PartyName, ...], countries: list[str], odd: bool) -> Listing:
    kept = register()["jp-end-user"]
    return Listing(
        id=text(row["id"]),
        publisher=PUBLISHER,
        list="jp-end-user",
        names=names,
        kind=PartyKind.ORGANISATION,
        addresses=tuple(Address(cleaned(place), code_of(place)) for place in texts(row["addresses"]) if code_of(place)),
        countries=tuple(dict.fromkeys(countries)),
        listed=iso_day(text(row.get("date_added"))),
        authority=kept.authority,
        binds=kept.binds,
        programmes=concerns(text(row["reason"])),
        links=texts(row.get("source_url")),
        remarks=text(row["reason"]),
        notes=(_FROM_COUNTRY,) if odd else (),
        row=number,
        original=as_published(row),
    )


def concerns(reason: str) -> tuple[str, ...]:
    """Return the concerns of a row by their letters: biological, chemical, missile, nuclear, conventional weapons.

    >>> concerns("大量破壊兵器等の懸念: ミサイル、核 M,N; 通常兵器の懸念: CW")
    ('M', 'N', 'CW')
    """
    return tuple(dict.fromkeys(re.findall(r"\b(CW|[BCMN])(?![A-Za-z])", reason)))


def _read(row: dict[str, Any], count: Count) -> tuple[tuple[PartyName, ...], list[str], bool]:
    """Return the names and countries of a row, and whether a name had to be looked for in the cell of the country."""
    found: dict[str, PartyName] = {}
    for given in (text(row["entity_name"]), *texts(row["aliases"])):
        for name in _names(given):
            found.setdefault(name.text, name)
    countries: list[str] = []
    odd = False
    for place in texts(row["addresses"]):
        code, rest = _country_and_rest(place)
        if code:
            countries.append(code)
        else:
            count.unknown_words[f"country: {place}"] += 1
        if rest:
            odd = True
            found.setdefault(rest, PartyName(rest, NameKind.WEAK))
    names = list(found.values())
    if names:
        first = next((name for name in names if name.kind is NameKind.STRONG), names[0])
        names[names.index(first)] = PartyName(first.text, NameKind.MAIN, first.language)
    return tuple(names), countries, odd


def _names(given: str) -> Iterator[PartyName]:
    """Yield a name, and the one in another script that stands in brackets behind it; a bracket in the same script is part of the name."""
    foreign: list[str] = []

    def take(found: re.Match[str]) -> str:
        if script_of(found[1]) in ("Latn", ""):
            return found[0]
        foreign.append(_tight(found[1]))
        return " "

    plain = cleaned(_IN_BRACKETS.sub(take, given) if script_of(given[:1]) != "Hani" else given)
    if behind := _HAN_AT_END.fullmatch(plain):
        plain = behind[1]
        foreign.append(_tight(behind[2]))
    if plain:
        yield PartyName(plain) if script_of(plain) in ("Latn", "") else PartyName(_tight(plain), NameKind.ORIGINAL)
    for name in foreign:
        yield PartyName(name, NameKind.ORIGINAL)


def _tight(name: str) -> str:
    """Return a Han name without the blanks that the table broke it with.

    >>> _tight("股份 有限公司")
    '股份有限公司'
    """
    return re.sub("(?<=[\u3040-\u9fff])\\s+(?=[\u3040-\u9fff])", "", cleaned(name))


def _country_and_rest(place: str) -> tuple[str, str]:
    if code := code_of(place):
        return code, ""
    words = place.split()
    for length in range(min(_WORDS_OF_A_COUNTRY, len(words) - 1), 0, -1):
        if code := code_of(" ".join(words[:length])):
            return code, cleaned(" ".join(words[length:]))
    return "", ""
