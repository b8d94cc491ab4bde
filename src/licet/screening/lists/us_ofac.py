"""OFAC's lists: what the CSV family and the XML share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from licet.screening.errors import refuse
from licet.screening.listing import PartyKind
from licet.screening.lists.count import Count

SDN = "us-ofac-sdn"
CONSOLIDATED = "us-ofac-consolidated"

_BY_PROGRAMME = {
    "NS-PLC": "us-plc",
    "CMIC-EO13959": "us-cmic",
    "UKRAINE-EO13662": "us-ssi",
    "561-Related": "us-capta",
    "FSE-IR": "us-fse",
    "FSE-SY": "us-fse",
}
_KINDS = {
    "": PartyKind.ORGANISATION,
    "entity": PartyKind.ORGANISATION,
    "individual": PartyKind.PERSON,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}


_ONLY_CONSOLIDATED = {"NS-PLC", "CMIC-EO13959"}
"""Programmes that block nothing: a party that has no other stands in the consolidated file and not in the SDN file."""


def refuse_the_other_file(publisher: str, programmes: Collection[str], where: str) -> None:
    """Stop where the consolidated file was given for the SDN list: their layouts are the same.

    Raises:
        ListError: the file is the other one.

    """
    if publisher == SDN and programmes and _ONLY_CONSOLIDATED.issuperset(programmes):
        do = f"licet lists update {CONSOLIDATED} --file FILE"
        refuse(where, "this is the consolidated (non-SDN) file", "the SDN file", ", ".join(programmes), do)


@lru_cache(maxsize=512)
def list_of(publisher: str, programmes: tuple[str, ...]) -> str:
    """Return the list in the law's sense; the consolidated file tells its lists only by their programmes.

    >>> list_of("us-ofac-consolidated", ("UKRAINE-EO13662", "RUSSIA-EO14024")), list_of("us-ofac-sdn", ("SDGT",))
    ('us-ssi', 'us-sdn')
    """
    if publisher == SDN:
        return "us-sdn"
    return next((_BY_PROGRAMME[programme] for programme in programmes if programme in _BY_PROGRAMME), "us-non-sdn")


def kind_of_party(said: str, count: Count) -> PartyKind:
    """Return the kind of party; OFAC leaves the kind of organisations empty."""
    kind = _KINDS.get(said.lower())
    if kind is None:
        count.unknown_words[f"type: {said}"] += 1
    return kind or PartyKind.UNKNOWN


def unknown_countries(words: Iterable[str], codes: Iterable[str], count: Count) -> None:
    """Count the names of countries that gave no code."""
    count.unknown_words.update(f"country: {word}" for word, code in zip(words, codes, strict=True) if word and not code)
