"""UK lists print one row for each name and address of a party; here the rows of a party become one listing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from sys import intern

from licet.screening.countries import code_of, codes_in, several
from licet.screening.dates import uk_birth, uk_day
from licet.screening.listing import Address, Identifier, IdentifierKind, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count
from licet.screening.lists.numbers import identifier
from licet.screening.register import register
from licet.screening.text import cleaned, script_of

NAME_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")

_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "ship": PartyKind.VESSEL,
}
_LABEL = re.compile(r"\(([A-Z][^():]{2,40})\):")
_REFERENCE = re.compile(r"\b(?:[A-Z]{3}\d{4}|[A-Z]{2}[ei]\.\d{3})\b")
_LABELLED = {
    "IMO number": IdentifierKind.IMO,
    "UN Ref": IdentifierKind.REFERENCE,
    "UK Sanctions List Ref": IdentifierKind.REFERENCE,
    "Business registration number": IdentifierKind.REGISTRATION,
    "Business Reg No": IdentifierKind.REGISTRATION,
    "Website": IdentifierKind.WEBSITE,
    "Email address": IdentifierKind.EMAIL,
    "Phone number": IdentifierKind.PHONE,
}
_OWNERS = ("Parent company", "Current owners", "Subsidiaries")


@dataclass(slots=True)
class Group:
    """A party as its rows are read."""

    id: str
    kind: str
    row: int
    names: dict[str, PartyName] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    identifiers: dict[tuple[str, str], Identifier] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    birth_places: dict[str, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    positions: dict[str, None] = field(default_factory=dict)
    regimes: dict[str, None] = field(default_factory=dict)
    linked: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    listed: date | None = None
    changed: date | None = None
    lines: dict[str, None] = field(default_factory=dict)
    _taken: set[tuple[str, ...]] = field(default_factory=set)

    def is_new(self, *cells: str) -> bool:
        """Whether cells say something that no earlier row of the party said: most rows repeat most cells."""
        if cells in self._taken or not any(map(str.strip, cells)):
            return False
        self._taken.add(cells)
        return True

    def add_name(self, cells: Mapping[str, str], kind: str, quality: str) -> None:
        """Take in the name of a row, in its six parts, by the list's words for its kind and quality."""
        text = cleaned(" ".join(filter(None, (cells.get(part, "").strip() for part in NAME_PARTS))))
        if not text:
            return
        said = kind.strip().lower()
        if "low" in quality.lower():
            found = PartyName(text, NameKind.WEAK, said=intern(quality))
        elif said in ("primary name", "prime alias"):
            found = PartyName(text, NameKind.STRONG if self._has_main() else NameKind.MAIN)
        elif script_of(text) not in ("Latn", ""):
            found = PartyName(text, NameKind.ORIGINAL)
        else:
            found = PartyName(text, NameKind.STRONG, said="" if said in ("aka", "alias") else intern(kind.strip()))
        kept = self.names.get(text)
        if kept is None or found.kind is NameKind.MAIN:
            self.names[text] = found

    def _has_main(self) -> bool:
        return any(name.kind is NameKind.MAIN for name in self.names.values())

    def add_script_name(self, name: str, language: str = "") -> None:
        """Take in a name in the party's own script."""
        if text := cleaned(name):
            self.names.setdefault(text, PartyName(text, NameKind.ORIGINAL, intern(language.strip())))

    def add_address(self, pieces: tuple[str, ...], postcode: str, country: str, count: Count) -> None:
        """Take in an address of up to six lines; the last line filled is taken for the town."""
        if not self.is_new("address", *pieces, postcode, country):
            return
        kept = [cleaned(piece) for piece in pieces if piece.strip()]
        text = cleaned(", ".join((*kept, *filter(None, (postcode.strip(), country.strip())))))
        if text:
            self.addresses.setdefault(text, Address(text, code_of(country), kept[-1] if kept else "", cleaned(postcode)))
        self.add_countries(country, count)

    def add_countries(self, text: str, count: Count) -> tuple[str, ...]:
        """Take in the countries of a cell that may number them, and return their codes."""
        codes = codes_in(text)
        if text.strip() and not codes:
            count.unknown_words[f"country: {cleaned(text)}"] += 1
        self.countries.update(dict.fromkeys(codes))
        return codes

    def add_nationalities(self, text: str, count: Count) -> None:
        """Take in the nationalities of a cell; what is not known keeps its words."""
        if self.is_new("nationality", text):
            self.nationalities.update(dict.fromkeys(self.add_countries(text, count) or several(text)))

    def add_number(self, found: Identifier) -> None:
        """Take in a number, once."""
        if found.number:
            self.identifiers.setdefault((found.said, found.number), found)

    def add_numbers(self, said: str, text: str, details: str = "") -> None:
        """Take in the numbers of a cell that may number them; the country is told by the details beside it where there is only one."""
        if not self.is_new(said, text, details):
            return
        numbers = several(text)
        country = code_of(details) if len(numbers) == 1 else ""
        for number in numbers:
            self.add_number(identifier(said, cleaned(number), country))

    def add_births(self, days: str, towns: str, countries: str) -> None:
        """Take in days and places of birth."""
        if not self.is_new("birth", days, towns, countries):
            return
        self.births.update(dict.fromkeys(filter(None, map(uk_birth, several(days)))))
        places = [cleaned(", ".join(filter(None, pair))) for pair in _paired(several(towns), several(countries))]
        self.birth_places.update(dict.fromkeys(filter(None, places)))

    def add_other_information(self, text: str) -> None:
        """Take in free text, and the numbers and owners that it labels as `(IMO number):7408873`."""
        if not self.is_new("other", text):
            return
        self.remarks.setdefault(cleaned(text))
        pieces = _LABEL.split(text)
        for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
            if kind := _LABELLED.get(label.strip()):
                numbers = _REFERENCE.findall(value) if kind is IdentifierKind.REFERENCE else several(value)
                for number in numbers:
                    self.add_number(Identifier(kind, cleaned(number).rstrip("."), said=label.strip()))
            elif label.strip() in _OWNERS:
                self.linked.update(dict.fromkeys(several(cleaned(value))))

    def add_positions(self, text: str) -> None:
        """Take in the positions of a cell that may number them."""
        self.positions.update(dict.fromkeys(map(cleaned, several(text))))

    def add_days(self, listed: str, changed: str) -> None:
        """Take in the first day listed and the last day changed."""
        if not self.is_new("days", listed, changed):
            return
        first, last = uk_day(listed), uk_day(changed)
        self.listed = min(filter(None, (self.listed, first)), default=None)
        self.changed = max(filter(None, (self.changed, last)), default=None)

    def add_lines(self, cells: Mapping[str, str]) -> None:
        """Take in what the row prints and earlier rows of the party did not."""
        self.lines.update(dict.fromkeys(f"{name}: {cell.strip()}" for name, cell in cells.items() if cell.strip()))


def _paired(towns: tuple[str, ...], countries: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for index in range(max(len(towns), len(countries))):
        country = countries[index] if index < len(countries) else countries[0] if len(countries) == 1 else ""
        yield towns[index] if index < len(towns) else "", country


def listing(group: Group, publisher: str, list_key: str, count: Count) -> Listing:
    """Return the listing of a party whose rows are all read."""
    kind = _KINDS.get(group.kind.strip().lower())
    if kind is None:
        count.unknown_words[f"type: {group.kind}"] += 1
    kept = register()[list_key]
    return Listing(
        id=group.id,
        publisher=publisher,
        list=list_key,
        names=tuple(sorted(group.names.values(), key=lambda name: name.kind is not NameKind.MAIN)),
        kind=kind or PartyKind.UNKNOWN,
        addresses=tuple(group.addresses.values()),
        countries=tuple(group.countries),
        identifiers=tuple(group.identifiers.values()),
        births=tuple(group.births),
        birth_places=tuple(group.birth_places),
        nationalities=tuple(group.nationalities),
        positions=tuple(group.positions),
        listed=group.listed,
        changed=group.changed,
        authority=kept.authority,
        binds=kept.binds,
        programmes=tuple(map(intern, group.regimes)),
        linked=tuple(group.linked),
        remarks=" ".join(group.remarks),
        row=group.row,
        original="\n".join(group.lines),
    )
