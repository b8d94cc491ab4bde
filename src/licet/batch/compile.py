"""Compiles a law for tables of one shape: every answer as cells, and which of them hang on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from licet.batch.paragraphs import Paragraphs
from licet.batch.parts import OVER_ITEMS, Part, Said, asked_about, part_of, said_by, supposed_bounds
from licet.batch.rules import RegimeCells, Rules
from licet.intake.consistency import TOLERANCE
from licet.language.cells import Cell, Cells
from licet.language.columns import Columns, Stand, Times
from licet.language.shape import ITEM, SHIPMENT, Shape, slot, under
from licet.language.show import words
from licet.law.statute import Law


@dataclass(frozen=True, slots=True)
class Compiled:
    """A law over tables of one shape.

    `parts` are what is decided by itself: every regime, those that only a conflict asks about, and what no regime says. `paragraphs` are
    the paragraphs by their number in the law, `mixed` those that hang on the shipment too (by their number, as far as their regime
    reaches). `refused` are truths that make a row contradict itself, with what they say. `verify` says by regime whether the day lies
    beyond what is known of it and it reaches the shipment.
    """

    law: Law
    shape: Shape
    regimes: tuple[RegimeCells, ...]
    parts: tuple[Part, ...]
    paragraphs: dict[int, Cell]
    mixed: tuple[tuple[int, Cell], ...]
    refused: tuple[tuple[Cell, str], ...]
    covered: Cell
    has_departure: Cell
    verify: Mapping[str, Cell]

    @property
    def roots(self) -> tuple[Cell, ...]:
        """The truths that make an answer, each once."""
        whole = (cell for regime in self.regimes for _, cell in regime.conflicts if not cell.is_constant)
        return tuple({cell.id: cell for cell in (*(root for part in self.parts for root in part.roots), *whole)}.values())

    @property
    def used(self) -> tuple[Cell, ...]:
        """All cells that anything is asked of."""
        return (*self.roots, *(cell for part in self.parts for cell in (*part.decided, *part.open_lists)))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that vary apart from each other, the item first."""
        return tuple(self.parts[0].tests)


def compile_law(law: Law, shape: Shape, first: date, last: date, regimes: Collection[str] = (), assume: bool = True) -> Compiled:
    """Return a law over tables of one shape, for the days from `first` to `last`.

    Args:
        law: the law.
        shape: which columns there are.
        first: the first day that occurs.
        last: the last.
        regimes: only these regimes; none named means all.
        assume: whether the vocabulary's defaults stand in for missing facts.

    Raises:
        LawError: the law says something that columns cannot carry.

    """
    cells = Cells(first, last)
    paragraphs = Paragraphs(law, cells, shape, assume)
    rules = Rules(law, paragraphs)
    made = tuple(rules.regime(regime) for name, regime in law.regimes.items() if not regimes or name in regimes)
    refused = tuple((cell, says) for cell, says in _contradictions(law, paragraphs, shape) if cell is not cells.false)
    covered = _covered(law, paragraphs, made)
    has_departure = cells.known(paragraphs.columns.stated("departure", SHIPMENT, Stand()))
    verify = {regime.regime: cells.both(regime.at_all, _beyond(law, cells, regime)) for regime in made}
    by_index = {index: paragraphs.value(index) for regime in made for index, _ in regime.paragraphs}
    mixed = tuple(one for regime in made for one in regime.paragraphs if not by_index[one[0]].uses <= OVER_ITEMS)
    asked = {number for regime in made for number in asked_about(supposed_bounds(regime.bounds).values())}
    open_lists = paragraphs.open_between_lists(asked)
    held_back: dict[str, list[Cell]] = {}
    for one in (one for regime in made for one in regime.opposed):
        held_back.setdefault(one.against, []).append(one.held_back)
    said = [Said("", [*(cell for cell, _ in refused), covered, has_departure])]
    for regime in made:
        others = [verify[regime.regime], *(cell for at, cell in regime.paragraphs if not by_index[at].uses <= OVER_ITEMS)]
        shown = [by_index[index] for index, _ in regime.paragraphs]
        said += said_by(regime, rules, others, shown, held_back.pop(regime.regime, ()))
    said += [Said(name, cells_, held_back={cell.id: cell for cell in cells_}) for name, cells_ in held_back.items()]
    parts = [part_of(one, open_lists, shape) for one in said]
    return Compiled(law, shape, made, tuple(parts), by_index, mixed, refused, covered, has_departure, verify)


def _covered(law: Law, paragraphs: Paragraphs, made: tuple[RegimeCells, ...]) -> Cell:
    """Return whether a regime that was asked is the home law of the country of departure."""
    cells = paragraphs.cells
    departure = paragraphs.columns.stated("departure", SHIPMENT, Stand())
    sets = law.vocabulary.place_sets
    governed = [place for regime in made for place in law.regimes[regime.regime].governs]
    found = [cells.among(departure, [place for place in governed if place not in sets])]
    for name in (place for place in governed if place in sets):
        days = {day for _, start, end in sets[name].members for day in (start, end) if day is not None}
        found.append(cells.dated(days, lambda day, name=name: cells.among(departure, sets[name].members_on(day) | {name})))  # type: ignore[misc]  # bound as a default
    return cells.sure(cells.either(*found))


def _beyond(law: Law, cells: Cells, regime: RegimeCells) -> Cell:
    """Return whether the law of a regime is not known on the day."""
    of = law.regimes[regime.regime]
    ends = of.known_through + timedelta(days=1)
    days = {ends} | ({of.known_from} if of.known_from is not None else set())
    return cells.dated(days, lambda day: cells.constant(day >= ends or (of.known_from is not None and day < of.known_from)))


def _contradictions(law: Law, paragraphs: Paragraphs, shape: Shape) -> list[tuple[Cell, str]]:
    """Return what makes a row contradict itself, as `intake/consistency.py` refuses it."""
    cells, vocabulary = paragraphs.cells, law.vocabulary
    stated = Columns(cells, vocabulary, shape, False, Times(), lambda stand, list_id, code: cells.unknown)
    assumed = Columns(cells, vocabulary, shape, True, Times(), lambda stand, list_id, code: cells.unknown)
    found: list[tuple[Cell, str]] = []
    for path in _items(shape, paragraphs, ""):
        stand = Stand(path)
        where = under("item", path) if path else "item"
        found += [
            (cells.sure(stated.read(when, stand)), f"{where}: the facts contradict each other; came: {says}; do: Correct one of them.")
            for when, says in vocabulary.contradictions
        ]
        for fact in vocabulary.facts.values():
            if fact.derive is None or fact.type not in ("quantity", "number") or not shape.has(ITEM, under(path, fact.name)):
                continue
            said, follows = cells.column(ITEM, under(path, fact.name), "number"), assumed.read(fact.derive, stand)
            apart = cells.function("abs", (cells.computed(said, "-", follows),))
            greater = cells.function("max", (cells.function("abs", (said,)), cells.function("abs", (follows,))))
            says = f"{where}.{fact.name}: {words(fact.name)} contradicts the facts it follows from; do: Correct one, or leave this one out."
            found.append((cells.sure(cells.compared(apart, ">", cells.computed(cells.constant(TOLERANCE), "*", greater))), says))
    return found


def _items(shape: Shape, paragraphs: Paragraphs, path: str) -> list[str]:
    """Return the paths of all items that a row can hold: the item, what it is for and what it contains."""
    found = [path]
    for scope in paragraphs.law.vocabulary.scopes.values():
        if scope.owner == "item" and scope.members == "item":
            for number in range(shape.slots(under(path, scope.key))):
                found += _items(shape, paragraphs, slot(path, scope.key, number))
    return found
