"""US Consolidated Screening List as CSV: the official layout of 29 columns, and one cut down to names and licence fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licet.screening.countries import code_of
from licet.screening.listing import Address, Identifier, Listing
from licet.screening.lists import us_csl
from licet.screening.lists.count import Count
from licet.screening.lists.numbers import identifier, is_number
from licet.screening.lists.parts import LIST, Part, Parts
from licet.screening.lists.tables import Columns, as_published, lines_of_cells, named_rows
from licet.screening.text import cleaned

COLUMNS = Columns(
    required=("source", "name", "alt_names", "programs", "federal_register_notice", "license_requirement", "license_policy"),
    optional=(
        "_id",
        "entity_number",
        "type",
        "title",
        "addresses",
        "start_date",
        "end_date",
        "standard_order",
        "call_sign",
        "vessel_type",
        "gross_tonnage",
        "gross_registered_tonnage",
        "vessel_flag",
        "vessel_owner",
        "remarks",
        "source_list_url",
        "citizenships",
        "dates_of_birth",
        "nationalities",
        "places_of_birth",
        "source_information_url",
        "ids",
    ),
)
CUT_DOWN = Columns(COLUMNS.required, ("countries", "entity_number", "type", "source_list_url"))
"""The layout of a copy with names and licence fields only: `countries` stands for the addresses."""

_CODE = re.compile(r"[A-Z]{2}")
_IN_REMARKS = (
    ("standard_order", "Standard order"),
    ("vessel_type", "Vessel type"),
    ("gross_tonnage", "Gross tonnage"),
    ("gross_registered_tonnage", "Gross registered tonnage"),
    ("vessel_owner", "Vessel owner"),
)


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: a required column is missing, or the file cannot be read.

    """
    part = parts[LIST]
    columns = CUT_DOWN if _is_cut_down(part) else COLUMNS
    for line, cells in named_rows(lines_of_cells(part), columns, part.where, count):
        if not cleaned(cells["name"]):
            count.skip("no name", f"{part.where}:{line}")
            continue
        count.listings += 1
        yield us_csl.listing(_row(line, cells), count)


def _is_cut_down(part: Part) -> bool:
    header = part.head().partition(b"\n")[0].decode("utf-8-sig", "replace")
    return "countries" in [name.strip().strip('"') for name in header.split(",")]


def _row(line: int, cells: dict[str, str]) -> us_csl.Row:
    said = cells.get
    identifiers, remarks = _ids(said("ids", ""))
    if call_sign := said("call_sign", "").strip():
        identifiers = (*identifiers, identifier("Call sign", call_sign))
    remarks = [
        *_several(said("remarks", "")),
        *remarks,
        *(f"{words}: {cells[name]}" for name, words in _IN_REMARKS if said(name, "").strip()),
    ]
    return us_csl.Row(
        source=cleaned(cells["source"]),
        name=cleaned(cells["name"]),
        number=line,
        original=as_published(cells.items()),
        id=said("_id", ""),
        kind=said("type", ""),
        title=cleaned(said("title", "")),
        alt_names=cells["alt_names"].split(";"),  # here the blank after it is sometimes missing
        addresses=tuple(map(_address, _several(said("addresses", "")))),
        countries=(*_several(said("countries", "")), *_several(said("vessel_flag", ""))),
        programmes=_several(cells["programs"]),
        notice=cells["federal_register_notice"],
        start=said("start_date", ""),
        end=said("end_date", ""),
        requirement=cells["license_requirement"],
        policy=cells["license_policy"],
        births=_several(said("dates_of_birth", "")),
        birth_places=_several(said("places_of_birth", "")),
        nationalities=dict.fromkeys((*_several(said("nationalities", "")), *_several(said("citizenships", "")))),
        identifiers=identifiers,
        remarks=remarks,
        links=[link for link in (said("source_list_url", ""), said("source_information_url", "")) if link],
    )


def _several(cell: str) -> list[str]:
    """Return the values of a cell, which are joined with a semicolon; a semicolon within a value is not marked and cannot be told."""
    return [value for value in map(str.strip, cell.split("; ")) if value] if cell else []


def _address(text: str) -> Address:
    last = text.rpartition(", ")[2]
    return Address(cleaned(text), code_of(last) if _CODE.fullmatch(last) else "")


def _ids(cell: str) -> tuple[tuple[Identifier, ...], list[str]]:
    """Split the ids into numbers that tell a party and remarks; each is `country, number, type`, the country often left out."""
    numbers: list[Identifier] = []
    remarks: list[str] = []
    for one in _several(cell):
        value, _, said = one.rpartition(", ")
        if not value or not is_number(said):
            remarks.append(one)
            continue
        country, _, rest = value.partition(", ")
        if rest and _CODE.fullmatch(country) and code_of(country):
            numbers.append(identifier(said, rest, country))
        else:
            numbers.append(identifier(said, value))
    return tuple(numbers), remarks
