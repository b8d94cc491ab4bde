"""China, lists of the Ministry of Commerce, as JSON: no official structured file exists, so this is the announcements in a table.

Only listings: that a listing is suspended is announced elsewhere and not marked here. An announcement that names one company and "five
more" stands as one row, which is said in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from licet.screening.dates import iso_day
from licet.screening.listing import Address, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.json_rows import as_published, members, text, texts
from licet.screening.lists.parts import LIST, Parts
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

PUBLISHER = "cn-mofcom"
REQUIRED = ("id", "entity_name", "aliases", "list_id", "date_added")
KNOWN = {*REQUIRED, "addresses", "country", "entity_type", "last_verified", "reason", "source_list_name", "source_url"}
LISTS = {
    "cn-unreliable-entity-list": "cn-unreliable-entities",
    "cn-export-control-watchlist": "cn-control-list",
    "cn-attention-list": "cn-attention-list",
}
_WHY = re.compile("^参与对台湾地区军售的|(?:公司)?及其分支机构$")
_LATIN_IN_CHINESE = re.compile(r"(?:美国)?([A-Za-z][\w&.' -]+?)(?:公司|集团)?$")
_SEVERAL = re.compile(r"等(\d*)[家个]?(?:外国)?实体$")
_POSTCODE = re.compile(r"[（(]邮编[：:]([^）)]*)[）)]")
_COUNTRIES = {"日本": "JP", "美国": "US", "台湾": "TW", "比利时": "BE", "德国": "DE", "捷克": "CZ"}


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: rows have another shape, or name a list that is not known; or the file cannot be read.

    """
    part = parts[LIST]
    for number, row in enumerate(members(part, "item"), 1):
        where = f"{part.where}:{number}"
        count.rows += 1
        if not isinstance(row, dict) or any(name not in row for name in REQUIRED):
            changed_layout(where, f"objects with {', '.join(REQUIRED)}", ", ".join(row) if isinstance(row, dict) else type(row).__name__)
        if text(row["list_id"]) not in LISTS:
            changed_layout(where, f"a list_id of {', '.join(LISTS)}", text(row["list_id"]))
        count.unknown_columns.update(name for name in row if name not in KNOWN)
        names, notes = _names(row)
        if not names:
            count.skip("no name", where)
            continue
        count.listings += 1
        yield _listing(row, number, names, notes)


def _listing(row: dict[str, Any], number: int, names: tuple[PartyName, ...], notes: tuple[str, ...]) -> Listing:
    kept = register()[LISTS[text(row["list_id"])]]
    addresses = tuple(map(_address, texts(row.get("addresses"))))
    return Listing(
        id=text(row["id"]),
        publisher=PUBLISHER,
        list=kept.key,
        names=names,
        kind=PartyKind.ORGANISATION,
        addresses=addresses,
        countries=tuple(dict.fromkeys(address.country for address in addresses if address.country)),
        listed=iso_day(text(row["date_added"])),
        authority=kept.authority,
        binds=kept.binds,
        links=texts(row.get("source_url")),
        remarks=text(row.get("reason")),
        notes=notes,
        row=number,
        original=as_published(row),
    )


def _names(row: dict[str, Any]) -> tuple[tuple[PartyName, ...], tuple[str, ...]]:
    found: dict[str, PartyName] = {}
    notes: list[str] = []
    for given in (text(row["entity_name"]), *texts(row["aliases"])):
        name = cleaned(given)
        if several := _SEVERAL.search(name):
            name = name[: several.start()]
            notes.append(f"the row stands for {several[1] or 'several'} entities, of which it names only the first")
        for one in _readings(_WHY.sub("", name)):
            kind = NameKind.STRONG if script_of(one) in ("Latn", "") else NameKind.ORIGINAL
            found.setdefault(one, PartyName(one, kind, "zh" if kind is NameKind.ORIGINAL else ""))
    names = list(found.values())
    if names:
        first = next((name for name in names if name.kind is NameKind.STRONG), names[0])
        names[names.index(first)] = PartyName(first.text, NameKind.MAIN, first.language)
    return tuple(names), tuple(dict.fromkeys(notes))


def _readings(name: str) -> Iterator[str]:
    """Yield a name, the Latin one in brackets behind it, and a Latin one that it wraps in Chinese words for a company.

    >>> list(_readings("哈德森技术公司（Hudson Technologies Co.）")), list(_readings("美国PVH集团"))
    (['哈德森技术公司', 'Hudson Technologies Co.'], ['美国PVH集团', 'PVH'])
    """
    inner = re.fullmatch(r"(.+?)[（(]([A-Za-z][^（）()]+)[）)]", name)
    if inner and script_of(inner[1]) == "Hani":
        yield inner[1].strip()
        yield inner[2].strip()
        return
    if name.strip():
        yield name.strip()
    wrapped = _LATIN_IN_CHINESE.fullmatch(name)
    if wrapped and wrapped[1] != name:
        yield wrapped[1].strip()


def _address(given: str) -> Address:
    postcode = _POSTCODE.search(given)
    plain = cleaned(_POSTCODE.sub("", given))
    country = next((code for name, code in _COUNTRIES.items() if plain.startswith(name)), "")
    return Address(plain, country, postcode=postcode[1] if postcode else "")
