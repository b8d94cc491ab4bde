"""BIS Denied Persons List: the official file of twelve columns, with tabs or (since 2026) commas; one row for each address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from licet.screening.countries import code_of
from licet.screening.dates import iso_day, us_day
from licet.screening.entity_list import citations_of
from licet.screening.listing import Address, Listing
from licet.screening.lists.count import Count
from licet.screening.lists.names import names_of
from licet.screening.lists.parts import LIST, Parts
from licet.screening.lists.tables import Columns, as_published, lines_of_cells, named_rows
from licet.screening.register import register
from licet.screening.text import cleaned

PUBLISHER = "us-bis-denied"
_LIST = "us-denied-persons"
COLUMNS = Columns(
    required=("Name", "Street_Address", "City", "State", "Country", "Effective_Date", "Expiration_Date", "Standard_Order", "FR_Citation"),
    optional=("Postal_Code", "Last_Update", "Action"),
)
_ADDRESS = ("Street_Address", "City", "State", "Postal_Code", "Country")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file, one a row.

    Raises:
        ListError: a required column is missing, or the file cannot be read.

    """
    part = parts[LIST]
    delimiter = "\t" if b"\t" in part.head().partition(b"\n")[0] else ","
    for line, cells in named_rows(lines_of_cells(part, delimiter=delimiter), COLUMNS, part.where, count):
        if not cleaned(cells["Name"]):
            count.skip("no name", f"{part.where}:{line}")
            continue
        count.listings += 1
        yield _listing(line, cells)


def _listing(line: int, cells: dict[str, str]) -> Listing:
    pieces = [cleaned(cells.get(name, "")) for name in _ADDRESS]
    address = ", ".join(filter(None, pieces))
    country = code_of(pieces[4])
    original = as_published(cells.items())
    days = {name: us_day(cells[name]) or iso_day(cells[name]) for name in ("Effective_Date", "Expiration_Date")}
    kept = register()[_LIST]
    said = (("Standard order", cells["Standard_Order"]), ("Action", cells.get("Action", "")))
    return Listing(
        id=hashlib.sha256(original.encode()).hexdigest()[:40],
        publisher=PUBLISHER,
        list=_LIST,
        names=names_of(cells["Name"]),
        addresses=(Address(address, country, pieces[1], pieces[3]),) if address else (),
        countries=(country,) if country else (),
        listed=days["Effective_Date"],
        changed=iso_day(cells.get("Last_Update", "")) or us_day(cells.get("Last_Update", "")),
        ended=days["Expiration_Date"],
        authority=kept.authority,
        binds=kept.binds,
        citations=citations_of(cells["FR_Citation"]),
        remarks="; ".join(f"{words}: {cleaned(value)}" for words, value in said if value.strip()),
        notes=tuple(f"{name} is no day: {cells[name]}" for name, day in days.items() if cells[name].strip() and not day),
        row=line,
        original=original,
    )
