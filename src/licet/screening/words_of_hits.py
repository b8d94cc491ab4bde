"""What screening found, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licet.screening.in_play import Held, InPlay
from licet.screening.matching.explain import why_not
from licet.screening.matching.matcher import Grade
from licet.screening.matching.words import LONGEST
from licet.screening.screen import Hit, Screened
from licet.screening.shipped import NOTICE, PUBLISHER
from licet.screening.words import WIDTH

OLD = 7
"""A list that is more days older than the day asked about is said to be so: parties are listed every week."""

_HEADLINES = {Grade.SURE: "LISTED", Grade.POSSIBLE: "PERHAPS LISTED: compare and decide", None: "NO MATCH"}


def hits_as_text(found: Screened, lists: InPlay, most: int | None) -> str:
    """Return what came of screening one party.

    Args:
        found: what was found.
        lists: the lists that were looked at.
        most: how many hits are shown; all where None.

    """
    return "\n".join(_lines(found, lists, most))


def _lines(found: Screened, lists: InPlay, most: int | None) -> Iterator[str]:
    where = f"   {' '.join(found.query.countries)}" if found.query.countries else ""
    yield from textwrap.wrap(f"{_short(found.query.name)}{where}   {lists.day}", WIDTH)
    aside = found.grade is None and any(hit.grade is not Grade.NEAR for hit in found.hits)
    part = found.grade is None and found.is_cut
    yield f"  {'NOT COMPARED WHOLE' if part else _HEADLINES[found.grade]}{' THAT COUNTS' if aside and not part else ''}"
    shown = found.hits if most is None else found.hits[:most]
    for hit in shown:
        yield from _hit(hit)
    if found.is_cut:
        yield f"  Only the first {LONGEST} of {len(found.query.name):,} characters were compared: give the name alone."
    if len(shown) < len(found.hits):
        yield f"  and {len(found.hits) - len(shown)} more (--why)"
    yield from textwrap.wrap(lists_as_text(lists), WIDTH, break_on_hyphens=False)


def _hit(hit: Hit) -> Iterator[str]:
    listing = hit.match.listing
    yield ""
    state = "" if hit.standing.value == "stands" else f", {hit.standing.value}"
    footnotes = f", footnote {' and '.join(map(str, listing.footnotes))}" if listing.footnotes else ""
    where = " ".join(listing.countries[:6])
    named = f"  {hit.grade.value:<9}{listing.name}  [{listing.list}{footnotes}{state}] {where}".rstrip()
    yield from textwrap.wrap(named, WIDTH, subsequent_indent=" " * 11, break_on_hyphens=False)
    if hit.match.name.text != listing.name:
        yield from _wrapped(f"by its name {hit.match.name.text}")
    yield from _wrapped(hit.match.why)
    if hit.grade is Grade.NEAR:
        yield from _wrapped(f"no match: {why_not(hit.match)}")
    if hit.cleared:
        yield from _wrapped(f"cleared by {hit.cleared.by} on {hit.cleared.on} until {hit.cleared.until}: {hit.cleared.why}")
    if hit.lapsed:
        yield from _wrapped(f"{hit.lapsed}: decide again")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 13)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:WIDTH]}…"


def _age(held: Held) -> str:
    if held.later:
        return " (a later list)"
    return f" ({held.stale_days:,} days old)" if held.stale_days > OLD else ""


def lists_as_text(lists: InPlay) -> str:
    """Return which lists were looked at, of which day, and what that is worth."""
    named = [f"{one.publisher} of {one.as_of}{_age(one)}" for one in lists.held if one.publisher != PUBLISHER]
    looked = f"Looked at: {', '.join(named)}, and the curated list." if named else "Looked at the curated list only."
    return looked if lists.has_official else f"{looked} {NOTICE}"
