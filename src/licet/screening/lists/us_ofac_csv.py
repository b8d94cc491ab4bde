"""OFAC's legacy CSV family: a primary file, and files of addresses, other names and overflowing remarks that join it by number.

The files have no header, write `-0-` for nothing, and end in a Ctrl-Z that tells a whole file from one that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from sys import intern

from licet.screening.countries import code_of
from licet.screening.listing import Address, Listing, NameKind, PartyName
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.numbers import identifier
from licet.screening.lists.parts import Part, Parts
from licet.screening.lists.tables import as_published, lines_of_cells
from licet.screening.lists.us_ofac import kind_of_party, list_of, refuse_the_other_file, unknown_countries
from licet.screening.lists.us_ofac_remarks import Remarks, read_remarks
from licet.screening.register import register
from licet.screening.text import cleaned

PRIMARY, ADDRESSES, ALIASES, COMMENTS = "primary", "addresses", "aliases", "comments"
CELLS = {PRIMARY: 12, ADDRESSES: 6, ALIASES: 5, COMMENTS: 2}
"""How many cells the rows of each file have: without a header, that is what tells the files apart."""

_COLUMNS = ("number", "name", "type", "program", "title", "call_sign", "vessel_type", "tonnage", "grt", "flag", "owner", "remarks")
_END = "\x1a"
_NOTHING = "-0-"


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the listings of the primary file, each with what the other files say of it.

    Raises:
        ListError: a file was cut off, or its rows do not have the cells they must have.

    """
    beside = _Beside()
    for role, into in ((ADDRESSES, beside.addresses), (ALIASES, beside.aliases), (COMMENTS, beside.comments)):
        if role not in parts:
            count.missing_columns.append(f"the file of {role}")
            continue
        for line, cells in _rows(parts[role], role, count):
            into.setdefault(cells[0], []).append(cells)
            beside.places.setdefault(cells[0], []).append(f"{parts[role].where}:{line}")
    primary = parts[PRIMARY]
    for line, cells in _rows(primary, PRIMARY, count):
        count.listings += 1
        count.joined += len(beside.places.pop(cells[0], ()))
        refuse_the_other_file(count.publisher, programmes_of(cells[3]), f"{primary.where}:{line}")
        yield _listing(line, cells, beside, count)
    for places in beside.places.values():
        for place in places:
            count.skip("belongs to no party of the primary file", place)


@dataclass(slots=True)
class _Beside:
    """The rows of the other files by the number of the party, and where each stood."""

    addresses: dict[str, list[list[str]]] = field(default_factory=dict)
    aliases: dict[str, list[list[str]]] = field(default_factory=dict)
    comments: dict[str, list[list[str]]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)


def _rows(part: Part, role: str, count: Count) -> Iterator[tuple[int, list[str]]]:
    ended = False
    for line, cells in lines_of_cells(part):
        if cells == [_END]:
            ended = True
            continue
        count.rows += 1
        if len(cells) != CELLS[role]:
            count.skip(f"{len(cells)} cells instead of {CELLS[role]}", f"{part.where}:{line}", broken=True)
            continue
        *others, last = ["" if cell.strip() == _NOTHING else cell for cell in cells]
        yield line, [*map(str.strip, others), last]  # the last may be remarks that go on in another file: their blanks count
    if not ended:
        changed_layout(part.where, "a Ctrl-Z in the last line, which tells a whole file", "no such line: the file may be cut off")


def programmes_of(cell: str) -> tuple[str, ...]:
    """Return the programmes of a cell.

    >>> programmes_of("SDGT] [NPWMD] [IFSR")
    ('SDGT', 'NPWMD', 'IFSR')
    """
    return tuple(intern(programme.strip(" []")) for programme in cell.split("] [") if programme.strip(" []"))


def _listing(line: int, cells: list[str], beside: _Beside, count: Count) -> Listing:
    number, name, kind, program, title, call_sign, vessel_type, tonnage, grt, flag, owner, remarks = cells
    remarks += "".join(row[1] for row in beside.comments.get(number, ()))
    said = read_remarks(remarks)
    programmes = programmes_of(program)
    key = list_of(count.publisher, programmes)
    addresses = tuple(_address(row) for row in beside.addresses.get(number, ()) if any(row[2:5]))
    about = {"Vessel type": vessel_type, "Tonnage": tonnage, "Gross registered tonnage": grt, "Vessel owner": owner}
    return Listing(
        id=number,
        publisher=count.publisher,
        list=key,
        names=_names(name, beside.aliases.get(number, ()), said),
        kind=kind_of_party(kind, count),
        addresses=addresses,
        countries=_countries(
            addresses, [row[4] for row in beside.addresses.get(number, ())], [*said.nationalities, *said.flags, flag], count
        ),
        identifiers=(*said.identifiers, *([identifier("Call sign", call_sign)] if call_sign else ())),
        births=tuple(said.births),
        birth_places=tuple(said.birth_places),
        nationalities=tuple(dict.fromkeys(code_of(word) or word for word in said.nationalities)),
        positions=(title,) if title else (),
        authority=register()[key].authority,
        binds=register()[key].binds,
        programmes=programmes,
        linked=said.linked,
        remarks="; ".join([*said.others, *(f"{words}: {value}" for words, value in about.items() if value)]),
        row=line,
        original=_published([*cells[:-1], remarks], number, beside),
    )


def _names(name: str, aliases: Sequence[list[str]], said: Remarks) -> tuple[PartyName, ...]:
    filed = cleaned(name)
    found = {filed: PartyName(filed, NameKind.MAIN)}
    for _, _, kind, other, _ in aliases:
        if text := cleaned(other):
            found.setdefault(text, PartyName(text, said="" if kind == "aka" else kind))
    for weak in said.names:
        found.setdefault(weak.text, weak)
    return tuple(found.values())


def _address(row: list[str]) -> Address:
    _, _, street, town, country, remark = row
    return Address(cleaned(", ".join(filter(None, (street, town, country, remark)))), code_of(country), cleaned(town))


def _countries(addresses: Sequence[Address], stated: list[str], others: list[str], count: Count) -> tuple[str, ...]:
    unknown_countries(stated, map(code_of, stated), count)
    unknown_countries(others, map(code_of, others), count)
    codes = [*(address.country for address in addresses), *map(code_of, others)]
    return tuple(dict.fromkeys(filter(None, codes)))


def _published(cells: list[str], number: str, beside: _Beside) -> str:
    lines = [as_published(zip(_COLUMNS, cells, strict=True))]
    lines += [f"address: {', '.join(filter(None, row[2:]))}" for row in beside.addresses.get(number, ()) if any(row[2:])]
    lines += [f"{row[2]}: {row[3]}" for row in beside.aliases.get(number, ())]
    return "\n".join(lines)
