"""A graph of ownership from a table of owner, owned and percent, or from FollowTheMoney entities, as it was on a day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from licet.screening.countries import code_of
from licet.screening.dates import iso_day
from licet.screening.errors import refuse
from licet.screening.text import cleaned

LARGEST = 1 << 28
ENDS = ("person", "public", "state")
"""Kinds of owner behind whom nobody else stands: a person, the many holders of quoted shares, a State."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One owner's share of a party; None where the share is not known."""

    owner: str
    percent: float | None
    start: date | None = None
    until: date | None = None
    where: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the holding stands on a day; `until` is the first day after it."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


@dataclass(slots=True)
class Party:
    """A party of the graph."""

    name: str
    countries: tuple[str, ...] = ()
    ends: bool = False
    """Whether nobody stands behind it."""
    owners: list[Holding] = field(default_factory=list)


class Graph:
    """Parties by their key, and who owns how much of each on a day.

    >>> graph = Graph()
    >>> graph.add("Holding", "Fab", 60.0)
    >>> [(one.owner, one.percent) for one in graph.owners("fab", date(2026, 1, 1))]
    [('holding', 60.0)]
    """

    def __init__(self) -> None:
        self.parties: dict[str, Party] = {}

    def party(self, name: str, key: str = "") -> str:
        """Return the key of a party, after noting it."""
        key = key or key_of(name)
        self.parties.setdefault(key, Party(cleaned(name)))
        return key

    def add(
        self, owner: str, owned: str, percent: float | None, start: date | None = None, until: date | None = None, where: str = ""
    ) -> None:
        """Note a holding between two parties by name."""
        self.parties[self.party(owned)].owners.append(Holding(self.party(owner), percent, start, until, where))

    def owners(self, key: str, day: date) -> list[Holding]:
        """Return the holdings in a party on a day, those of one owner in several lines added up."""
        found: dict[str, Holding] = {}
        for one in self.parties[key].owners if key in self.parties else ():
            if not one.holds_on(day):
                continue
            before = found.get(one.owner)
            if before is not None:
                percent = None if before.percent is None or one.percent is None else before.percent + one.percent
                one = Holding(one.owner, percent, one.start, one.until, one.where)  # noqa: PLW2901  # two lots of one owner
            found[one.owner] = one
        return list(found.values())

    def find(self, name: str) -> str | None:
        """Return the key of a party by its name, whatever its capitals and legal form."""
        if key_of(name) in self.parties:
            return key_of(name)
        from licet.screening.matching.words import forms_of  # noqa: PLC0415

        wanted = {frozenset(form.words) for form in forms_of(name)}
        same = [key for key, party in self.parties.items() if wanted & {frozenset(form.words) for form in forms_of(party.name)}]
        return same[0] if len(same) == 1 else None


def key_of(name: str) -> str:
    """Return what a party without an id is known by."""
    return cleaned(name).casefold()


def read_graph(path: Path) -> Graph:
    r"""Return the graph of a file: CSV with `owner`, `owned`, `percent` and perhaps `from`, `until`, `owner_kind`, or FollowTheMoney lines.

    Raises:
        ListError: the file cannot be read, or a line says something it cannot mean.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "owners.csv")
    ...     _ = path.write_text("owner,owned,percent\nWingtech,Nexperia,100\n")
    ...     read_graph(path).owners("nexperia", date(2026, 1, 1))[0].percent
    100.0

    """
    try:
        if path.stat().st_size > LARGEST:
            refuse(str(path), "the file of owners is too large", f"at most {LARGEST:,} bytes", f"{path.stat().st_size:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        refuse(str(path), "the file of owners cannot be read", "a CSV file or JSON lines in UTF-8", str(error))
    graph = Graph()
    if text.lstrip().startswith("{"):
        _follow_the_money(graph, text, path.name)
    else:
        _table(graph, text, path.name)
    return graph


def _table(graph: Graph, text: str, where: str) -> None:
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if text.partition("\n")[0].count(";") > 1 else ",")
    columns = [str(column).strip().casefold() for column in table.fieldnames or ()]
    for needed in ("owner", "owned", "percent"):
        if needed not in columns:
            refuse(where, f'the column "{needed}" is missing', "owner, owned, percent", ", ".join(columns) or "nothing")
    for number, row in enumerate(table, 2):
        cells = {str(key).strip().casefold(): (value or "").strip() for key, value in row.items() if isinstance(value, str | None)}
        place = f"{where}:{number}"
        if not cells["owner"] or not cells["owned"]:
            refuse(place, "owner or owned is missing", "a name in each", str(cells))
        graph.add(
            cells["owner"],
            cells["owned"],
            _percent(cells["percent"], place),
            _day(cells.get("from", ""), place),
            _day(cells.get("until", ""), place),
            place,
        )
        if cells.get("owner_kind", "").casefold() in ENDS:
            graph.parties[key_of(cells["owner"])].ends = True
        if code := code_of(cells.get("owner_country", "")):
            graph.parties[key_of(cells["owner"])].countries = (code,)


def _percent(text: str, where: str) -> float | None:
    """Return a share, or None where it is not known."""
    said = text.replace("%", "").replace(",", ".").strip()
    if said.casefold() in ("", "unknown", "?"):
        return None
    try:
        percent = float(said)
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        refuse(where, "no share", "a number from 0 to 100, or nothing where it is not known", text)
    return percent


def _day(text: str, where: str) -> date | None:
    day = iso_day(text) if text else None
    if text and day is None:
        refuse(where, "not a day of the calendar", "a day such as 2026-07-31", text)
    return day


def _follow_the_money(graph: Graph, text: str, where: str) -> None:
    holdings: list[tuple[str, Mapping[str, Any]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            entity = json.loads(line)
            own: Mapping[str, Any] = entity["properties"]
            schema, key = str(entity["schema"]), str(entity["id"])
        except (ValueError, KeyError, TypeError) as error:
            refuse(place, "the line is no FollowTheMoney entity", "an object with id, schema and properties", str(error))
        if schema == "Ownership":
            holdings.append((place, own))
        elif own.get("name"):
            graph.party(str(own["name"][0]), key)
            party = graph.parties[key]
            party.countries = tuple(filter(None, (code_of(str(one)) for one in own.get("country", ()))))
            party.ends = schema in ("Person", "PublicBody")
    for place, own in holdings:
        days = (_day(_first(own, "startDate"), place), _day(_first(own, "endDate"), place))
        percent = _percent(_first(own, "percentage"), place)
        for owner in _ids(own, "owner"):
            for owned in _ids(own, "asset"):
                graph.party(owner, owner)
                graph.parties[graph.party(owned, owned)].owners.append(Holding(owner, percent, *days, place))


def _ids(own: Mapping[str, Any], name: str) -> Iterator[str]:
    for one in own.get(name, ()):
        yield str(one["id"]) if isinstance(one, dict) else str(one)


def _first(own: Mapping[str, Any], name: str) -> str:
    found = own.get(name) or [""]
    return str(found[0])
