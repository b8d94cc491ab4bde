"""OFAC's legacy XML (SDN.XML, CONSOLIDATED.XML), which marks weak names and keeps numbers and births apart."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import TYPE_CHECKING

from licet.screening.countries import code_of
from licet.screening.dates import spoken_birth, us_day
from licet.screening.listing import Address, Identifier, Listing, NameKind, PartyName
from licet.screening.lists.count import Count
from licet.screening.lists.names import linked_in
from licet.screening.lists.numbers import identifier, is_number
from licet.screening.lists.parts import LIST, Parts
from licet.screening.lists.us_ofac import kind_of_party, list_of, refuse_the_other_file, unknown_countries
from licet.screening.lists.xml_rows import as_published, elements, local, strip_namespaces, text_of, texts_of
from licet.screening.register import register
from licet.screening.text import cleaned

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KNOWN = {
    *("uid", "firstName", "lastName", "title", "sdnType", "remarks", "programList", "idList", "akaList", "addressList"),
    *("nationalityList", "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo"),
}
_LINES = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: the XML cannot be read, or has another shape.

    """
    part = parts[LIST]
    for element in elements(part, "sdnList", (), ("sdnEntry",), ("publshInformation",)):
        name = local(element)
        if name == "publshInformation":
            count.vintage = us_day(text_of(strip_namespaces(element), "Publish_Date"))
        elif name == "sdnEntry":
            count.rows += 1
            row = strip_namespaces(element)
            count.unknown_columns.update(child.tag for child in row if child.tag not in KNOWN)
            if not _name(row):
                count.skip("no name", f"{part.where}: entry {count.rows}")
                continue
            count.listings += 1
            refuse_the_other_file(count.publisher, texts_of(row, "programList/program"), f"{part.where}: entry {count.rows}")
            yield _listing(row, count)


def _listing(row: Element, count: Count) -> Listing:
    programmes = tuple(map(intern, texts_of(row, "programList/program")))
    key = list_of(count.publisher, programmes)
    addresses = tuple(_address(one) for one in row.iterfind("addressList/address"))
    stated = texts_of(row, "addressList/address/country")
    nationalities = (*texts_of(row, "nationalityList/nationality/country"), *texts_of(row, "citizenshipList/citizenship/country"))
    others = (*stated, *nationalities, *texts_of(row, "vesselInfo/vesselFlag"))
    codes = tuple(map(code_of, others))
    unknown_countries(others, codes, count)
    identifiers, said = _ids(row)
    linked, remarks = linked_in((*text_of(row, "remarks").split("; "), *said, *_vessel(row)))
    return Listing(
        id=text_of(row, "uid"),
        publisher=count.publisher,
        list=key,
        names=tuple(_names(row)),
        kind=kind_of_party(text_of(row, "sdnType"), count),
        addresses=tuple(address for address in addresses if address.text),
        countries=tuple(dict.fromkeys(filter(None, codes))),
        identifiers=identifiers,
        births=tuple(map(spoken_birth, texts_of(row, "dateOfBirthList/dateOfBirthItem/dateOfBirth"))),
        birth_places=texts_of(row, "placeOfBirthList/placeOfBirthItem/placeOfBirth"),
        nationalities=tuple(dict.fromkeys(code_of(word) or word for word in nationalities)),
        positions=texts_of(row, "title"),
        authority=register()[key].authority,
        binds=register()[key].binds,
        programmes=programmes,
        linked=linked,
        remarks="; ".join(remarks),
        row=count.rows,
        original=as_published(row),
    )


def _name(element: Element) -> str:
    last, first = text_of(element, "lastName"), text_of(element, "firstName")
    return cleaned(f"{last}, {first}" if first else last)


def _names(row: Element) -> Iterator[PartyName]:
    filed = _name(row)
    yield PartyName(filed, NameKind.MAIN)
    seen = {filed}
    for other in row.iterfind("akaList/aka"):
        text, said = _name(other), text_of(other, "type")
        if text and text not in seen:
            seen.add(text)
            weak = text_of(other, "category").lower() == "weak"
            yield PartyName(text, NameKind.WEAK if weak else NameKind.STRONG, said="" if said.startswith("a") else said)


def _address(one: Element) -> Address:
    pieces = [text_of(one, line) for line in _LINES]
    return Address(cleaned(", ".join(filter(None, pieces))), code_of(pieces[6]), pieces[3], pieces[5])


def _ids(row: Element) -> tuple[tuple[Identifier, ...], list[str]]:
    numbers: list[Identifier] = []
    remarks: list[str] = []
    for one in row.iterfind("idList/id"):
        said, number = text_of(one, "idType"), text_of(one, "idNumber")
        if number and is_number(said):
            numbers.append(identifier(said, number, code_of(text_of(one, "idCountry"))))
        else:
            remarks.append(f"{said} {number}".strip())
    if call_sign := text_of(row, "vesselInfo/callSign"):
        numbers.append(identifier("Call sign", call_sign))
    return tuple(numbers), remarks


def _vessel(row: Element) -> Iterator[str]:
    for name in ("vesselType", "vesselOwner", "tonnage", "grossRegisteredTonnage"):
        if said := text_of(row, f"vesselInfo/{name}"):
            yield f"{name}: {said}"
