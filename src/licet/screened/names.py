"""Names of companies that the law itself writes, such as a maker: what is spelled otherwise is not another company for that.

A condition compares a text letter by letter. Where a maker or a party looks like a company that a derived fact asks about, but is spelled
otherwise than in the law, the fact is left open, with the question whether it is that company, instead of being denied in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from licet.language.vocabulary import Vocabulary
from licet.model.shipment import Facts, Item, Shipment
from licet.screening.matching.words import Form, forms_of

NAMES = ("maker", "party_name")
"""The texts that name a company."""
SHORTEST, LIKE = 5, 80.0
"""A word of so many letters may be misspelled, and counts as the same from this likeness on (`rapidfuzz`, in percent)."""


def names_left_open(shipment: Shipment, vocabulary: Vocabulary) -> Shipment:
    """Return the shipment with those facts left open that ask for a company which a maker or a party may be.

    >>> from licet.intake import read_shipment
    >>> from licet.law import load_law
    >>> law = load_law()
    >>> written = {"item": {"kind": "discrete_device", "maker": "Nexperia Mfg"}, "from": "CN", "to": "DE", "date": "2025-10-10"}
    >>> found = names_left_open(read_shipment(written, law), law.vocabulary)
    >>> found.item.open["nexperia_component"].split("? ")[0]
    'Is Nexperia Mfg the company that the law calls Nexperia'
    """
    parties = tuple(
        replace(party, open={**party.open, **found}) if (found := _open(party.facts, vocabulary)) else party for party in shipment.parties
    )
    return replace(shipment, item=_item(shipment.item, vocabulary), parties=parties)


def _item(item: Item, vocabulary: Vocabulary) -> Item:
    found = _open(item.facts, vocabulary)
    hosts = None if item.hosts is None else tuple(_item(one, vocabulary) for one in item.hosts)
    components = None if item.components is None else tuple(_item(one, vocabulary) for one in item.components)
    if not found and hosts == item.hosts and components == item.components:
        return item
    return replace(item, open={**item.open, **found}, hosts=hosts, components=components)


def _open(facts: Facts, vocabulary: Vocabulary) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for fact, text, names in vocabulary.spelled:
        said = facts.get(text)
        if text not in NAMES or fact in facts or not isinstance(said, str) or said in names:
            continue
        alike = next((name for name in names if may_be(said, name)), None)
        if alike is not None:
            found[fact] = f"Is {said} the company that the law calls {alike}? {vocabulary.facts[fact].question}"
    return found


def may_be(said: str, name: str) -> bool:
    """Return whether a company may be the one of that name: all words of one are met in the other, legal forms aside.

    >>> may_be("Nexpera Manufacturing", "Nexperia"), may_be("NVIDIA Singapore Pte Ltd", "NVIDIA Corporation"), may_be("Nikon", "Micron")
    (True, True, False)
    """
    return any(_within(ours, theirs) or _within(theirs, ours) for ours in forms_of(said) for theirs in forms_of(name))


def _within(inner: Form, outer: Form) -> bool:
    return inner.joined == outer.joined or all(any(_same(word, other) for other in outer.words) for word in inner.words)


@lru_cache(maxsize=10_000)
def _same(word: str, other: str) -> bool:
    if word == other:
        return True
    if min(len(word), len(other)) < SHORTEST:
        return False
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415  # most shipments name nobody that the law names

    return ratio(word, other) >= LIKE
