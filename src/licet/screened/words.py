"""What screening found of the parties of a shipment, beside the answer: who matched whom, by what, on which list of which day."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licet.language.show import words
from licet.screened.parties import ScreenedParty, ScreenedShipment
from licet.screening.matching.matcher import Grade
from licet.screening.screen import Hit
from licet.screening.words_of_hits import lists_as_text

SHOWN = 2
"""So many matches of a party stand in the short answer."""


def screening_as_text(found: ScreenedShipment, why: bool = False) -> Iterator[tuple[str, str]]:
    """Yield labels and texts to stand beside the answer.

    Args:
        found: what was screened.
        why: whether to show every match.

    """
    if found.lists is None:
        return
    label = "Screened"
    for party in found.parties:
        for text in _party(party, why):
            yield label, text if why else textwrap.shorten(text, 260, placeholder=" …")
            label = ""
    for owned in found.owned:
        if (owned.owned is not None and owned.owned.paths) or owned.rule == found.owned[0].rule:
            text = f"{words(owned.role)} {owned.words()}"
            yield "", text if why else textwrap.shorten(text, 260, placeholder=" …")
    yield (
        "",
        lists_as_text(found.lists)
        if why or found.lists.has_official
        else f"{lists_as_text(found.lists).partition('. ')[0]}: not complete.",
    )


def _party(party: ScreenedParty, why: bool) -> Iterator[str]:
    who = f"{words(party.record.role)} {party.found.query.name}"
    matches = party.found.matches
    if not matches:
        aside = sum(1 for hit in party.found.hits if hit.grade is not Grade.NEAR)
        yield f"{who}: no match{f' that counts ({aside} set aside: licet screen)' if aside else ''}"
    unasked = party.unasked
    shown = matches if why else [*[hit for hit in matches if hit not in unasked][:SHOWN], *unasked[:1]]
    for hit in shown:
        yield f"{who}: {_hit(hit)}{' (no law encoded here asks about this list)' if hit in unasked else ''}"
    if len(shown) < len(matches):
        yield f"and {len(matches) - len(shown)} more (--why)"
    if party.against:
        yield f"{who}: you state otherwise than a list: {', '.join(map(words, party.against))}"


def _hit(hit: Hit) -> str:
    listing = hit.match.listing
    grade = "listed" if hit.grade is Grade.SURE else "perhaps listed"
    state = "" if hit.standing.value == "stands" else f", {hit.standing.value}"
    footnotes = f", footnote {' and '.join(map(str, listing.footnotes))}" if listing.footnotes else ""
    lapsed = f"; {hit.lapsed}" if hit.lapsed else ""
    return f"{grade} as {listing.name} [{listing.list}{footnotes}{state}]: {hit.match.why}{lapsed}"
