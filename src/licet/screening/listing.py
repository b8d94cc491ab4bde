"""A listing: what one list says of one party, with every name, number, place and date that it gives, and its own words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from licet.screening.text import script_of


class NameKind(StrEnum):
    """How far a name tells the party."""

    MAIN = "main"
    """The name the list files the party under."""
    STRONG = "strong"
    """A further name that tells the party by itself."""
    WEAK = "weak"
    """A name so broad that the list itself warns of it (a nickname, a bare acronym)."""
    ORIGINAL = "original_script"
    """A name in the party's own script."""


class PartyKind(StrEnum):
    """What kind of thing is listed."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    ADDRESS = "address"
    """Whoever is at that address."""
    UNKNOWN = "unknown"
    """The list does not say; several do not."""


class IdentifierKind(StrEnum):
    """What kind of number a party is known by; the list's own word stays beside it."""

    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    TAX = "tax"
    REGISTRATION = "registration"
    LEI = "lei"
    BANK = "bank"
    SECURITY = "security"
    IMO = "imo"
    MMSI = "mmsi"
    CALL_SIGN = "call_sign"
    AIRCRAFT = "aircraft"
    WALLET = "wallet"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    REFERENCE = "reference"
    """The number of this party on a list, this one or another."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PartyName:
    """One name of a party."""

    text: str
    kind: NameKind = NameKind.STRONG
    language: str = ""
    said: str = ""
    """The list's own word for this name where it says more than the kind, such as f.k.a."""

    @property
    def script(self) -> str:
        """The script of the name by its ISO 15924 code.

        >>> PartyName("华为技术有限公司", NameKind.ORIGINAL).script
        'Hani'
        """
        return script_of(self.text)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the list writes it, and the code of its country where that could be told."""

    text: str
    country: str = ""
    city: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number by which a party can be told."""

    kind: IdentifierKind
    number: str
    country: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which a listing stands but does not bind; `until` is the first day after, or None where no end is known."""

    start: date
    until: date | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list says of one party.

    `publisher` is where this was read (`us-csl`, `curated`), `list` the list in the law's sense (`us-entity-list`): the same listing can
    be read from two publishers. Dates are the list's own; a US date of listing is often the day of publication, not of legal effect.
    """

    id: str
    publisher: str
    list: str
    names: tuple[PartyName, ...]
    kind: PartyKind = PartyKind.UNKNOWN
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    """Codes of the countries the list connects the party with: addresses, nationalities, flags; in the list's order."""
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[str, ...] = ()
    """Days of birth as in EDTF; the list's own words where they are no date."""
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    listed: date | None = None
    changed: date | None = None
    ended: date | None = None
    """The day the listing ends, as the list says it; on that day it counts as standing."""
    suspended: tuple[Suspension, ...] = ()
    authority: str = ""
    binds: str = ""
    """Who has to heed the listing."""
    programmes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    licence_requirement: str = ""
    review_policy: str = ""
    footnotes: tuple[int, ...] = ()
    """Footnotes of the US Entity List, told from the sections cited first and from the marks second."""
    linked: tuple[str, ...] = ()
    """Others whom the list names with this party: owners, parents, those it acts for."""
    remarks: str = ""
    notes: tuple[str, ...] = ()
    """What the reader of the list found odd about this row."""
    row: int = 0
    original: str = ""
    """The row as published."""

    @property
    def name(self) -> str:
        """The name the list files the party under, or else its first."""
        return next((name.text for name in self.names if name.kind is NameKind.MAIN), self.names[0].text)

    @property
    def fingerprint(self) -> str:
        """A hash of what the listing says, without where it stood in the file: it changes when the listing does.

        >>> first = Listing("1", "us-csl", "us-entity-list", (PartyName("SMIC"),), row=4)
        >>> first.fingerprint == Listing("1", "us-csl", "us-entity-list", (PartyName("SMIC"),), row=7).fingerprint
        True
        """
        said = as_plain(self)
        said.pop("row", None)
        said.pop("original", None)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def ended_on(self, day: date) -> bool:
        """Whether the listing is known to have ended before that day."""
        return self.ended is not None and self.ended < day

    def suspended_on(self, day: date) -> bool:
        """Whether the listing is known not to bind on that day although it stands.

        >>> pause = Suspension(date(2025, 5, 14), date(2025, 8, 12))
        >>> Listing("1", "curated", "x", (PartyName("A"),), suspended=(pause,)).suspended_on(date(2025, 8, 11))
        True
        """
        return any(pause.start <= day and (pause.until is None or day < pause.until) for pause in self.suspended)


def as_plain(value: Any) -> Any:
    """Return a listing, or a part of one, as values that JSON knows, without what is empty.

    >>> as_plain(PartyName("SMIC", NameKind.MAIN))
    {'text': 'SMIC', 'kind': 'main'}
    """
    if isinstance(value, (str, int)) and not isinstance(value, Enum):  # most values by far
        return value
    if is_dataclass(value):
        pairs = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
        return {name: as_plain(kept) for name, kept in pairs if kept not in ("", (), None)}
    if isinstance(value, tuple):
        return [as_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def listing_from_plain(plain: dict[str, Any]) -> Listing:
    """Return the listing that `as_plain` wrote.

    >>> listing = Listing("1", "us-csl", "x", (PartyName("A", NameKind.MAIN),), suspended=(Suspension(date(2025, 5, 14), None),))
    >>> listing_from_plain(as_plain(listing)) == listing
    True
    """
    kept: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}
    kept["names"] = tuple(
        PartyName(one["text"], NameKind(one["kind"]), one.get("language", ""), one.get("said", "")) for one in plain["names"]
    )
    kept["kind"] = PartyKind(plain["kind"])
    kept["addresses"] = tuple(Address(**one) for one in plain.get("addresses", ()))
    kept["identifiers"] = tuple(Identifier(**{**one, "kind": IdentifierKind(one["kind"])}) for one in plain.get("identifiers", ()))
    kept["suspended"] = tuple(
        Suspension(date.fromisoformat(one["start"]), _maybe(one.get("until")), one.get("by", "")) for one in plain.get("suspended", ())
    )
    for key in ("listed", "changed", "ended"):
        kept[key] = _maybe(plain.get(key))
    return Listing(**kept)


def _maybe(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
