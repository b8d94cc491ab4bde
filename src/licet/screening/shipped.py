"""The list that ships: chip-sector parties put together by hand. It is not the law, not complete, and says so.

It holds who is known to matter to makers and buyers of chips and chip tools, with Chinese names in common use, so that screening works
before any official list is fetched. It replaces none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from licet.model.errors import nearest
from licet.screening.dates import iso_day
from licet.screening.errors import refuse
from licet.screening.listing import Listing, NameKind, PartyKind, PartyName, Suspension
from licet.screening.register import register
from licet.screening.text import cleaned

PUBLISHER = "curated"
FOLDER = Path(__file__).with_name("curated")
NOT_LISTED = "not-listed.yaml"
NOTICE = (
    "The curated list holds chip-sector parties put together by hand. It is no official list and far from complete: no match in it means "
    "little. Fetch the official lists with `licet lists update`."
)

_CONFIDENCE = {
    "confirmed": "",
    "single_source": "read from one source only",
    "unconfirmed": "not confirmed",
}
_OF_GROUPS = ("list", "listed", "changed", "ended", "citations", "countries", "footnotes", "programmes", "review", "confidence", "note")
_OF_PARTIES = ("name", "aliases", "chinese", "kind", "weak", "suspended", *_OF_GROUPS[1:])
_FILE = ("about", "read", "groups")
_NOT_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class NotListed:
    """A name that was looked for on lists and not found: a screening that finds it is wrong, or the lists have changed."""

    names: tuple[str, ...]
    searched: str
    on: date
    note: str


@lru_cache(maxsize=1)
def curated_listings() -> tuple[Listing, ...]:
    """Return the curated listings.

    >>> smic = next(listing for listing in curated_listings() if listing.name.endswith("(SMIC)"))
    >>> smic.list, smic.footnotes, smic.listed.isoformat(), smic.names[-1].text
    ('us-entity-list', (5,), '2020-12-18', '中芯国际')
    """
    return read_curated(FOLDER)


@lru_cache(maxsize=1)
def curated_day() -> date:
    """Return the day up to which the sources of the curated list were read: that of its oldest part.

    >>> curated_day().isoformat()
    '2026-07-19'
    """
    return min(map(_day_read, _files(FOLDER)))


def _day_read(path: Path) -> date:
    """Return the day of a file from its own line, a twentieth of the time that parsing it takes."""
    said = next((line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("read: ")), "")
    return iso_day(said.removeprefix("read: ").strip()) or _day(path.name, "read", _table(path)["read"])


def not_listed() -> tuple[NotListed, ...]:
    """Return the names that were looked for and not found.

    >>> [one.names[0] for one in not_listed()][:2]
    ['CXMT', 'AMEC']
    """
    table = _table(FOLDER / NOT_LISTED)
    on = _day(NOT_LISTED, "read", table["read"])
    return tuple(
        NotListed((one["name"], *one.get("also", ()), *one.get("chinese", ())), table["searched"], on, one.get("note", "").strip())
        for one in table["parties"]
    )


def read_curated(folder: Path) -> tuple[Listing, ...]:
    """Return the listings of a folder of curated files.

    Raises:
        ListError: a file says something it cannot mean.

    """
    found: dict[str, Listing] = {}
    for path in _files(folder):
        table = _table(path)
        _keys(path.name, table, _FILE, _FILE)
        for group in table["groups"]:
            where = f"{path.name}: {group.get('title', 'a group')}"
            _keys(where, group, ("title", "parties", *_OF_GROUPS), ("title", "list", "parties"))
            for party in group["parties"]:
                listing = _listing(where, group, {"name": party} if isinstance(party, str) else party)
                if listing.id in found:
                    refuse(f"{where}: {listing.name}", "the party stands twice on one list", "each party once for each list", listing.id)
                found[listing.id] = listing
    return tuple(found.values())


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if path.name != NOT_LISTED]


def _table(path: Path) -> dict[str, Any]:
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        refuse(path.name, "the curated list cannot be read", "a YAML file", " ".join(str(error).split()))
    if not isinstance(table, dict):
        refuse(path.name, "wrong form", "a mapping", type(table).__name__)
    return table


def _keys(where: str, found: Any, allowed: tuple[str, ...], required: tuple[str, ...]) -> None:
    if not isinstance(found, dict):
        refuse(where, "wrong form", f"a mapping with {', '.join(required)}", str(found))
    for key in found:
        if key not in allowed:
            refuse(where, f'unknown key "{key}"', ", ".join(allowed), str(key), nearest(str(key), allowed))
    for key in required:
        if key not in found:
            refuse(where, f'the key "{key}" is missing', f"{key}: ...")


def _listing(where: str, group: dict[str, Any], party: dict[str, Any]) -> Listing:
    _keys(where, party, _OF_PARTIES, ("name",))
    where = f"{where}: {party['name']}"
    said = {**{key: group[key] for key in _OF_GROUPS if key in group}, **party}
    lists = register()
    if said["list"] not in lists:
        refuse(where, f'no list "{said["list"]}"', ", ".join(lists), said["list"], nearest(said["list"], lists))
    confidence = said.get("confidence", "confirmed")
    if confidence not in _CONFIDENCE:
        refuse(where, "unknown word", ", ".join(_CONFIDENCE), str(confidence), nearest(str(confidence), _CONFIDENCE))
    kept = lists[said["list"]]
    notes = (said.get("note", "").strip(), _CONFIDENCE[confidence])
    return Listing(
        id=f"{kept.key}:{_NOT_WORDS.sub('-', party['name'].casefold()).strip('-')}",
        publisher=PUBLISHER,
        list=kept.key,
        names=_names(party),
        kind=PartyKind(said.get("kind", PartyKind.UNKNOWN)),
        countries=tuple(said.get("countries", ())),
        listed=_maybe_day(where, "listed", said),
        changed=_maybe_day(where, "changed", said),
        ended=_maybe_day(where, "ended", said),
        suspended=tuple(_suspension(where, one) for one in said.get("suspended", ())),
        authority=kept.authority,
        binds=kept.binds,
        programmes=tuple(said.get("programmes", ())),
        citations=tuple(said.get("citations", ())),
        review_policy=said.get("review", "").strip(),
        footnotes=tuple(said.get("footnotes", ())),
        notes=tuple(filter(None, notes)),
    )


def _names(party: dict[str, Any]) -> tuple[PartyName, ...]:
    main = PartyName(cleaned(party["name"]), NameKind.WEAK if party.get("weak") else NameKind.MAIN)
    aliases = (PartyName(cleaned(name)) for name in party.get("aliases", ()))
    chinese = (PartyName(cleaned(name), NameKind.ORIGINAL, "zh", "in common use, not from the list") for name in party.get("chinese", ()))
    found: dict[str, PartyName] = {}
    for name in (main, *aliases, *chinese):
        found.setdefault(name.text, name)
    return tuple(found.values())


def _suspension(where: str, one: Any) -> Suspension:
    _keys(where, one, ("from", "until", "by"), ("from",))
    return Suspension(_day(where, "from", one["from"]), _day(where, "until", one["until"]) if "until" in one else None, one.get("by", ""))


def _maybe_day(where: str, key: str, said: dict[str, Any]) -> date | None:
    return _day(where, key, said[key]) if key in said else None


def _day(where: str, key: str, value: Any) -> date:
    if not isinstance(value, date):
        refuse(f"{where}: {key}", "not a day of the calendar", "a day such as 2024-12-02", str(value))
    return value
