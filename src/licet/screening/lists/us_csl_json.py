"""US Consolidated Screening List as JSON: the official bulk file, an object whose `results` hold the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.listing import Address, Identifier, Listing
from licet.screening.lists import us_csl
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.json_rows import as_published, members, text, texts
from licet.screening.lists.numbers import identifier, is_number
from licet.screening.lists.parts import LIST, Parts
from licet.screening.text import cleaned

REQUIRED = ("source", "name")
KNOWN = {
    *REQUIRED,
    *(
        "id",
        "_id",
        "entity_number",
        "type",
        "programs",
        "title",
        "addresses",
        "federal_register_notice",
        "start_date",
        "end_date",
        "country",
    ),
    *("standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage"),
    *("vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships", "dates_of_birth", "nationalities"),
    *("places_of_birth", "source_information_url", "ids"),
}
_IN_REMARKS = ("standard_order", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_owner")
_ADDRESS = ("address", "city", "state", "postal_code", "country")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file.

    Raises:
        ListError: rows are no objects, or have no name or source; or the file cannot be read.

    """
    part = parts[LIST]
    for number, row in enumerate(members(part, "results.item"), 1):
        where = f"{part.where}:{number}"
        count.rows += 1
        if not isinstance(row, dict) or any(name not in row for name in REQUIRED):
            came = ", ".join(row) if isinstance(row, dict) else type(row).__name__
            changed_layout(where, f"objects with {' and '.join(REQUIRED)}", came)
        count.unknown_columns.update(name for name in row if name not in KNOWN)
        if not cleaned(text(row["name"])):
            count.skip("no name", where)
            continue
        count.listings += 1
        yield us_csl.listing(_row(number, row), count)
    days = [day for source in members(part, "sources_used.item") if (day := _updated(source))]
    count.vintage = max(days, default=None)


def _updated(source: Any) -> date | None:
    return iso_day(text(source.get("source_last_updated"))) if isinstance(source, dict) else None


def _row(number: int, row: dict[str, Any]) -> us_csl.Row:
    def said(name: str) -> str:
        return text(row.get(name))

    identifiers, remarks = _ids(row.get("ids"))
    if call_sign := said("call_sign"):
        identifiers = (*identifiers, identifier("Call sign", call_sign))
    remarks = [*said("remarks").split("; "), *remarks, *(f"{name.replace('_', ' ')}: {said(name)}" for name in _IN_REMARKS if said(name))]
    return us_csl.Row(
        source=said("source"),
        name=said("name"),
        number=number,
        original=as_published(row),
        id=said("id") or said("_id"),
        kind=said("type"),
        title=said("title"),
        alt_names=texts(row.get("alt_names")),
        addresses=tuple(_addresses(row.get("addresses"))),
        countries=(*texts(row.get("country")), *texts(row.get("vessel_flag"))),
        programmes=texts(row.get("programs")),
        notice=said("federal_register_notice"),
        start=said("start_date"),
        end=said("end_date"),
        requirement=said("license_requirement"),
        policy=said("license_policy"),
        births=texts(row.get("dates_of_birth")),
        birth_places=texts(row.get("places_of_birth")),
        nationalities=dict.fromkeys((*texts(row.get("nationalities")), *texts(row.get("citizenships")))),
        identifiers=identifiers,
        remarks=remarks,
        links=[link for link in (said("source_list_url"), said("source_information_url")) if link],
    )


def _addresses(found: Any) -> Iterator[Address]:
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict):
            pieces = [cleaned(text(one.get(name))) for name in _ADDRESS]
            if any(pieces):
                yield Address(", ".join(filter(None, pieces)), code_of(pieces[4]), pieces[1], pieces[3])
        elif text(one):
            yield Address(cleaned(text(one)))


def _ids(found: Any) -> tuple[tuple[Identifier, ...], list[str]]:
    numbers: list[Identifier] = []
    remarks: list[str] = []
    for one in found if isinstance(found, list) else []:
        if not isinstance(one, dict):
            remarks.append(text(one))
            continue
        said, number = text(one.get("type")), text(one.get("number"))
        if is_number(said) and number:
            numbers.append(identifier(said, number, code_of(text(one.get("country")))))
        else:
            remarks.append(f"{said} {number}".strip())
    return tuple(numbers), remarks
