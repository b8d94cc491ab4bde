"""Screens the parties of a shipment with the lists of its day, and lets what is found count.

A sure match sets the facts of its list. A possible one, or a listing that may not stand on the day, leaves them open, with the question
whether it is the same party: the answer becomes an interval, not a yes. No match changes nothing: what the vocabulary assumes of any party
stays an assumption, and the answer says which lists were looked at. What the user stated about a party is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from licet.law.statute import Law
from licet.law.values import write_value
from licet.model.shipment import Given, Origin, Record, Shipment, Value
from licet.screened.duties import facts_set, is_asked_about
from licet.screened.owners import OwnedParty, Owners
from licet.screening.in_play import InPlay, Standing
from licet.screening.matching.evidence import Query
from licet.screening.matching.matcher import Grade
from licet.screening.ownership.graph import Graph
from licet.screening.register import register
from licet.screening.screen import Hit, Screened, Screening, lists_as_dict

NAME, COUNTRY = "party_name", "party_country"


@dataclass(frozen=True, slots=True)
class ScreenedParty:
    """What screening made of one party of a shipment."""

    record: Record
    """The party with what the lists add."""
    found: Screened
    sets: tuple[str, ...] = ()
    """Facts that a sure match set."""
    leaves_open: tuple[str, ...] = ()
    """Facts that no assumption may stand in for, because of a possible match."""
    against: tuple[str, ...] = ()
    """Facts that the user stated and a list says otherwise."""

    @property
    def unasked(self) -> tuple[Hit, ...]:
        """Matches on lists that no law encoded here asks about."""
        return tuple(hit for hit in self.found.matches if not is_asked_about(hit.match.listing.list))


@dataclass(frozen=True, slots=True)
class ScreenedShipment:
    """A shipment with what the lists say of its parties."""

    shipment: Shipment
    parties: tuple[ScreenedParty, ...]
    lists: InPlay | None
    """The lists that were looked at; None where no party has a name."""
    owned: tuple[OwnedParty, ...] = ()
    """What listed parties own of them, where a graph of owners was given."""


def screen_parties(shipment: Shipment, law: Law, screening: Screening | None = None, graph: Graph | None = None) -> ScreenedShipment:
    """Return the shipment with what the lists of its day say of its named parties.

    Args:
        shipment: as it was read.
        law: for its vocabulary.
        screening: the lists; those of the shipment's day in the user's folder where nothing is said.
        graph: who owns whom, where it is known.

    Raises:
        ListError: a list cannot be read.

    >>> from licet.intake import read_shipment
    >>> from licet.law import load_law
    >>> from licet.screening.store import Store
    >>> law = load_law()
    >>> party = {"end_user": {"name": "Semiconductor Manufacturing International (Beijing) Corporation", "country": "CN"}}
    >>> shipment = read_shipment({"item": "NXT:1980Di", "from": "NL", "to": "CN", "date": "2026-08-01", "parties": party}, law)
    >>> found = screen_parties(shipment, law, Screening(InPlay(Store("/nowhere"), shipment.day)))
    >>> found.shipment.parties[0].facts["entity_listed"], found.parties[0].sets[0]
    (True, 'entity_listed')

    """
    named = [party for party in shipment.parties if isinstance(party.facts.get(NAME), str)]
    if not named:
        return ScreenedShipment(shipment, (), None)
    screening = screening or Screening(InPlay(day=shipment.day))
    screened: list[ScreenedParty] = []
    records: list[Record] = []
    for party in shipment.parties:
        if party not in named:
            records.append(party)
            continue
        country = party.facts.get(COUNTRY)
        query = Query(str(party.facts[NAME]), countries=(country,) if isinstance(country, str) else ())
        one = _joined(party, screening.screen(query), law, screening.lists)
        screened.append(one)
        records.append(one.record)
    done = replace(shipment, parties=tuple(records))
    owned: tuple[OwnedParty, ...] = ()
    if graph is not None:
        done, owned = Owners(graph, law, screening).apply(done)
    return ScreenedShipment(done, tuple(screened), screening.lists, owned)


def _joined(party: Record, found: Screened, law: Law, lists: InPlay) -> ScreenedParty:
    values: dict[str, Value] = {}
    notes: dict[str, str] = {}
    questions: dict[str, str] = {}
    for hit, fact, value in _bearing(found, law):
        sure = hit.grade is Grade.SURE and hit.standing is Standing.STANDS and not _is_unconfirmed(hit)
        if sure and value is not None:
            before = values.get(fact)
            if isinstance(before, frozenset) and isinstance(value, frozenset):
                value = (before | value) - {"none"} or value  # noqa: PLW2901  # one party, several rows of one list
            elif before is not None and before != value:
                questions.setdefault(fact, _question(party, hit, "Which of its entries counts for this shipment?"))
            values[fact] = value
            notes.setdefault(fact, _source(hit, lists))
        else:
            questions.setdefault(fact, _question(party, hit, _doubt(hit)))
    for fact in values.keys() & questions.keys():
        if isinstance(values[fact], bool | frozenset):
            questions.pop(fact)  # sure by one listing; what another one leaves open does not take it back
        else:
            values.pop(fact)
    against = tuple(
        fact for fact in (*values, *questions) if fact in party.facts and (fact in questions or party.facts[fact] != values[fact])
    )
    own = {fact: value for fact, value in values.items() if fact not in party.facts}
    left = {fact: question for fact, question in questions.items() if fact not in party.facts}
    given = {fact: Given(", ".join(_words(value)), Origin.DERIVED, notes[fact]) for fact, value in own.items()}
    record = replace(party, facts={**party.facts, **own}, given={**party.given, **given}, open={**party.open, **left})
    return ScreenedParty(record, found, tuple(own), tuple(left), against)


def _words(value: Value) -> list[str]:
    said = write_value(value)
    return [str(one) for one in said] if isinstance(said, list) else ["yes" if said is True else "no" if said is False else str(said)]


def _bearing(found: Screened, law: Law) -> Iterator[tuple[Hit, str, Value | None]]:
    """Yield what each match bears on, sure matches first.

    A list names a party once: where one of its listings is the party for sure, others of it that only may be are not asked about.
    """
    settled = {hit.match.listing.list for hit in found.matches if hit.grade is Grade.SURE}
    for hit in found.matches:
        if hit.grade is not Grade.SURE and hit.match.listing.list in settled:
            continue
        for fact, value in facts_set(hit.match.listing, law.vocabulary).items():
            yield hit, fact, value


def _is_unconfirmed(hit: Hit) -> bool:
    """Whether the curated list itself says that the listing could not be confirmed."""
    return "not confirmed" in hit.match.listing.notes


def _question(party: Record, hit: Hit, what: str) -> str:
    listing = hit.match.listing
    name = register()[listing.list].name
    where = f", {', '.join(listing.countries)}" if listing.countries else ""
    met = f" (by its name {hit.match.name.text})" if hit.match.name.text != listing.name else ""
    return f"{party.facts[NAME]} and {listing.name}{met}{where} on the {name}: {what}"


def _doubt(hit: Hit) -> str:
    if hit.grade is not Grade.SURE:
        return f"is this the same party? ({hit.match.why})"
    if hit.standing is Standing.SUSPENDED:
        return "the listing is suspended on the day; does it count?"
    if hit.standing is Standing.UNSURE:
        return "the list held is of a later day; was the party listed on the day of the shipment?"
    return "the entry leaves this open, or could not be confirmed; what does the official list say?"


def _source(hit: Hit, lists: InPlay) -> str:
    held = next(one for one in lists.held if one.publisher == hit.match.listing.publisher)
    return f"{register()[hit.match.listing.list].name}, {held.publisher} of {held.as_of}: {hit.match.listing.name} ({hit.match.why})"


def screening_as_dict(found: ScreenedShipment) -> dict[str, Any]:
    """Return what screening found for JSON."""
    return {
        "lists": lists_as_dict(found.lists) if found.lists else [],
        "official_lists_held": found.lists.has_official if found.lists else None,
        "parties": [
            {
                "role": one.record.role,
                "name": one.found.query.name,
                "grade": one.found.grade.value if one.found.grade else "none",
                "sets": list(one.sets),
                "leaves_open": list(one.leaves_open),
                "stated_otherwise": list(one.against),
                "hits": [hit.as_dict() for hit in one.found.hits],
            }
            for one in found.parties
        ],
        "ownership": [one.as_dict() for one in found.owned],
    }
