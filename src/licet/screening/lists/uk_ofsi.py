"""UK Consolidated List of Financial Sanctions Targets: the layout of 2022 (workbook or CSV) and the older one of 29 columns.

OFSI closed this list on 28 January 2026; its files are kept readable for the days on which it was in force.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from datetime import date

from licet.screening.dates import uk_day
from licet.screening.listing import Listing
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.parts import LIST, Part, Parts
from licet.screening.lists.tables import Columns, lines_of_cells, named_rows
from licet.screening.lists.uk_group import NAME_PARTS, Group, listing
from licet.screening.lists.workbook import MAGIC, rows_of_workbook

PUBLISHER = "uk-ofsi"
_LIST = "uk-financial-sanctions"
_ADDRESS = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6")
_ALWAYS = (
    *NAME_PARTS,
    *("Title", "DOB", "Town of Birth", "Country of Birth", "Nationality", "Position"),
    *_ADDRESS,
    *("Post/Zip Code", "Country", "Other Information", "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID"),
)
OF_2022 = Columns(
    (*_ALWAYS, "Name Non-Latin Script", "Alias Quality"),
    (
        *("Non-Latin Script Type", "Non-Latin Script Language", "Passport Number", "Passport Details"),
        *("National Identification Number", "National Identification Details", "UK Sanctions List Date Designated"),
    ),
)
BEFORE_2022 = Columns(_ALWAYS, ("Passport Details", "NI Number"))


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the file, once all of it is read: the rows of a party stand apart.

    Raises:
        ListError: a required column is missing, or the file cannot be read.

    """
    part = parts[LIST]
    groups: dict[str, Group] = {}
    rows = _rows(part)
    count.vintage = _updated(part, next(rows, (0, []))[1])
    header = next(rows, (0, []))
    columns = OF_2022 if "Name Non-Latin Script" in header[1] else BEFORE_2022
    for line, cells in named_rows(_again(header, rows), columns, part.where, count):
        id_ = cells["Group ID"].strip()
        if not id_ or not any(cells[name].strip() for name in (*NAME_PARTS, *(["Name Non-Latin Script"] if columns is OF_2022 else []))):
            count.skip("no name" if id_ else "no group id", f"{part.where}:{line}")
            continue
        if id_ in groups:
            count.joined += 1
        else:
            count.listings += 1
            groups[id_] = Group(id_, cells["Group Type"], line)
        _add(groups[id_], cells, count)
    for group in groups.values():
        yield listing(group, PUBLISHER, _LIST, count)


def _rows(part: Part) -> Iterator[tuple[int, list[str]]]:
    if part.head().startswith(MAGIC):
        return rows_of_workbook(part)
    return lines_of_cells(part, encoding="utf-8-sig" if _is_utf8(part) else "cp1252")


def _is_utf8(part: Part) -> bool:
    """Whether the whole file is UTF-8: the older files were not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with part.open() as stream:
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _again(first: tuple[int, list[str]], rest: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rest


def _updated(part: Part, cells: list[str]) -> date | None:
    if cells[:1] != ["Last Updated"]:
        changed_layout(part.where, '"Last Updated" and a day in the first row', ", ".join(cells[:4]))
    return uk_day(cells[1]) if len(cells) > 1 else None


def _add(group: Group, cells: dict[str, str], count: Count) -> None:
    said = cells.get
    group.add_name(cells, cells["Alias Type"], said("Alias Quality", ""))
    group.add_script_name(said("Name Non-Latin Script", ""), said("Non-Latin Script Language", ""))
    group.add_address(tuple(cells[name] for name in _ADDRESS), cells["Post/Zip Code"], cells["Country"], count)
    group.add_births(cells["DOB"], cells["Town of Birth"], cells["Country of Birth"])
    group.add_nationalities(cells["Nationality"], count)
    if "Passport Number" in cells:
        group.add_numbers("Passport", cells["Passport Number"], said("Passport Details", ""))
        group.add_numbers(
            "National identification", said("National Identification Number", ""), said("National Identification Details", "")
        )
    else:
        group.add_numbers("Passport", said("Passport Details", ""))
        group.add_numbers("National identification", said("NI Number", ""))
    for name in ("Title", "Position"):
        group.add_positions(cells[name])
    group.regimes.setdefault(cells["Regime"].strip())
    group.add_other_information(cells["Other Information"])
    group.add_days(cells["Listed On"], cells["Last Updated"])
    group.add_lines(cells)
