"""UK Sanctions List as XML: one element for each designation, with its names, places and numbers inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from licet.screening.dates import iso_day, uk_day
from licet.screening.listing import Listing
from licet.screening.lists.count import Count
from licet.screening.lists.numbers import identifier
from licet.screening.lists.parts import LIST, Parts
from licet.screening.lists.uk_fcdo_csv import LIST_KEY, PUBLISHER
from licet.screening.lists.uk_group import Group, listing
from licet.screening.lists.xml_rows import as_published, elements, local, strip_namespaces, text_of, texts_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KNOWN = {
    *("LastUpdated", "DateDesignated", "UniqueID", "OFSIGroupID", "UNReferenceNumber", "Names", "NonLatinNames", "Titles", "RegimeName"),
    *("IndividualEntityShip", "DesignationSource", "SanctionsImposed", "SanctionsImposedIndicators", "OtherInformation"),
    *(
        "UKStatementofReasons",
        "Addresses",
        "PhoneNumbers",
        "EmailAddresses",
        "Websites",
        "IndividualDetails",
        "EntityDetails",
        "ShipDetails",
    ),
}
_NUMBERS = (
    ("Phone number", "PhoneNumbers/PhoneNumber"),
    ("Email address", "EmailAddresses/EmailAddress"),
    ("Website", "Websites/Website"),
    ("Business registration number", ".//BusinessRegistrationNumbers/BusinessRegistrationNumber"),
    ("IMO number", ".//IMONumbers/IMONumber"),
    ("Hull identification number", ".//HullIdentificationNumbers/HullIdentificationNumber"),
    ("OFSI Group ID", "OFSIGroupID"),
    ("UN Reference Number", "UNReferenceNumber"),
)
_REMARKS = ("SanctionsImposed", "OtherInformation", "UKStatementofReasons")
_LINKED = (".//ParentCompanies/ParentCompany", ".//Subsidiaries/Subsidiary", ".//CurrentOwnerOperators/CurrentOwnerOperator")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: the XML cannot be read, or has another shape.

    """
    part = parts[LIST]
    for row in elements(part, "Designations", (), ("Designation",), ("DateGenerated",)):
        name = local(row)
        if name == "DateGenerated":
            count.vintage = uk_day(row.text or "") or iso_day(row.text or "")
        elif name == "Designation":
            count.rows += 1
            strip_namespaces(row)
            count.unknown_columns.update(child.tag for child in row if child.tag not in KNOWN)
            group = _group(row, count)
            if not group.names or not group.id:
                count.skip("no name" if group.id else "no unique id", f"{part.where}: designation {count.rows} {group.id}".rstrip())
                continue
            count.listings += 1
            yield listing(group, PUBLISHER, LIST_KEY, count)


def _group(row: Element, count: Count) -> Group:
    group = Group(text_of(row, "UniqueID"), text_of(row, "IndividualEntityShip"), count.rows)
    for name in row.iterfind("Names/Name"):
        cells = {f"Name {number}": text_of(name, f"Name{number}") for number in range(1, 7)}
        group.add_name(cells, text_of(name, "NameType"), text_of(name, "AliasStrength"))
    for name in row.iterfind("NonLatinNames/NonLatinName"):
        group.add_script_name(text_of(name, "NameNonLatinScript"), text_of(name, "NonLatinScriptLanguage"))
    for one in row.iterfind("Addresses/Address"):
        lines = tuple(text_of(one, f"AddressLine{number}") for number in range(1, 7))
        group.add_address(lines, text_of(one, "AddressPostalCode"), text_of(one, "AddressCountry"), count)
    _add_person(row, group, count)
    for said, path in _NUMBERS:
        for number in texts_of(row, path):
            group.add_number(identifier(said, number))
    for flag in texts_of(row, ".//CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip"):
        group.add_countries(flag, count)
    for path in _LINKED:
        group.linked.update(dict.fromkeys(texts_of(row, path)))
    group.regimes.update(dict.fromkeys(texts_of(row, "RegimeName")))
    group.remarks.update(dict.fromkeys(f"{name}: {said}" for name in _REMARKS if (said := text_of(row, name))))
    group.add_days(text_of(row, "DateDesignated"), text_of(row, "LastUpdated"))
    group.lines.setdefault(as_published(row))
    return group


def _add_person(row: Element, group: Group, count: Count) -> None:
    for day in texts_of(row, ".//DOBs/DOB"):
        group.add_births(day, "", "")
    for place in row.iterfind(".//BirthDetails/Location"):
        group.add_births("", text_of(place, "TownOfBirth"), text_of(place, "CountryOfBirth"))
    for nationality in texts_of(row, ".//Nationalities/Nationality"):
        group.add_nationalities(nationality, count)
    for passport in row.iterfind(".//PassportDetails/Passport"):
        group.add_numbers("Passport", text_of(passport, "PassportNumber"), text_of(passport, "PassportAdditionalInformation"))
    for number in row.iterfind(".//NationalIdentifierDetails/NationalIdentifier"):
        details = text_of(number, "NationalIdentifierAdditionalInformation")
        group.add_numbers("National identifier", text_of(number, "NationalIdentifierNumber"), details)
    group.positions.update(dict.fromkeys((*texts_of(row, "Titles/Title"), *texts_of(row, ".//Positions/Position"))))
