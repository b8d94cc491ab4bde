"""Which facts of a party a listing sets, as `duties.yaml` says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from licet.language.vocabulary import Vocabulary
from licet.model.shipment import Value
from licet.screening.entity_list import footnote_doubt, reviews_of
from licet.screening.in_play import Standing
from licet.screening.listing import Listing
from licet.screening.matching.matcher import Grade
from licet.screening.screen import Hit

FILE = Path(__file__).with_name("duties.yaml")
DATA_SET = "data set: "
"""How a listing notes the data set that it comes from (`licet.screening.lists.ftm`)."""


@cache
def duties() -> Mapping[str, Mapping[str, Any]]:
    """Return what a listing on each list sets.

    >>> duties()["us-unverified"]["sets"]
    {'unverified_listed': True}
    """
    import yaml  # noqa: PLC0415  # a shipment without a match needs no table

    table: dict[str, dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    return table


def facts_set(listing: Listing, vocabulary: Vocabulary) -> dict[str, Value | None]:
    """Return the facts that a listing sets, with None for one that it bears on but leaves open; nothing where no law asks about the list.

    >>> from licet.law import load_law
    >>> from licet.screening.shipped import curated_listings
    >>> smic = next(one for one in curated_listings() if one.name.endswith("(SMIC)"))
    >>> found = facts_set(smic, load_law().vocabulary)
    >>> found["entity_listed"], sorted(found["entity_list_footnotes"])
    (True, ['footnote_5'])
    """
    duty = duties().get(listing.list)
    if duty is None:
        return {}
    found: dict[str, Value | None] = dict(duty.get("sets", {}))
    for name in _data_sets(listing):
        found.update(dict.fromkeys(duty.get("data_sets", {}).get(name, ())))
    for part, taken in _TAKEN.items():
        if part in duty:
            found.update(taken(duty[part], listing))
    return {fact: value for fact, value in found.items() if fact in vocabulary.facts}


def sets_for_sure(hit: Hit) -> bool:
    """Whether a match lets the facts of its list count for sure, not only perhaps.

    It does where the party is the listed one and the listing stands, or where the law itself says since when such a listing is suspended;
    not where the curated list says that it could not be confirmed.
    """
    listing = hit.match.listing
    stands = hit.standing is Standing.STANDS
    stands = stands or (hit.standing is Standing.SUSPENDED and duties().get(listing.list, {}).get("suspended") == "by_law")
    return hit.grade is Grade.SURE and stands and "not confirmed" not in listing.notes


def _listed_on(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    if listing.listed is None:
        return {fact: None for fact in (duty["fact"], duty.get("told")) if fact}
    word = duty["words"].get(listing.listed)
    return {duty["fact"]: frozenset((word,))} if word else {}


def _programmes(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    named = {programme.strip(" []").upper() for programme in listing.programmes}
    if not named:
        return {duty["fact"]: None}
    words = {word for programme, word in duty["words"].items() if programme in named}
    if not words:
        return {}
    return {duty["fact"]: True if words == {True} else frozenset(words)}


def _remarks(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    """Return what the measures name behind their label; labels are written with and without blanks, and end where the next one begins."""
    label = r"\s?".join(map(re.escape, duty["label"].split()))
    said = re.search(rf"(?i:{label}):\s*(.*?)(?=\s[A-Z][A-Za-z ]*:|$)", listing.remarks, re.DOTALL)
    if said is None or not said[1].strip():
        return {duty["fact"]: None}
    return {duty["fact"]: True} if any(word in said[1].casefold() for word in duty["words"]) else {}


def _review(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    words = duty["words"]
    named = {words[one.value] for one in reviews_of(listing.review_policy) if one.value in words}
    return (
        {duty["fact"]: named.pop()} if len(named) == 1 else {}
    )  # of several the items of the entry decide; the law's order shows the strictest


def _scope(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    if not listing.licence_requirement:
        return {}
    said = listing.licence_requirement.casefold()
    return {duty["fact"]: next((value for words, value in duty["words"].items() if words in said), None)}


def _footnotes(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    if footnote_doubt(listing.licence_requirement):
        return {duty["fact"]: None}
    words = frozenset(duty["words"][number] for number in listing.footnotes if number in duty["words"])
    return {duty["fact"]: words or frozenset((duty["none"],))}


_TAKEN: Mapping[str, Callable[[Mapping[str, Any], Listing], dict[str, Value | None]]] = {
    "listed_on": _listed_on,
    "programmes": _programmes,
    "remarks": _remarks,
    "footnotes": _footnotes,
    "review": _review,
    "scope": _scope,
}


def is_asked_about(listing: Listing) -> bool:
    """Whether any law encoded here asks about a listing's list, or about the data set that it comes from.

    >>> from licet.screening.shipped import curated_listings
    >>> sorted({one.list for one in curated_listings() if not is_asked_about(one)})
    ['us-1260h', 'us-cmic']
    """
    duty = duties().get(listing.list)
    return duty is not None and ("data_sets" not in duty or not _data_sets(listing).isdisjoint(duty["data_sets"]))


def _data_sets(listing: Listing) -> frozenset[str]:
    return frozenset(note.removeprefix(DATA_SET) for note in listing.notes if note.startswith(DATA_SET))
