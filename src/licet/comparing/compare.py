"""Compare: one item under every regime on a day, and the same equipment on the lists of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from licet.comparing.spells import OutcomeSpell, Spell, Spells, spells_of
from licet.language.surroundings import Kleene
from licet.law.beside import Cell, Concept
from licet.law.entries import read_ref
from licet.law.statute import Law, Paragraph
from licet.model.determination import Horizon, MissingFact
from licet.model.shipment import Shipment
from licet.model.source import Doubt, Source
from licet.reasoning import Engine
from licet.reasoning.missing import Openness, OpenQuestion, missing_facts


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """One regime in a comparison.

    `now` is what the item meets or may meet on the day, `spells` on any day. `read` counts the paragraphs in force on the day that
    speak of its kind, `ever_read` those of any day: where that is 0, nothing encoded here speaks of the item, which says nothing about
    the law.
    """

    regime: str
    name: str
    now: tuple[Spell, ...]
    spells: tuple[Spell, ...]
    outcome: OutcomeSpell | None
    outcomes: tuple[OutcomeSpell, ...]
    read: int
    ever_read: int
    asks: tuple[MissingFact, ...]
    doubts: tuple[Doubt, ...]
    horizon: Horizon


@dataclass(frozen=True, slots=True)
class Comparison:
    """An item, or a concept of the alignment, under every regime on a day.

    `concepts` are the rows of the alignment that the item belongs to (True) or may (None).
    """

    title: str
    day: date
    shipment: Shipment | None
    rows: tuple[RegimeRow, ...]
    concepts: tuple[tuple[Concept, Kleene], ...]


def compare_concept(law: Law, concept: Concept, day: date) -> Comparison:
    """Return what each regime has for a concept of the alignment.

    >>> from licet.law import load_law
    >>> law = load_law()
    >>> found = compare_concept(law, law.concepts["immersion_older"], date(2024, 9, 7))
    >>> [cell.code for cell in found.concepts[0][0].cells["us"] if cell.holds(found.day)]
    ['3B001.f.1.b.2.b']
    """
    return Comparison(concept.title, day, None, (), ((concept, True),))


def compare_item(engine: Engine, shipment: Shipment) -> Comparison:
    """Return what an item meets under each regime on the shipment's day, since when, and the same equipment elsewhere.

    Args:
        engine: for its law and its regimes.
        shipment: the item and its day; with departure and destination each regime's outcome is asked too.

    >>> from licet.intake import read_shipment
    >>> from licet.law import load_law
    >>> law = load_law()
    >>> found = compare_item(Engine(law), read_shipment({"item": "NXT:2000i", "date": "2024-01-01"}, law))
    >>> {row.regime: [spell.paragraph.code for spell in row.now if spell.value] for row in found.rows if row.regime in ("nl", "us")}
    {'nl': ['3B001.f.4.b'], 'us': ['3B001.f.1.b.2.a']}

    """
    spells = spells_of(engine, shipment)
    rows = tuple(_row(engine, shipment, regime, spells) for regime in engine.law.regimes if regime in engine.regimes)
    return Comparison(shipment.item.title, shipment.day, shipment, rows, tuple(concepts_of(engine, shipment, spells.paragraphs)))


def _row(engine: Engine, shipment: Shipment, regime: str, spells: Spells) -> RegimeRow:
    law, env, explain = engine.law_on(shipment)
    own = tuple(spell for spell in spells.paragraphs if spell.regime == regime)
    now = tuple(spell.on(shipment.day) for spell in own if spell.covers(shipment.day))
    outcomes = tuple(spell for spell in spells.outcomes if spell.regime == regime)
    here = [(standing, value) for standing, value in engine.classify(shipment) if standing.paragraph.list.partition(":")[0] == regime]
    openness = Openness()
    for standing, value in here:
        if value is None:
            conditions = (standing.rest, law.lists[standing.paragraph.list].control_list.condition)
            hinges = [hinge for condition in conditions if condition is not None for hinge in explain.hinges(condition, env)]
            openness.questions.append(OpenQuestion(standing.paragraph.ref, list(dict.fromkeys(hinges))))
    leaning = [doubt for spell in now for doubt in spell.paragraph.doubts]
    leaning += [doubt for spell in now for doubt in law.lists[spell.paragraph.list].control_list.doubts]
    return RegimeRow(
        regime=regime,
        name=engine.law.regimes[regime].name,
        now=now,
        spells=own,
        outcome=next((spell for spell in outcomes if spell.covers(shipment.day)), None),
        outcomes=outcomes,
        read=len(here),
        ever_read=sum(paragraph.list.partition(":")[0] == regime for paragraph in law.could_meet(env.sort)),
        asks=missing_facts([openness], law.vocabulary),
        doubts=tuple({doubt.id: doubt for doubt in (*leaning, *law.doubts(openness.doubts()))}.values()),
        horizon=law.horizon(engine.law.regimes[regime]),
    )


def concepts_of(engine: Engine, shipment: Shipment, spells: Iterable[Spell]) -> Iterator[tuple[Concept, Kleene]]:
    """Yield the concepts that an item belongs to or may.

    A concept's own condition decides where it has one; else the paragraphs of its cells, met on any day. Where the paragraphs that lead
    to one concept all lead to another too, which more paragraphs support, the first is left out: lists cut one kind of tool differently.
    """
    law, env, _ = engine.law_on(shipment)
    spells = list(spells)
    met = {spell.paragraph.ref for spell in spells if spell.value is True}
    may = {spell.paragraph.ref for spell in spells}
    led: dict[str, tuple[Kleene, frozenset[str]]] = {}
    for concept in engine.law.concepts.values():
        told: Kleene = law.evaluate.visit(concept.when)(env) if concept.when is not None else None
        if told is False:
            continue
        sure, unsure = frozenset(_led(concept, met)), frozenset(_led(concept, may))
        if told is True or sure:
            led[concept.id] = (True if told is True or concept.when is None else None, sure)
        elif unsure:
            led[concept.id] = (None, unsure)
    if any(value is True for value, _ in led.values()):
        led = {name: found for name, found in led.items() if found[0] is True}
    for name, (value, refs) in led.items():
        if engine.law.concepts[name].when is not None or not any(refs < other for _, other in led.values()):
            yield engine.law.concepts[name], value


def _led(concept: Concept, refs: set[str]) -> Iterator[str]:
    """Yield the paragraphs met that lie under the cells of a concept."""
    for cells in concept.cells.values():
        for cell in cells:
            if cell.ref:
                yield from (ref for ref in refs if under(cell.ref, ref))


def under(above: str, ref: str) -> bool:
    """Whether a paragraph is another or lies below it.

    >>> under("us:ccl/3B001.f", "us:ccl/3B001.f.1"), under("us:ccl/3B001.f.1", "us:ccl/3B001.f.10")
    (True, False)
    """
    one, other = read_ref(above), read_ref(ref)
    return one.list == other.list and one.takes_in(other.code)


def paragraphs_of(law: Law, cell: Cell, day: date) -> list[Paragraph]:
    """Return the texts a cell points at: the paragraph itself or, if it has no text of its own, those below; on the day where they hold."""
    if not cell.ref:
        return []
    own = [one for one in law.paragraphs if one.ref == cell.ref] or [one for one in law.paragraphs if under(cell.ref, one.ref)]
    return [one for one in own if one.valid.in_force(day) is not False] or own


def sources_of(law: Law, cell: Cell, day: date) -> tuple[Source, ...]:
    """Return the sources of a cell: its own, else those of the paragraph it points at, each once."""
    texts = paragraphs_of(law, cell, day)[:1]
    found = cell.sources or tuple(source for text in texts for source in text.sources)
    return tuple({(source.title, source.pinpoint): source for source in found}.values())


def doubts_of(law: Law, cell: Cell, day: date) -> tuple[Doubt, ...]:
    """Return the doubts of the paragraph a cell points at."""
    return tuple({doubt.id: doubt for text in paragraphs_of(law, cell, day)[:1] for doubt in text.doubts}.values())
