"""EU financial sanctions, schema 1.1: names in many languages, each with the regulation that brought it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from sys import intern
from typing import TYPE_CHECKING

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.listing import Address, Identifier, IdentifierKind, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count
from licet.screening.lists.numbers import identifier, kind_of
from licet.screening.lists.parts import LIST, Parts
from licet.screening.lists.xml_rows import as_published, elements, local, strip_namespaces, texts_of
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PUBLISHER = "eu-fsf"
_LIST = "eu-financial-sanctions"
KNOWN = {"remark", "regulation", "subjectType", "nameAlias", "citizenship", "birthdate", "identification", "address"}

_REPEATED = frozenset({"regulationSummary"})
"""Stands at every name, place and number with the regulation that the entity names already."""

_KINDS = {"person": PartyKind.PERSON, "enterprise": PartyKind.ORGANISATION}
_NUMBERS = {
    "passport": IdentifierKind.PASSPORT,
    "travelcardid": IdentifierKind.PASSPORT,
    "id": IdentifierKind.NATIONAL_ID,
    "ssn": IdentifierKind.NATIONAL_ID,
    "drivinglicence": IdentifierKind.NATIONAL_ID,
    "residentperm": IdentifierKind.NATIONAL_ID,
    "electionsid": IdentifierKind.NATIONAL_ID,
    "birthcert": IdentifierKind.NATIONAL_ID,
    "regnumber": IdentifierKind.REGISTRATION,
    "tradelic": IdentifierKind.REGISTRATION,
    "fiscalcode": IdentifierKind.TAX,
    "swiftbic": IdentifierKind.BANK,
    "imo": IdentifierKind.IMO,
}
_CONTACTS = {
    "PHONE": IdentifierKind.PHONE,
    "FAX": IdentifierKind.PHONE,
    "EMAIL": IdentifierKind.EMAIL,
    "WEB": IdentifierKind.WEBSITE,
}


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: the XML cannot be read, or has another shape.

    """
    part = parts[LIST]
    for element in elements(part, "export", (), ("sanctionEntity",)):
        if local(element) == "export":
            count.vintage = iso_day(element.get("generationDate", ""))
            continue
        count.rows += 1
        row = strip_namespaces(element)
        count.unknown_columns.update(child.tag for child in row if child.tag not in KNOWN)
        names = _names(row)
        if not names:
            count.skip("no name", f"{part.where}: {row.get('euReferenceNumber') or row.get('logicalId')}")
            continue
        count.listings += 1
        yield _listing(row, names, count)


def _listing(row: Element, names: tuple[PartyName, ...], count: Count) -> Listing:
    regulations = row.findall("regulation")
    addresses = tuple(filter(lambda address: address.text, map(_address, row.iterfind("address"))))
    citizenships = [_country(one) or one.get("countryDescription", "") for one in row.iterfind("citizenship")]
    kept = register()[_LIST]
    identifiers = list(map(_identifier, row.iterfind("identification")))
    if number := row.get("unitedNationId", "").strip():
        identifiers.append(Identifier(IdentifierKind.REFERENCE, number, said="United Nations"))
    contacts = [one for one in row.iterfind("address/contactInfo") if one.get("value", "").strip()]
    return Listing(
        id=row.get("euReferenceNumber", "") or row.get("logicalId", ""),
        publisher=PUBLISHER,
        list=_LIST,
        names=names,
        kind=_kind(row, count),
        addresses=addresses,
        countries=tuple(dict.fromkeys(filter(None, (*(one.country for one in addresses), *map(code_of, citizenships))))),
        identifiers=(*identifiers, *map(_contact, contacts)),
        births=tuple(dict.fromkeys(filter(None, map(_birth, row.iterfind("birthdate"))))),
        birth_places=tuple(dict.fromkeys(filter(None, map(_birth_place, row.iterfind("birthdate"))))),
        nationalities=tuple(dict.fromkeys(citizenships)),
        positions=tuple(dict.fromkeys(filter(None, (cleaned(one.get("function", "")) for one in row.iterfind("nameAlias"))))),
        listed=min(_days(row), default=None),
        changed=max((day for one in regulations if (day := iso_day(one.get("publicationDate", "")))), default=None),
        authority=kept.authority,
        binds=kept.binds,
        programmes=tuple(dict.fromkeys(intern(one.get("programme", "")) for one in regulations)),
        citations=tuple(dict.fromkeys(intern(one.get("numberTitle", "")) for one in regulations)),
        links=tuple(dict.fromkeys(map(intern, texts_of(row, "regulation/publicationUrl")))),
        remarks="; ".join(filter(None, (cleaned(row.get("designationDetails", "")), *texts_of(row, "remark")))),
        row=count.rows,
        original=as_published(row, _REPEATED),
    )


def _names(row: Element) -> tuple[PartyName, ...]:
    """Return the names; the list marks none as the main one, so the first in English or in no language is taken for it."""
    found: dict[str, PartyName] = {}
    for alias in row.iterfind("nameAlias"):
        parts = (alias.get(name, "") for name in ("firstName", "middleName", "lastName"))
        text = cleaned(alias.get("wholeName", "")) or cleaned(" ".join(parts))
        if text:
            kind = NameKind.STRONG if alias.get("strong", "true") == "true" else NameKind.WEAK
            if kind is NameKind.STRONG and script_of(text) not in ("Latn", ""):
                kind = NameKind.ORIGINAL
            found.setdefault(text, PartyName(text, kind, intern(alias.get("nameLanguage", "").lower())))
    strong = [name for name in found.values() if name.kind is NameKind.STRONG]
    main = next((name for name in strong if name.language in ("", "en")), strong[0] if strong else None)
    return tuple(replace(name, kind=NameKind.MAIN) if name is main else name for name in found.values())


def _kind(row: Element, count: Count) -> PartyKind:
    subject = row.find("subjectType")
    code = subject.get("code", "") if subject is not None else ""
    if code not in _KINDS:
        count.unknown_words[f"type: {code}"] += 1
    return _KINDS.get(code, PartyKind.UNKNOWN)


def _country(one: Element) -> str:
    return code_of(one.get("countryIso2Code", ""))


def _address(one: Element) -> Address:
    pieces = [cleaned(one.get(name, "")) for name in ("street", "poBox", "place", "zipCode", "city", "region")]
    country = _country(one)
    if country:
        pieces.append(cleaned(one.get("countryDescription", "")))
    return Address(", ".join(filter(None, pieces)), country, pieces[4], pieces[3])


def _identifier(one: Element) -> Identifier:
    said = one.get("identificationTypeDescription", "")
    number = cleaned(one.get("number", "") or one.get("latinNumber", ""))
    made = identifier(said, number, _country(one))
    kind = _NUMBERS.get(one.get("identificationTypeCode", "")) or (made.kind if made.kind is IdentifierKind.IMO else kind_of(said))
    return Identifier(kind, made.number, made.country, said)


def _contact(one: Element) -> Identifier:
    said = one.get("key", "")
    return Identifier(_CONTACTS.get(said, IdentifierKind.OTHER), cleaned(one.get("value", "")), said=said)


def _birth(one: Element) -> str:
    """Return a birth as in EDTF; in the words of another calendar where it is told in one."""
    about = "~" if one.get("circa") == "true" else ""
    whole, year, month = one.get("birthdate", ""), one.get("year", ""), one.get("monthOfYear", "")
    if one.get("calendarType", "GREGORIAN") != "GREGORIAN":
        return f"{whole or year} ({one.get('calendarType')})" if whole or year else ""
    if one.get("yearRangeFrom") or one.get("yearRangeTo"):
        return f"{one.get('yearRangeFrom', '')}{about}/{one.get('yearRangeTo', '')}{about}"
    if whole:
        return f"{whole}{about}"
    return f"{year}-{int(month):02d}{about}" if year and month.isdigit() else f"{year}{about}" if year else ""


def _birth_place(one: Element) -> str:
    pieces = [cleaned(one.get(name, "")) for name in ("place", "city", "region")]
    if _country(one):
        pieces.append(cleaned(one.get("countryDescription", "")))
    return ", ".join(filter(None, pieces))


def _days(row: Element) -> Iterator[date]:
    """Yield every day on which a regulation is said to have named the party: an amendment stands in place of what it amended."""
    stated = [row.get("designationDate", "")]
    stated += [one.get(name, "") for one in row.iterfind("regulation") for name in ("entryIntoForceDate", "publicationDate")]
    stated += [one.get("publicationDate", "") for one in row.iterfind("*/regulationSummary")]
    yield from filter(None, map(iso_day, stated))
