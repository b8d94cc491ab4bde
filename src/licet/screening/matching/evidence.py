"""What besides the name speaks for a match or against it: country, address, numbers, day of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from licet.screening.listing import Listing, PartyKind
from licet.screening.matching.features import feature_of_number
from licet.screening.text import cleaned

SAME_COUNTRY, OTHER_COUNTRY = 1.0, -1.0
SAME_ADDRESS = 2.0
SAME_NUMBER = 8.0
SAME_BIRTH, OTHER_BIRTH = 2.0, -4.0
"""What each adds to the weighted sum of the name, in its unit: 1 multiplies the odds by 2.7. Chosen, not learned: no list says of its
parties how often they appear under another country, so the country of a match moves it a little and never decides it."""

ALIKE_ADDRESSES = 85.0
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Query:
    """A party that is looked for, with whatever is known of it beside its name."""

    name: str
    kind: PartyKind = PartyKind.UNKNOWN
    countries: tuple[str, ...] = ()
    """Codes of countries."""
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Registration numbers, tax numbers and the like."""
    births: tuple[str, ...] = ()
    """Days of birth such as 1970-01-31, or years."""
    other_names: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing compared beside the name."""

    what: str
    ours: str
    theirs: str
    agrees: bool
    adds: float


def evidence_of(query: Query, listing: Listing) -> tuple[Evidence, ...]:
    """Return what was compared beside the names; what one side does not say is not compared.

    >>> from licet.screening.listing import PartyName
    >>> listing = Listing("1", "us-csl", "us-entity-list", (PartyName("A"),), countries=("CN", "HK"))
    >>> [(one.what, one.agrees) for one in evidence_of(Query("A", countries=("HK",)), listing)]
    [('country', True)]
    """
    return tuple(_found(query, listing))


def _found(query: Query, listing: Listing) -> Iterator[Evidence]:
    if query.countries and listing.countries:
        shared = [code for code in query.countries if code in listing.countries]
        adds = SAME_COUNTRY if shared else OTHER_COUNTRY
        yield Evidence("country", ", ".join(query.countries), ", ".join(listing.countries), bool(shared), adds)
    for address in query.addresses:
        best = max(((alike_addresses(address, other.text), other.text) for other in listing.addresses), default=(0.0, ""))
        if best[0] >= ALIKE_ADDRESSES:
            yield Evidence("address", address, best[1], True, SAME_ADDRESS)
    theirs = {feature_of_number(one.number): one.number for one in listing.identifiers}
    for number in query.numbers:
        if feature_of_number(number) in theirs:
            yield Evidence("number", number, theirs[feature_of_number(number)], True, SAME_NUMBER)
    if query.births and listing.births:
        yield _births(query.births, listing.births)


def alike_addresses(ours: str, theirs: str) -> float:
    """Return how far two addresses are alike, from 0 to 100; words of both count, not their order.

    >>> alike_addresses("No. 18 Zhangjiang Road, Pudong, Shanghai", "18 Zhangjiang Rd., Pudong New Area, Shanghai, 201203, CN") > 80
    True
    """
    a, b = _plain(ours), _plain(theirs)
    if min(len(a), len(b)) < 10 or set(re.findall(r"\d+", a)).isdisjoint(re.findall(r"\d+", b)):
        return 0.0  # a city, or another house
    return float(fuzz.token_set_ratio(a, b))


def _plain(address: str) -> str:
    words = re.sub(r"[^\w ]", " ", cleaned(address[:1000]).casefold())
    return re.sub(r"\b(no|room|rm|floor|fl|road|rd|street|st|district|building|bldg)\b", " ", words)


def _births(ours: Sequence[str], theirs: Sequence[str]) -> Evidence:
    same_day = any(one == other for one in ours for other in theirs)
    years = {year for one in ours for year in _YEAR.findall(one)}
    other_years = {year for one in theirs for year in _YEAR.findall(one)}
    near = any(abs(int(one) - int(other)) <= (1 if len(ours[0]) < 10 else 0) for one in years for other in other_years)
    agrees = same_day or near
    return Evidence("birth", ", ".join(ours), ", ".join(theirs), agrees, SAME_BIRTH if agrees else OTHER_BIRTH)
