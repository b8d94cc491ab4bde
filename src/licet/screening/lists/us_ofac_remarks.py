"""The remarks of OFAC's legacy CSV, where births, nationalities, numbers and weak names hide in one line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from licet.screening.countries import code_of
from licet.screening.dates import spoken_birth
from licet.screening.listing import Identifier, IdentifierKind, NameKind, PartyName
from licet.screening.lists.names import linked_in
from licet.screening.lists.numbers import identifier, is_number, kind_of
from licet.screening.text import cleaned

_WEAK_NAME = re.compile(r"([afn]\.k\.a\.) '(.+)'")
_COUNTRY_AT_END = re.compile(r"(.+?) \(([^()]+(?:\([^()]*\))?)\)")
_DAYS = re.compile(r"\s+(?:issued|expires) (?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}")
_LABELLED = re.compile(r"(\D*(?:No\.?|#|Number|Passport|License|ID|Card|\([A-Z]+\)):?) (.*\d.*)")
_WORDED = re.compile(r"(Digital Currency Address - [A-Z0-9]+|[A-Z][^,]*?) (\S*\d\S*(?: \S+)*)")
_AS_WORD = re.compile(
    r"(SWIFT/BIC|Website|Email Address|Equity Ticker|ISIN|MMSI|BIK \(RU\)|Vessel Registration Identification|Other Vessel Call Sign"
    r"|(?:Previous )?Aircraft Tail Number|Aircraft Mode S Transponder Code) (.+)"
)
_FLAG = re.compile(r"(?:Other|Former) Vessel Flag (.+)|Nationality of Registration (.+)")


@dataclass(slots=True)
class Remarks:
    """What remarks say, sorted."""

    names: list[PartyName] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    linked: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read_remarks(text: str) -> Remarks:
    """Return what the remarks of an entry say.

    >>> said = read_remarks("DOB circa 1967; nationality Iraq; Passport K602878 (Iraq) issued 05 Nov 1993; a.k.a. 'HAMZA'; Gender Male.")
    >>> said.births, said.nationalities, said.identifiers[0].number, said.identifiers[0].country, said.names[0].text, said.others
    (['1967~'], ['Iraq'], 'K602878', 'IQ', 'HAMZA', ('Gender Male',))
    """
    found, rest = Remarks(), []
    for piece in cleaned(text).removesuffix(".").split("; "):
        one = piece.removeprefix("alt. ")
        if not _person(one, found) and not _number(one, found):
            rest.append(piece)
    found.linked, found.others = linked_in(rest)
    return found


def _person(one: str, found: Remarks) -> bool:
    """Take in a birth, a nationality or a weak name; say whether the piece was one."""
    if weak := _WEAK_NAME.fullmatch(one):
        found.names.append(PartyName(cleaned(weak[2]), NameKind.WEAK, said=weak[1]))
    elif flag := _FLAG.fullmatch(one):
        found.flags.append(flag[1] or flag[2])
    elif one.startswith("DOB "):
        found.births.append(spoken_birth(one[4:]))
    elif one.startswith("POB "):
        found.birth_places.append(one[4:])
    elif one.startswith("nationality "):
        found.nationalities.append(one[12:])
    elif one.startswith("citizen "):
        found.nationalities.append(one[8:])
    else:
        return False
    return True


def _number(one: str, found: Remarks) -> bool:
    """Take in a number that tells the party; say whether the piece was one."""
    if one.startswith("Linked To: "):
        return False
    plain, country = _DAYS.sub("", one), ""
    at_end = _COUNTRY_AT_END.fullmatch(plain)
    if at_end and code_of(at_end[2]):
        plain, country = at_end[1], code_of(at_end[2])
    split = _AS_WORD.fullmatch(plain) or _LABELLED.fullmatch(plain) or _WORDED.fullmatch(plain)
    if not split or not is_number(split[1]) or kind_of(split[1]) is IdentifierKind.OTHER:
        return False
    found.identifiers.append(identifier(split[1].rstrip(":"), split[2].strip(), country))
    return True
