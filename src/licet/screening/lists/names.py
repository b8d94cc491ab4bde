"""Names that a list prints within a name: other names after a.k.a., a parent before an affiliate, a clause about successors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from licet.screening.listing import NameKind, PartyName
from licet.screening.text import cleaned

_HEAD_ENTRY = re.compile(r"^.*\b(?:Affiliated Entit(?:y|ies):|Subordinate Institutions?\s*[-–])\s*", re.IGNORECASE)
_SUCCESSORS = re.compile(r"[;,]?\s+and (?:any|all) (?:successor|sub-unit|subsidiar)[^;]*$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\((?:a\.k\.a\.?|f\.k\.a\.?|d\.b\.a\.?),?\s+([^()]+)\)", re.IGNORECASE)
_AFTER = re.compile(r"[;,]?\s+(?:a\.k\.a\.?|f\.k\.a\.?|d\.b\.a\.?),?\s+", re.IGNORECASE)


def names_of(name: str, others: Iterable[str] = ()) -> tuple[PartyName, ...]:
    """Return the name a row is filed under and its other names, each once.

    An affiliate that is printed within the entry of its parent carries the parent's name before its own; its own is the name here.

    >>> [name.text for name in names_of("Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Toga Networks", ["Toga"])]
    ['Toga Networks', 'Toga']
    >>> [name.text for name in names_of("Chitron Electronics, a.k.a. Chi-Chung Electronics")]
    ['Chitron Electronics', 'Chi-Chung Electronics']
    >>> [name.text for name in names_of("Cory (a.k.a Jason Wilson) Wilson")]
    ['Cory Wilson', 'Jason Wilson']
    """
    whole = cleaned(name)
    filed, *within = _within(_SUCCESSORS.sub("", _HEAD_ENTRY.sub("", whole)))
    filed = filed or whole
    found = {filed: PartyName(filed, NameKind.MAIN)}
    for other in (*within, *map(cleaned, others)):
        other = other.removeprefix("and ")  # noqa: PLW2901  # glue of a list, not of a name
        if other:
            found.setdefault(other, PartyName(other))
    return tuple(found.values())


def clause_of(name: str) -> str:
    """Return the clause that a name carries about successors and subsidiaries, or nothing.

    >>> clause_of("PMC Wagner; and any successor, sub-unit, or subsidiary thereof")
    'and any successor, sub-unit, or subsidiary thereof'
    """
    found = _SUCCESSORS.search(name)
    return found[0].lstrip(";, ") if found else ""


def _within(name: str) -> list[str]:
    if ".k.a" not in name and ".b.a" not in name:
        return [name]
    bracketed = _IN_BRACKETS.findall(name)
    return [part.strip(" ;,") for part in (*_AFTER.split(_IN_BRACKETS.sub("", name)), *bracketed)]


_LINKED = re.compile(r"^\(?Linked To: (.+?)\)?\.?$", re.IGNORECASE)


def linked_in(remarks: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parties that remarks name as linked, and the other remarks.

    >>> linked_in(["(Linked To: MAHAN AIR)", "Gender Male"])
    (('MAHAN AIR',), ('Gender Male',))
    """
    linked: list[str] = []
    others: list[str] = []
    for remark in remarks:
        found = _LINKED.match(remark)
        if found:
            linked.append(found[1])
        elif remark:
            others.append(remark)
    return tuple(linked), tuple(others)
