"""United Nations Security Council Consolidated List: individuals and entities, names in four parts, days of birth in several shapes."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import TYPE_CHECKING

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.listing import Address, Identifier, IdentifierKind, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count
from licet.screening.lists.numbers import identifier
from licet.screening.lists.parts import LIST, Parts
from licet.screening.lists.xml_rows import as_published, elements, local, text_of, texts_of
from licet.screening.register import register
from licet.screening.text import cleaned

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PUBLISHER = "un"
_LIST = "un-consolidated"
_KINDS = {"INDIVIDUAL": PartyKind.PERSON, "ENTITY": PartyKind.ORGANISATION}
_ABOUT = ("DATAID", "VERSIONNUM", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "DELISTED_ON", "COMMENTS1", "LIST_TYPE", "SUBMITTED_BY")
KNOWN = {
    *_ABOUT,
    *("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT", "GENDER", "TITLE", "DESIGNATION", "NATIONALITY"),
    *("NATIONALITY2", "LAST_DAY_UPDATED", "SORT_KEY", "SORT_KEY_LAST_MOD"),
    *(f"{who}_{what}" for who in _KINDS for what in ("ALIAS", "ADDRESS", "DATE_OF_BIRTH", "PLACE_OF_BIRTH", "DOCUMENT")),
}
_NAME = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = ("STREET", "CITY", "ZIP_CODE", "STATE_PROVINCE", "COUNTRY", "NOTE")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: the XML cannot be read, or has another shape.

    """
    part = parts[LIST]
    for row in elements(part, "CONSOLIDATED_LIST", ("INDIVIDUALS", "ENTITIES"), tuple(_KINDS)):
        who = local(row)
        if who not in _KINDS:
            count.vintage = iso_day(row.get("dateGenerated", ""))
            continue
        count.rows += 1
        count.unknown_columns.update(child.tag for child in row if child.tag not in KNOWN)
        names = tuple(_names(row, who))
        if not names:
            count.skip("no name", f"{part.where}: {text_of(row, 'REFERENCE_NUMBER')}")
            continue
        count.listings += 1
        yield _listing(row, who, names, count)


def _listing(row: Element, who: str, names: tuple[PartyName, ...], count: Count) -> Listing:
    kept = register()[_LIST]
    addresses = tuple(address for one in row.iterfind(f"{who}_ADDRESS") if (address := _address(one)).text)
    nationalities = (*texts_of(row, "NATIONALITY/VALUE"), *texts_of(row, "NATIONALITY2"))
    stated = (*texts_of(row, f"{who}_ADDRESS/COUNTRY"), *nationalities)
    codes = tuple(map(code_of, stated))
    count.unknown_words.update(f"country: {word}" for word, code in zip(stated, codes, strict=True) if not code)
    reference = text_of(row, "REFERENCE_NUMBER")
    return Listing(
        id=text_of(row, "DATAID") or reference,
        publisher=PUBLISHER,
        list=_LIST,
        names=names,
        kind=_KINDS[who],
        addresses=addresses,
        countries=tuple(dict.fromkeys(filter(None, codes))),
        identifiers=(
            *(number for one in row.iterfind(f"{who}_DOCUMENT") if (number := _document(one)).number),
            *([Identifier(IdentifierKind.REFERENCE, reference, said="United Nations")] if reference else ()),
        ),
        births=tuple(dict.fromkeys(filter(None, map(_birth, row.iterfind(f"{who}_DATE_OF_BIRTH"))))),
        birth_places=tuple(dict.fromkeys(filter(None, map(_place, row.iterfind(f"{who}_PLACE_OF_BIRTH"))))),
        nationalities=tuple(dict.fromkeys(code_of(word) or word for word in nationalities)),
        positions=(*texts_of(row, "TITLE/VALUE"), *texts_of(row, "DESIGNATION/VALUE")),
        listed=iso_day(text_of(row, "LISTED_ON")),
        changed=max(filter(None, map(iso_day, texts_of(row, "LAST_DAY_UPDATED/VALUE"))), default=None),
        ended=iso_day(text_of(row, "DELISTED_ON")),
        authority=kept.authority,
        binds=kept.binds,
        programmes=tuple(map(intern, texts_of(row, "UN_LIST_TYPE"))),
        citations=(reference,) if reference else (),
        remarks=text_of(row, "COMMENTS1"),
        row=count.rows,
        original=as_published(row),
    )


def _names(row: Element, who: str) -> Iterator[PartyName]:
    filed = cleaned(" ".join(filter(None, (text_of(row, part) for part in _NAME))))
    seen = {filed}
    if filed:
        yield PartyName(filed, NameKind.MAIN)
    original = cleaned(text_of(row, "NAME_ORIGINAL_SCRIPT"))
    if original and original not in seen:
        seen.add(original)
        yield PartyName(original, NameKind.ORIGINAL)
    for alias in row.iterfind(f"{who}_ALIAS"):
        text, quality = cleaned(text_of(alias, "ALIAS_NAME")), text_of(alias, "QUALITY")
        if text and text not in seen:
            seen.add(text)
            yield PartyName(
                text, NameKind.WEAK if quality.lower() == "low" else NameKind.STRONG, said=quality if "f.k.a" in quality else ""
            )


def _address(one: Element) -> Address:
    pieces = [text_of(one, part) for part in _ADDRESS]
    return Address(cleaned(", ".join(filter(None, pieces))), code_of(pieces[4]), pieces[1], pieces[2])


def _place(one: Element) -> str:
    return ", ".join(filter(None, (text_of(one, part) for part in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"))))


def _document(one: Element) -> Identifier:
    said = " ".join(filter(None, (text_of(one, "TYPE_OF_DOCUMENT"), text_of(one, "TYPE_OF_DOCUMENT2")))) or "document"
    country = text_of(one, "ISSUING_COUNTRY") or text_of(one, "COUNTRY_OF_ISSUE")
    return identifier(said, text_of(one, "NUMBER"), code_of(country))


def _birth(one: Element) -> str:
    about = "~" if text_of(one, "TYPE_OF_DATE") == "APPROXIMATELY" else ""
    start, end = text_of(one, "FROM_YEAR"), text_of(one, "TO_YEAR")
    if start or end:
        return f"{start}{about}/{end}{about}"
    day = iso_day(text_of(one, "DATE"))
    exact = day.isoformat() if day else text_of(one, "DATE") or text_of(one, "YEAR")
    return f"{exact}{about}" if exact else text_of(one, "NOTE")
