"""UK Sanctions List as CSV: since 28 January 2026 the only UK list. A line with the day of the report, a header, a row for each name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from licet.screening.dates import spoken_day, uk_day
from licet.screening.listing import Listing
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.numbers import identifier
from licet.screening.lists.parts import LIST, Part, Parts
from licet.screening.lists.tables import Columns, lines_of_cells, named_rows
from licet.screening.lists.uk_group import NAME_PARTS, Group, listing

PUBLISHER = "uk-sanctions"
LIST_KEY = "uk-sanctions"
_ADDRESS = tuple(f"Address Line {number}" for number in range(1, 7))
COLUMNS = Columns(
    (
        *(
            "Last Updated",
            "Unique ID",
            *NAME_PARTS,
            "Name type",
            "Alias strength",
            "Name non-latin script",
            "Regime Name",
            "Designation Type",
        ),
        *("Sanctions Imposed", "Other Information", *_ADDRESS, "Address Postal Code", "Address Country", "Date Designated", "D.O.B"),
        *("Nationality(/ies)", "National Identifier number", "Passport number", "IMO number"),
    ),
    (
        *("OFSI Group ID", "UN Reference Number", "Title", "Non-latin script type", "Non-latin script language", "Designation source"),
        *("UK Statement of Reasons", "Phone number", "Website", "Email address", "National Identifier additional information"),
        *("Passport additional information", "Position", "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries"),
        *("Parent company", "Business registration number (s)", "Current owner/operator (s)", "Previous owner/operator (s)"),
        *("Current believed flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship", "Year Built"),
        "Hull identification number (HIN)",
    ),
)
_NUMBERS = (
    *("Phone number", "Website", "Email address", "Business registration number (s)", "IMO number", "Hull identification number (HIN)"),
    *("OFSI Group ID", "UN Reference Number"),
)
_REMARKS = ("Sanctions Imposed", "Other Information", "UK Statement of Reasons", "Type of entity", "Type of ship", "Gender")


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file, once all of it is read: the rows of a party need not stand together.

    Raises:
        ListError: a required column is missing, or the file cannot be read.

    """
    part = parts[LIST]
    rows = lines_of_cells(part)
    count.vintage = _reported(part, next(rows, (0, [""]))[1])
    groups: dict[str, Group] = {}
    for line, cells in named_rows(rows, COLUMNS, part.where, count):
        id_ = cells["Unique ID"].strip()
        if not id_ or not any(cells[name].strip() for name in (*NAME_PARTS, "Name non-latin script")):
            count.skip("no name" if id_ else "no unique id", f"{part.where}:{line}")
            continue
        if id_ in groups:
            count.joined += 1
        else:
            count.listings += 1
            groups[id_] = Group(id_, cells["Designation Type"], line)
        _add(groups[id_], cells, count)
    for group in groups.values():
        yield listing(group, PUBLISHER, LIST_KEY, count)


def _reported(part: Part, cells: list[str]) -> date | None:
    label, _, day = cells[0].partition(":")
    if label.strip().lower() != "report date":
        changed_layout(part.where, '"Report Date:" and a day in the first line', ", ".join(cells[:4]))
    return spoken_day(day) or uk_day(day)


def _add(group: Group, cells: dict[str, str], count: Count) -> None:
    said = cells.get
    group.add_name(cells, cells["Name type"], cells["Alias strength"])
    group.add_script_name(cells["Name non-latin script"], said("Non-latin script language", ""))
    group.add_address(tuple(cells[name] for name in _ADDRESS), cells["Address Postal Code"], cells["Address Country"], count)
    group.add_births(cells["D.O.B"], said("Town of birth", ""), said("Country of birth", ""))
    group.add_nationalities(cells["Nationality(/ies)"], count)
    group.add_numbers("Passport", cells["Passport number"], said("Passport additional information", ""))
    group.add_numbers("National identifier", cells["National Identifier number"], said("National Identifier additional information", ""))
    for name in _NUMBERS:
        if number := said(name, "").strip():
            group.add_number(identifier(name, number))
    group.add_countries(said("Current believed flag of ship", ""), count)
    for name in ("Title", "Position"):
        group.add_positions(said(name, ""))
    for name in ("Parent company", "Subsidiaries", "Current owner/operator (s)"):
        if words := said(name, "").strip():
            group.linked.setdefault(words)
    group.regimes.setdefault(cells["Regime Name"].strip())
    for name in _REMARKS:
        if words := said(name, "").strip():
            group.remarks.setdefault(f"{name}: {words}")
    group.add_days(cells["Date Designated"], cells["Last Updated"])
    group.add_lines(cells)
