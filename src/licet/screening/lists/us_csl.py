"""US Consolidated Screening List: what its CSV and JSON layouts share. It joins a dozen lists of three departments in one file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from licet.screening.countries import code_of
from licet.screening.dates import iso_day, spoken_birth
from licet.screening.entity_list import citations_of, footnote_doubt, footnotes_of
from licet.screening.listing import Address, Identifier, Listing, PartyKind
from licet.screening.lists.count import Count
from licet.screening.lists.names import clause_of, linked_in, names_of
from licet.screening.register import register
from licet.screening.text import cleaned

PUBLISHER = "us-csl"

LISTS = {
    "SDN": "us-sdn",
    "EL": "us-entity-list",
    "DPL": "us-denied-persons",
    "DTC": "us-itar-debarred",
    "SSI": "us-ssi",
    "UVL": "us-unverified",
    "ISN": "us-nonproliferation",
    "PLC": "us-plc",
    "NS-PLC": "us-plc",
    "MEU": "us-military-end-user",
    "CMIC": "us-cmic",
    "NS-CMIC": "us-cmic",
    "MBS": "us-mbs",
    "NS-MBS": "us-mbs",
    "CAP": "us-capta",
    "CAPTA": "us-capta",
    "FSE": "us-fse",
}
"""The list in the law's sense for each short name in a row's source."""

_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
    "": PartyKind.UNKNOWN,
}
_SHORT = re.compile(r"\(([A-Z-]+)(?: List)?\)")
_BARE_ADDRESS = re.compile(r"Address \d+")


@dataclass(slots=True)
class Row:
    """A row of the list, whichever layout it came in."""

    source: str
    name: str
    number: int
    original: str
    id: str = ""
    kind: str = ""
    title: str = ""
    alt_names: Iterable[str] = ()
    addresses: tuple[Address, ...] = ()
    countries: Iterable[str] = ()
    programmes: Iterable[str] = ()
    notice: str = ""
    start: str = ""
    end: str = ""
    requirement: str = ""
    policy: str = ""
    births: Iterable[str] = ()
    birth_places: Iterable[str] = ()
    nationalities: Iterable[str] = ()
    identifiers: tuple[Identifier, ...] = ()
    remarks: Iterable[str] = ()
    links: Iterable[str] = ()


def listing(row: Row, count: Count) -> Listing:
    """Return the listing of a row."""
    list_key = _list_of(row.source)
    if list_key == "us-other":
        count.unknown_words[f"source: {row.source}"] += 1
    kind = _KINDS.get(row.kind.lower())
    if kind is None:
        count.unknown_words[f"type: {row.kind}"] += 1
        kind = PartyKind.UNKNOWN
    if kind is PartyKind.UNKNOWN and _BARE_ADDRESS.fullmatch(row.name):
        kind = PartyKind.ADDRESS
    nationalities = tuple(row.nationalities)
    countries = [address.country for address in row.addresses]
    for word in (*row.countries, *nationalities):
        if code := code_of(word):
            countries.append(code)
        elif word:
            count.unknown_words[f"country: {word}"] += 1
    linked, remarks = linked_in((*row.remarks, clause_of(row.name)))
    requirement, kept = _shared(row.requirement), register()[list_key]
    doubt = footnote_doubt(requirement)
    listed, ended = iso_day(row.start), iso_day(row.end)
    unread = [
        f"{what} is no day: {said}" for what, said, day in (("start", row.start, listed), ("end", row.end, ended)) if said and not day
    ]
    return Listing(
        id=row.id or hashlib.sha256(row.original.encode("utf-8", "replace")).hexdigest()[:40],
        publisher=PUBLISHER,
        list=list_key,
        names=names_of(row.name, row.alt_names),
        kind=kind,
        addresses=row.addresses,
        countries=tuple(dict.fromkeys(map(intern, filter(None, countries)))),
        identifiers=row.identifiers,
        births=tuple(map(spoken_birth, row.births)),
        birth_places=tuple(row.birth_places),
        nationalities=nationalities,
        positions=(row.title,) if row.title else (),
        listed=listed,
        ended=ended,
        authority=kept.authority,
        binds=kept.binds,
        programmes=tuple(map(intern, row.programmes)),
        citations=_citations(row.notice),
        links=tuple(map(intern, row.links)),
        licence_requirement=requirement,
        review_policy=_shared(row.policy),
        footnotes=footnotes_of(requirement),
        linked=linked,
        remarks="; ".join(remarks),
        notes=(*([doubt] if doubt else []), *unread),
        row=row.number,
        original=row.original,
    )


@lru_cache(maxsize=256)
def _list_of(source: str) -> str:
    found = _SHORT.search(source)
    return LISTS.get(found[1], "us-other") if found else "us-other"


@lru_cache(maxsize=1024)
def _shared(text: str) -> str:
    """Return the text in one line, the same object for the same text: thousands of rows say the same."""
    return cleaned(text)


@lru_cache(maxsize=4096)
def _citations(notice: str) -> tuple[str, ...]:
    return citations_of(notice)
