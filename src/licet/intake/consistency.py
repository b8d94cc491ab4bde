"""Refuses facts that cannot all be true: by the vocabulary's contradictions, and by what follows from other facts."""

from __future__ import annotations

from datetime import date

from licet.language import tree as t
from licet.language.evaluate import Evaluate
from licet.language.show import show_value, words
from licet.language.surroundings import Env, PlacesInForce
from licet.language.vocabulary import Vocabulary
from licet.model.errors import Problem, ShipmentError
from licet.model.shipment import Item, Shipment

TOLERANCE = 0.03
"""How far a stated value may lie from what follows from others (datasheets round), as a share of it."""


class _Vocabulary:
    """The vocabulary without any law, as of a day: enough to read a contradiction."""

    def __init__(self, vocabulary: Vocabulary, day: date) -> None:
        self.vocabulary, self.day = vocabulary, day
        self.kept: dict[int, tuple[t.Node, object]] = {}

    def text_of(self, versions: tuple[t.Version, ...]) -> t.Node | None:
        """Contradictions use no definitions of the law."""
        return None

    def places(self, name: str) -> PlacesInForce:
        """Return a set of places as of the day."""
        found = self.vocabulary.place_sets[name]
        return PlacesInForce(found.members_on(self.day), found.unconfirmed, found.excludes, found.open)


def refuse_contradictions(shipment: Shipment, vocabulary: Vocabulary) -> None:
    """Raise if facts of the shipment contradict each other.

    Raises:
        ShipmentError: with the item's path and what contradicts what.

    """
    evaluate, law = Evaluate(vocabulary), _Vocabulary(vocabulary, shipment.day)
    derived = [fact for fact in vocabulary.facts.values() if fact.derive is not None]
    for item in _items(shipment.item):
        facts = {"date": shipment.day, **shipment.facts}
        env = Env(facts, item, shipment.parties, law, True, lambda env, list_id, code: None)
        stated = Env(facts, item, shipment.parties, law, False, lambda env, list_id, code: None)
        for when, says in vocabulary.contradictions:
            if evaluate.visit(when)(stated) is True:
                raise ShipmentError(Problem(item.path, "the facts contradict each other", came=says, do="Correct one of them."))
        for fact in derived:
            value = item.facts.get(fact.name)
            follows = evaluate.visit(fact.derive)(env) if isinstance(value, float) and fact.derive is not None else None
            if isinstance(value, float) and follows is not None and abs(value - follows) > TOLERANCE * max(abs(value), abs(follows)):
                shown, other = show_value(value, fact.unit), show_value(follows, fact.unit)
                what = f"{words(fact.name)} contradicts the facts it follows from"
                raise ShipmentError(Problem(f"{item.path}.{fact.name}", what, other, shown, "Correct one of them, or leave this one out."))


def _items(item: Item) -> list[Item]:
    found = [item]
    for other in (*(item.hosts or ()), *(item.components or ())):
        found.extend(_items(other))
    return found
