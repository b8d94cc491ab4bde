"""FollowTheMoney entities, one JSON object on each line, as OpenSanctions publishes them and as anybody can bring their own.

Sanctions, addresses and documents are entities of their own that point at the party, or stand nested inside it; the file is read twice so
that they can stand anywhere. Where entities say which of them are targets, only those are listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.listing import Address, Identifier, IdentifierKind, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.json_rows import as_published, lines, text, texts
from licet.screening.lists.numbers import identifier
from licet.screening.lists.parts import LIST, Parts
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

PUBLISHER = "ftm"
_LIST = "follow-the-money"

_KINDS = {
    "Person": PartyKind.PERSON,
    "Organization": PartyKind.ORGANISATION,
    "Company": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "LegalEntity": PartyKind.UNKNOWN,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
}
_NUMBERS = {
    "passportNumber": IdentifierKind.PASSPORT,
    "idNumber": IdentifierKind.NATIONAL_ID,
    "socialSecurityNumber": IdentifierKind.NATIONAL_ID,
    "taxNumber": IdentifierKind.TAX,
    "vatCode": IdentifierKind.TAX,
    "innCode": IdentifierKind.TAX,
    "registrationNumber": IdentifierKind.REGISTRATION,
    "ogrnCode": IdentifierKind.REGISTRATION,
    "uscCode": IdentifierKind.REGISTRATION,
    "uniqueEntityId": IdentifierKind.REGISTRATION,
    "dunsCode": IdentifierKind.REGISTRATION,
    "leiCode": IdentifierKind.LEI,
    "swiftBic": IdentifierKind.BANK,
    "bikCode": IdentifierKind.BANK,
    "isin": IdentifierKind.SECURITY,
    "isinCode": IdentifierKind.SECURITY,
    "ticker": IdentifierKind.SECURITY,
    "imoNumber": IdentifierKind.IMO,
    "mmsi": IdentifierKind.MMSI,
    "callSign": IdentifierKind.CALL_SIGN,
    "serialNumber": IdentifierKind.AIRCRAFT,
    "email": IdentifierKind.EMAIL,
    "phone": IdentifierKind.PHONE,
    "website": IdentifierKind.WEBSITE,
    "cryptoWallets": IdentifierKind.WALLET,
    "icijId": IdentifierKind.REFERENCE,
    "npiCode": IdentifierKind.OTHER,
}
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "citizenship", "nationality", "flag")
_JOINED = {"Sanction", "Address", "Identification", "Passport"}


@dataclass(slots=True)
class _Beside:
    """What other entities of the file say of parties."""

    sanctions: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    documents: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    addresses: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    targets: bool = False


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: a line is no FollowTheMoney entity, or the file cannot be read.

    """
    part = parts[LIST]
    beside = _beside(parts)
    for number, row in lines(part):
        where, schema = f"{part.where}:{number}", text(row.get("schema"))
        count.rows += 1
        if schema in _JOINED:
            count.joined += 1
        elif schema not in _KINDS:
            count.skip(f"not a party: {schema}", where)
        elif beside.targets and not row.get("target"):
            count.skip("a party that is not listed itself", where)
        else:
            listing = _listing(row, number, beside)
            if listing is None:
                count.skip("no name", where)
                continue
            count.listings += 1
            yield listing


def _beside(parts: Parts) -> _Beside:
    part, found = parts[LIST], _Beside()
    for number, row in lines(part):
        schema, properties = row.get("schema"), row.get("properties")
        if not isinstance(schema, str) or not isinstance(properties, dict) or not text(row.get("id")):
            changed_layout(f"{part.where}:{number}", "an entity with id, schema and properties", ", ".join(row))
        found.targets = found.targets or bool(row.get("target"))
        if schema == "Sanction":
            for party in texts(properties.get("entity")):
                found.sanctions.setdefault(party, []).append(properties)
        elif schema in ("Identification", "Passport"):
            for party in texts(properties.get("holder")):
                found.documents.setdefault(party, []).append(properties)
        elif schema == "Address":
            found.addresses[text(row["id"])] = properties
    return found


def _listing(row: dict[str, Any], number: int, beside: _Beside) -> Listing | None:
    properties: dict[str, Any] = row["properties"]
    id_ = text(row["id"])
    names = tuple(_names(row, properties))
    if not names:
        return None
    sanctions = [*beside.sanctions.get(id_, ()), *_nested(properties.get("sanctions"))]
    documents = [*beside.documents.get(id_, ()), *_nested(properties.get("identificationEntity"))]
    addresses = tuple(_addresses(properties, beside))
    stated = [code_of(country) for name in _COUNTRIES for country in texts(properties.get(name))]
    days = {
        name: [day for one in sanctions for said in texts(one.get(name)) if (day := iso_day(said))] for name in ("startDate", "endDate")
    }
    kept = register()[_LIST]
    return Listing(
        id=id_,
        publisher=PUBLISHER,
        list=_LIST,
        names=names,
        kind=_KINDS[row["schema"]],
        addresses=addresses,
        countries=tuple(dict.fromkeys(map(intern, filter(None, (*stated, *(address.country for address in addresses)))))),
        identifiers=(*sorted(_numbers(properties), key=lambda found: (found.said, found.number)), *map(_document, documents)),
        births=texts(properties.get("birthDate")),
        birth_places=texts(properties.get("birthPlace")),
        nationalities=tuple(code_of(country) or country for country in texts(properties.get("nationality"))),
        positions=texts(properties.get("position")),
        listed=min(days["startDate"], default=None),
        changed=iso_day(text(row.get("last_change"))),
        ended=max(days["endDate"]) if sanctions and all(texts(one.get("endDate")) for one in sanctions) and days["endDate"] else None,
        authority="; ".join(dict.fromkeys(said for one in sanctions for said in texts(one.get("authority")))) or kept.authority,
        binds=kept.binds,
        programmes=tuple(
            dict.fromkeys(intern(said) for one in sanctions for said in (*texts(one.get("programId")), *texts(one.get("program"))))
        ),
        links=texts(properties.get("sourceUrl")),
        remarks="; ".join((*texts(properties.get("topics")), *texts(properties.get("notes")))),
        notes=tuple(f"data set: {name}" for name in texts(row.get("datasets"))),
        row=number,
        original=as_published(row),
    )


def _names(row: dict[str, Any], properties: dict[str, Any]) -> Iterator[PartyName]:
    caption = cleaned(text(row.get("caption")))
    seen: set[str] = set()
    given = [(name, NameKind.STRONG) for name in texts(properties.get("name"))]
    given += [(name, NameKind.STRONG) for kind in ("alias", "previousName", "abbreviation") for name in texts(properties.get(kind))]
    given += [(name, NameKind.WEAK) for name in texts(properties.get("weakAlias"))]
    if caption and any(cleaned(name) == caption for name, _ in given):
        seen.add(caption)
        yield PartyName(caption, NameKind.MAIN)
    for raw, kind in given:
        name = cleaned(raw)
        if not name or name in seen:
            continue
        if kind is NameKind.STRONG and script_of(name) not in ("Latn", ""):
            kind = NameKind.ORIGINAL  # noqa: PLW2901  # the kind the property gives, unless the script says more
        yield PartyName(name, kind if seen else NameKind.MAIN)
        seen.add(name)


def _nested(found: Any) -> Iterator[Mapping[str, Any]]:
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict) and isinstance(one.get("properties"), dict):
            yield one["properties"]


def _addresses(properties: dict[str, Any], beside: _Beside) -> Iterator[Address]:
    held = [beside.addresses[id_] for id_ in texts(properties.get("addressEntity")) if id_ in beside.addresses]
    for one in (*held, *_nested(properties.get("addressEntity"))):
        full = cleaned(next(iter(texts(one.get("full"))), ""))
        if full:
            country = next((code for said in texts(one.get("country")) if (code := code_of(said))), "")
            yield Address(full, country, next(iter(texts(one.get("city"))), ""), next(iter(texts(one.get("postalCode"))), ""))
    yield from (Address(cleaned(one)) for one in texts(properties.get("address")))


def _numbers(properties: dict[str, Any]) -> Iterator[Identifier]:
    for name in properties.keys() & _NUMBERS.keys():
        for number in texts(properties[name]):
            made = identifier(name, number)
            yield Identifier(_NUMBERS[name], made.number, said=name)


def _document(one: Mapping[str, Any]) -> Identifier:
    said = next(iter(texts(one.get("type"))), "passport")
    country = next((code for stated in texts(one.get("country")) if (code := code_of(stated))), "")
    return identifier(said, next(iter(texts(one.get("number"))), ""), country)
