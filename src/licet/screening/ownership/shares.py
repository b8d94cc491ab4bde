"""How much of a party the listed own, at least and at most: added up over all owners, through companies that they own to one half.

A company of which listed parties own one half counts as listed for what it owns itself, as the Treasury reads its rule of 50 per cent.
Multiplying shares along a chain gives another figure; where the two differ about one half, that is said. What nobody knows, an owner
without a share, a rest without an owner, an owner whose own owners are not known, counts for the most and not for the least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.screening.ownership.graph import Graph

HALF = 50.0
_ROUNDS = 200
MOST_PATHS = 20


class Listed(StrEnum):
    """Whether an owner is listed."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Path:
    """From a listed owner down to the party: each step an owner and its share of the next."""

    steps: tuple[tuple[str, float | None], ...]
    listed: Listed

    def text(self, party: str) -> str:
        """Return the path in words.

        >>> Path((("A", 60.0), ("B", None)), Listed.YES).text("C")
        'A owns 60 % of B, which owns an unknown share of C'
        """
        names = [*(name for name, _ in self.steps), party]
        parts = [
            f"{'an unknown share' if percent is None else f'{percent:g} %'} of {names[at + 1]}"
            for at, (_, percent) in enumerate(self.steps)
        ]
        perhaps = " (perhaps listed)" if self.listed is Listed.MAYBE else ""
        return f"{names[0]}{perhaps} owns {', which owns '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Owned:
    """How much of a party the listed own."""

    least: float
    """For sure, in percent."""
    most: float
    """At most, given what is not known."""
    multiplied: float
    """What multiplying the shares along each chain gives."""
    paths: tuple[Path, ...]
    unknown: tuple[str, ...]
    """What would have to be known to narrow it."""

    @property
    def half(self) -> bool | None:
        """Whether listed parties own one half or more; None where what is known does not tell, or the two ways of counting differ."""
        if self.least >= HALF:
            return True
        return None if self.most >= HALF or self.multiplied >= HALF else False


def owned_by_listed(graph: Graph, key: str, day: date, is_listed: Callable[[str], Listed]) -> Owned:
    """Return how much of a party listed parties own on a day.

    Args:
        graph: who owns whom.
        key: the party.
        day: the day.
        is_listed: whether a party of the graph is listed, by its key.

    >>> graph = Graph()
    >>> graph.add("Listed", "Middle", 50.0); graph.add("Middle", "Fab", 50.0); graph.add("Somebody", "Fab", 50.0)
    >>> graph.parties["somebody"].ends = True
    >>> found = owned_by_listed(graph, "fab", date(2026, 1, 1), lambda key: Listed.YES if key == "listed" else Listed.NO)
    >>> found.least, found.multiplied, found.half, found.paths[0].text("Fab")
    (50.0, 25.0, True, 'Listed owns 50 % of Middle, which owns 50 % of Fab')

    """
    above = _above(graph, key, day)
    listed = {one: is_listed(one) for one in above if one != key}
    least, most, multiplied = (dict.fromkeys(above, 0.0) for _ in range(3))
    for _ in range(_ROUNDS):  # rises from nothing, so that a circle of owners owns nothing by itself
        changed = 0.0
        for one in above:
            low = high = product = known = 0.0
            open_share = False
            holdings = graph.owners(one, day)
            for holding in holdings:
                owner, percent = holding.owner, holding.percent
                sure = listed.get(owner) is Listed.YES or least[owner] >= HALF
                maybe = sure or listed.get(owner) is Listed.MAYBE or most[owner] >= HALF
                if percent is None:
                    open_share = open_share or maybe
                    continue
                known += percent
                low += percent * sure
                high += percent * maybe
                product += percent * (1.0 if listed.get(owner) is Listed.YES else multiplied[owner] / 100.0)
            rest = max(0.0, 100.0 - known)
            if not graph.parties[one].ends or open_share:
                high += rest
            values = (min(low, 100.0), min(high, 100.0), min(product, 100.0))
            for table, value in zip((least, most, multiplied), values, strict=True):
                changed = max(changed, abs(value - table[one]))
                table[one] = value
        if changed < 1e-9:
            break
    return Owned(
        least[key],
        most[key],
        round(multiplied[key], 6),
        tuple(_paths(graph, key, day, listed)),
        tuple(dict.fromkeys(_unknown(graph, above, day, listed))),
    )


def _above(graph: Graph, key: str, day: date) -> list[str]:
    """Return the party and everybody above it, nearest first."""
    found, at = [key], 0
    seen = {key}
    while at < len(found):
        for holding in graph.owners(found[at], day):
            if holding.owner not in seen:
                seen.add(holding.owner)
                found.append(holding.owner)
        at += 1
    return found


def _paths(graph: Graph, key: str, day: date, listed: dict[str, Listed]) -> Iterator[Path]:
    """Yield the ways from listed owners to the party, the shortest first, each owner once on a way."""
    waiting: list[tuple[str, tuple[tuple[str, float | None], ...], frozenset[str]]] = [(key, (), frozenset((key,)))]
    count = 0
    while waiting and count < MOST_PATHS:
        one, steps, seen = waiting.pop(0)
        for holding in graph.owners(one, day):
            if holding.owner in seen:
                continue
            longer = ((graph.parties[holding.owner].name, holding.percent), *steps)
            if listed[holding.owner] is not Listed.NO:
                count += 1
                yield Path(longer, listed[holding.owner])
                if count == MOST_PATHS:
                    return
            if len(waiting) < 5000:
                waiting.append((holding.owner, longer, seen | {holding.owner}))


def _unknown(graph: Graph, above: list[str], day: date, listed: dict[str, Listed]) -> Iterator[str]:
    for one in above:
        party = graph.parties[one]
        if party.ends or listed.get(one) is Listed.YES:
            continue
        holdings = graph.owners(one, day)
        if not holdings:
            yield f"Who owns {party.name}?"
            continue
        for holding in holdings:
            if holding.percent is None:
                yield f"How much of {party.name} does {graph.parties[holding.owner].name} own?"
        rest = 100.0 - sum(holding.percent or 0.0 for holding in holdings)
        if rest > 0.01 and all(holding.percent is not None for holding in holdings):
            yield f"Who owns the other {rest:g} % of {party.name}?"
