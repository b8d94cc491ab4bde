"""Screens parties: who of them may be listed on a day, with what was compared, which lists were looked at, and what was decided before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from licet.screening.cleared import Cleared, ClearedPairs
from licet.screening.in_play import InPlay, Standing
from licet.screening.matching.evidence import Query
from licet.screening.matching.matcher import Grade, Match
from licet.screening.matching.words import LONGEST
from licet.screening.shipped import PUBLISHER


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed party that may be the one asked for."""

    match: Match
    standing: Standing
    cleared: Cleared | None = None
    lapsed: str = ""

    @property
    def grade(self) -> Grade:
        """How far it is the one asked for."""
        return self.match.grade

    @property
    def counts(self) -> bool:
        """Whether somebody has to look at it: it is a match, its listing may stand on the day, and nobody has cleared it."""
        return (
            self.grade is not Grade.NEAR
            and self.cleared is None
            and self.standing in (Standing.STANDS, Standing.UNSURE, Standing.SUSPENDED)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the hit for JSON, what was compared first and the score last."""
        from licet.screening.matching.explain import compared_as_dict, why_not  # noqa: PLC0415  # read only where somebody looks

        listing = self.match.listing
        return {
            "grade": self.grade.value,
            "standing": self.standing.value,
            "counts": self.counts,
            "list": listing.list,
            "publisher": listing.publisher,
            "listed_as": listing.name,
            "met_name": {"text": self.match.name.text, "kind": self.match.name.kind.value},
            "kind": listing.kind.value,
            "countries": list(listing.countries),
            "listed": listing.listed.isoformat() if listing.listed else None,
            "footnotes": list(listing.footnotes),
            "citations": list(listing.citations),
            "id": listing.id,
            "fingerprint": listing.fingerprint,
            "why": self.match.why,
            **({"why_not": why_not(self.match)} if self.grade is Grade.NEAR else {}),
            **({"cleared": self.cleared.as_dict()} if self.cleared else {}),
            **({"cleared_before": self.lapsed} if self.lapsed else {}),
            "compared": compared_as_dict(self.match),
            "score": round(self.match.score, 4),
        }


@dataclass(frozen=True, slots=True)
class Screened:
    """What came of screening one party."""

    query: Query
    hits: tuple[Hit, ...]

    @property
    def matches(self) -> tuple[Hit, ...]:
        """The hits that somebody has to look at, the likeliest first."""
        return tuple(hit for hit in self.hits if hit.counts)

    @property
    def grade(self) -> Grade | None:
        """The highest grade among them; None where there is none."""
        return self.matches[0].grade if self.matches else None

    @property
    def is_cut(self) -> bool:
        """Whether the name is so long that it was not compared whole, so that no match means little."""
        return len(self.query.name) > LONGEST


class Screening:
    """Lists in play, with the index over them and the cleared pairs.

    Args:
        lists: the lists in play; today's in the user's folder where nothing is said.

    Raises:
        ListError: a list or the cleared pairs cannot be read.

    >>> from licet.screening.store import Store
    >>> found = Screening(InPlay(Store("/nowhere"))).screen(Query("SMIC Beijng", countries=("CN",)))
    >>> found.grade.value, found.matches[0].match.listing.list, found.matches[0].match.why.split("; ")[1]
    ('possible', 'us-entity-list', 'beijng sounds like beijing (0.90)')

    """

    def __init__(self, lists: InPlay | None = None) -> None:
        self.lists = lists or InPlay()
        self.cleared = ClearedPairs(self.lists.store.folder)

    def screen(self, query: Query, *, near: bool = False) -> Screened:
        """Return the listed parties that one party may be.

        Args:
            query: the party.
            near: whether to show near misses too, each with the reason why it is none.

        """
        return self._judged(query, self.lists.matcher.match(query, near=near))

    def screen_many(self, queries: Sequence[Query]) -> Iterator[Screened]:
        """Return the same for many parties, many times as fast; give them by the thousand, not by the million."""
        for query, matches in zip(queries, self.lists.matcher.match_many(queries), strict=True):
            yield self._judged(query, matches)

    def _judged(self, query: Query, matches: Sequence[Match]) -> Screened:
        if not matches:
            return Screened(query, ())
        judged = self.cleared.judge(_without_doubles(matches), self.lists.day)
        return Screened(query, tuple(Hit(one.match, self.lists.standing(one.match.listing), one.cleared, one.lapsed) for one in judged))


def _without_doubles(matches: Sequence[Match]) -> list[Match]:
    """Return the matches without those of the curated list that an official list held here has too, with the same grade."""
    official = {
        (one.listing.list, one.grade, name.text.casefold())
        for one in matches
        if one.listing.publisher != PUBLISHER
        for name in one.listing.names
    }
    return [
        one
        for one in matches
        if one.listing.publisher != PUBLISHER or (one.listing.list, one.grade, one.listing.name.casefold()) not in official
    ]


def lists_as_dict(lists: InPlay) -> list[dict[str, Any]]:
    """Return the lists that were looked at for JSON."""
    return [
        {"publisher": one.publisher, "as_of": one.as_of.isoformat(), "sha256": one.sha256, "later": one.later, "age_days": one.stale_days}
        for one in lists.held
    ]
