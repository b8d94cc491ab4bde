"""What changed when: from the encoded law itself, and the dated events around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from licet.comparing.compare import concepts_of, under
from licet.comparing.spells import Spells, spells_of
from licet.language import tree as t
from licet.language.vocabulary import PlaceSet
from licet.law.beside import Concept, Event
from licet.law.statute import BITING, Act, Law, Paragraph, Regime, Rule, Validity
from licet.model.shipment import Shipment
from licet.model.source import Source
from licet.reasoning import Engine

PUBLISHED, BEGINS, CHANGES, ENDS = "published", "begins", "changes", "ends"
BINDS, SUSPENDED, RESUMES = "binds", "suspended", "suspension ends"
UNENFORCED, ENFORCED = "not enforced", "not enforced no longer"
MEETS, MAY_MEET, NO_LONGER, OUTCOME = "is met", "may be met", "is met no longer", "outcome"
JOINS, LEAVES = "joins", "leaves"

PARAGRAPH, RULE, PLACES, ACT, ITEM = "paragraph", "rule", "places", "act", "item"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to one text of the law, or to what an item meets, on one day.

    `what` says what happens to `subject` (`paragraph`, `rule`, `places`, `act`, `item`); `instrument` is the act by which, as far as the
    days tell, and empty where they do not. `weight` puts what says most first: what asks for a licence before what defines.
    """

    day: date
    regime: str
    what: str
    subject: str
    id: str
    title: str
    instrument: str
    sources: tuple[Source, ...]
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Changes of law and events, each in the order of days, for the whole law, one regime, a concept or an item."""

    title: str
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    regimes: tuple[str, ...]
    first: date | None = None
    last: date | None = None


def timeline_of_law(law: Law, regimes: Collection[str], first: date | None = None, last: date | None = None) -> Timeline:
    """Return what changed in the law of some regimes, and the events that concern them.

    >>> from licet.law import load_law
    >>> found = timeline_of_law(load_law(), ["nl"], date(2023, 9, 1), date(2023, 9, 1))
    >>> {(change.what, change.subject) for change in found.changes} >= {("begins", "paragraph"), ("begins", "rule")}
    True
    """
    changes = [change for change in changes_of(law) if change.regime in regimes]
    events = [event for event in law.events if set(event.regimes) & set(regimes)]
    names = [law.regimes[regime].name for regime in law.regimes if regime in regimes]
    title = "The law that is encoded" if len(names) == len(law.regimes) else ", ".join(names)
    return _within(title, changes, events, [regime for regime in law.regimes if regime in regimes], first, last)


def timeline_of_concept(
    law: Law, concept: Concept, regimes: Collection[str], first: date | None = None, last: date | None = None
) -> Timeline:
    """Return what changed in the paragraphs of a concept, and the events about it."""
    refs = [cell.ref for cells in concept.cells.values() for cell in cells if cell.ref]
    changes = [
        change
        for change in changes_of(law)
        if change.subject == PARAGRAPH and change.regime in regimes and any(under(ref, change.id) for ref in refs)
    ]
    events = [event for event in law.events if concept.id in event.concepts]
    return _within(concept.title, changes, events, [regime for regime in law.regimes if regime in regimes], first, last)


def timeline_of_item(engine: Engine, shipment: Shipment, first: date | None = None, last: date | None = None) -> Timeline:
    """Return the changes that touch what an item meets, or on a lane (from and to given) what a regime says of it, and events about it."""
    law = engine.law
    spells = spells_of(engine, shipment)
    met = {spell.paragraph.ref for spell in spells.paragraphs if spell.value is True}
    own = list(_of_item(spells, law))
    moved = {(change.day, change.id) for change in own}
    wording = [
        change
        for change in changes_of(law)
        if change.subject == PARAGRAPH and change.id in met and change.what not in (BEGINS, ENDS) and (change.day, change.id) not in moved
        and any(spell.paragraph.ref == change.id and spell.covers(change.day) for spell in spells.paragraphs)
    ]  # fmt: skip
    concepts = {concept.id for concept, value in concepts_of(engine, shipment, spells.paragraphs) if value is True}
    own_ids = {product.id for product in law.products.values() if product.name == shipment.item.product}
    events = [event for event in law.events if own_ids & set(event.products) or (concepts & set(event.concepts) and not event.products)]
    title = _title(shipment)
    changes = [change for change in (*own, *wording) if change.regime in engine.regimes]
    return _within(title, changes, events, [regime for regime in law.regimes if regime in engine.regimes], first, last)


def _title(shipment: Shipment) -> str:
    places = [shipment.facts.get(name) for name in ("departure", "destination")]
    return f"{shipment.item.title}, {places[0]} → {places[1]}" if all(places) else shipment.item.title


def _within(
    title: str, changes: Iterable[Change], events: Iterable[Event], regimes: Iterable[str], first: date | None, last: date | None
) -> Timeline:
    def inside(day: date) -> bool:
        return (first is None or first <= day) and (last is None or day <= last)

    order = {regime: number for number, regime in enumerate(regimes)}
    kept = sorted((one for one in changes if inside(one.day)), key=lambda one: (one.day, order.get(one.regime, 0), one.weight, one.id))
    return Timeline(title, tuple(kept), tuple(event for event in events if inside(event.day)), tuple(order), first, last)


def _of_item(spells: Spells, law: Law) -> Iterator[Change]:
    for spell in spells.paragraphs:
        regime = law.regimes[spell.regime]
        if spell.start is not None:
            text = spell.on(spell.start).paragraph
            what, by = MEETS if spell.value is True else MAY_MEET, _instrument(regime, text.valid, spell.start)
            yield Change(spell.start, regime.id, what, PARAGRAPH, text.ref, text.title or text.heading, by, text.sources)
        text = spell.paragraph
        followed = any(one.paragraph.ref == text.ref and one.start == spell.end for one in spells.paragraphs)
        if spell.end is not None and not followed:
            by = _instrument(regime, text.valid, spell.end)
            yield Change(spell.end, regime.id, NO_LONGER, PARAGRAPH, text.ref, text.title or text.heading, by, text.sources, 1)
    before: dict[str, str] = {}
    for said in spells.outcomes:
        label = said.outcome.label
        if said.start is not None:
            title = f"{label} (before: {before[said.regime]})" if said.regime in before else label
            yield Change(said.start, said.regime, OUTCOME, ITEM, f"{said.regime}-outcome", title, "", (), -1)
        before[said.regime] = label


def changes_of(law: Law) -> Iterator[Change]:
    """Yield what happens to every act, paragraph, rule and set of places of the law, in no order."""
    for regime in law.regimes.values():
        for act in regime.acts.values():
            yield from _of_act(regime, act)
    texts: dict[tuple[str, str], list[Paragraph | Rule]] = {}
    for paragraph in law.paragraphs:
        if paragraph.condition is not None:  # what stands above is met through what stands below
            texts.setdefault((PARAGRAPH, paragraph.ref), []).append(paragraph)
    for rule in law.rules:
        texts.setdefault((RULE, rule.id), []).append(rule)
    for versions in texts.values():
        yield from _of_versions(law, versions)
    users = _users(law)
    for places in law.vocabulary.place_sets.values():
        for regime_id in users.get(places.name, ()):
            yield from _of_places(law, places, law.regimes[regime_id])


def _of_act(regime: Regime, act: Act) -> Iterator[Change]:
    if act.published is not None and act.published != act.start:
        yield Change(act.published, regime.id, PUBLISHED, ACT, act.id, act.title, act.title, act.sources, -2)


def _of_versions(law: Law, versions: list[Paragraph | Rule]) -> Iterator[Change]:
    starts = {one.valid.start for one in versions if one.valid.start is not None}
    ends = {one.valid.end for one in versions if one.valid.end is not None}
    for one in versions:
        valid = one.valid
        if valid.start is not None:
            yield _change(law, one, valid.start, CHANGES if valid.start in ends else BEGINS)
        if valid.end is not None and valid.end not in starts:
            yield _change(law, one, valid.end, ENDS)
        if valid.comply_from is not None and (valid.start is None or valid.comply_from > valid.start):
            yield _change(law, one, valid.comply_from, BINDS)
        for spans, begins, stops in ((valid.suspended, SUSPENDED, RESUMES), (valid.not_enforced, UNENFORCED, ENFORCED)):
            for span in spans:
                yield _change(law, one, span.start, begins)
                if span.end is not None:
                    yield _change(law, one, span.end, stops)
        for day in _inner_days(one.condition if isinstance(one, Paragraph) else one.when) - valid.days():
            if valid.in_force(day) is not False:
                yield _change(law, one, day, CHANGES)


def _inner_days(condition: t.Node | None) -> set[date]:
    """Return the days on which a text changes from within: a definition it uses has another text, or it names the day itself."""
    days: set[date] = set()
    for node in t.walk(condition) if condition is not None else ():
        if isinstance(node, t.Compare) and node.left == t.Fact("date", "shipment") and isinstance(node.right, t.Day):
            days |= {node.right.value} if node.operator in (">=", "<") else {node.right.value + timedelta(days=1)}
        for version in node.versions if isinstance(node, t.Defined) else ():
            days |= version.valid.days()
    return days


def _change(law: Law, text: Paragraph | Rule, day: date, what: str) -> Change:
    if isinstance(text, Paragraph):
        regime = law.regimes[text.list.partition(":")[0]]
        instrument = _instrument(regime, text.valid, day)
        return Change(day, regime.id, what, PARAGRAPH, text.ref, text.title or text.heading, instrument, text.sources, 1)
    instrument = _instrument(law.regimes[text.regime], text.valid, day)
    return Change(day, text.regime, what, RULE, text.id, text.title, instrument, text.sources, 0 if text.kind in BITING else 2)


def _instrument(regime: Regime, valid: Validity, day: date) -> str:
    """Return the act that took effect on the day, as far as the days tell it from others."""
    acts = [act for act in regime.acts.values() if act.start == day]
    if len(acts) > 1 and day == valid.start:
        acts = [act for act in acts if act.published == valid.published] or acts
    return acts[0].title if len(acts) == 1 else " / ".join(act.title for act in acts[:2])


def _users(law: Law) -> dict[str, list[str]]:
    """Return for each set of places the regimes whose texts name it."""
    found: dict[str, dict[str, None]] = {}

    def note(regime: str, condition: t.Node | None) -> None:
        for node in t.walk(condition) if condition is not None else ():
            if isinstance(node, t.InPlaces):
                for name in node.sets:
                    found.setdefault(name, {})[regime] = None
            for version in node.versions if isinstance(node, t.Defined) else ():
                note(regime, version.body)

    for regime in law.regimes.values():
        for listed in regime.lists.values():
            note(regime.id, listed.condition)
        for place in regime.governs:
            found.setdefault(place, {})[regime.id] = None
    for paragraph in law.paragraphs:
        note(paragraph.list.partition(":")[0], paragraph.when)
    for rule in law.rules:
        note(rule.regime, rule.when)
    return {name: list(regimes) for name, regimes in found.items()}


def _of_places(law: Law, places: PlaceSet, regime: Regime) -> Iterator[Change]:
    for place, start, end in places.members:
        name = law.vocabulary.countries.get(place, place)
        for day, what in ((start, JOINS), (end, LEAVES)):
            if day is not None:
                instrument = _instrument(regime, Validity(start=day), day)
                yield Change(
                    day, regime.id, what, PLACES, f"{places.name}/{place}", f"{places.title}: {name}", instrument, places.sources, 3
                )
