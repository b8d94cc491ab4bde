"""Which facts of a party a listing sets, as `duties.yaml` says it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from licet.language.vocabulary import Vocabulary
from licet.model.shipment import Value
from licet.screening.entity_list import footnote_doubt, reviews_of
from licet.screening.listing import Listing

FILE = Path(__file__).with_name("duties.yaml")


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
    programmes = duty.get("only_under")
    if programmes is not None:
        named = {programme.strip(" []").upper() for programme in listing.programmes}
        if named and named.isdisjoint(programmes):
            return {}
        if not named:
            return {fact: None for fact in duty["sets"] if fact in vocabulary.facts}
    found: dict[str, Value | None] = dict(duty.get("sets", {}))
    if "footnotes" in duty:
        found.update(_footnotes(duty["footnotes"], listing))
    if "review" in duty:
        words = duty["review"]["words"]
        named_reviews = {words[one.value] for one in reviews_of(listing.review_policy) if one.value in words}
        if len(named_reviews) == 1:  # of several the items of the entry decide; the law's own order shows the strictest
            found[duty["review"]["fact"]] = named_reviews.pop()
    if "scope" in duty and listing.licence_requirement:
        said = listing.licence_requirement.casefold()
        scope = next((value for words, value in duty["scope"]["words"].items() if words in said), None)
        found[duty["scope"]["fact"]] = scope
    return {fact: value for fact, value in found.items() if fact in vocabulary.facts}


def _footnotes(duty: Mapping[str, Any], listing: Listing) -> dict[str, Value | None]:
    if footnote_doubt(listing.licence_requirement):
        return {duty["fact"]: None}
    words = frozenset(duty["words"][number] for number in listing.footnotes if number in duty["words"])
    return {duty["fact"]: words or frozenset((duty["none"],))}


def is_asked_about(list_key: str) -> bool:
    """Whether any law encoded here asks about a list.

    >>> is_asked_about("us-entity-list"), is_asked_about("cn-control-list")
    (True, False)
    """
    return list_key in duties()
