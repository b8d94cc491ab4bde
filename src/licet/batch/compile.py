"""Compiles a law for tables of one shape: every answer as cells, and which of them hang on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from licet.batch.paragraphs import HYPOTHESIS, Paragraphs
from licet.batch.rules import RegimeCells, Rules
from licet.intake.consistency import TOLERANCE
from licet.language.cells import DAY, Cell, Cells, below
from licet.language.columns import Columns, Stand, Times
from licet.language.shape import ITEM, SHIPMENT, Shape, slot, under
from licet.language.show import words
from licet.law.statute import Law

SIDES = ("lower", "upper", "enforced_lower", "enforced_upper")
OVER_ITEMS = frozenset((ITEM, DAY, HYPOTHESIS))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A law over tables of one shape.

    `roots` are the truths that make an answer, each once; `paragraphs` the paragraphs by their number in the law, `decided` those that
    vary with nothing but the item and the day, `mixed` those that hang on the shipment too (by their number, as far as their regime
    reaches); `open_lists` says for each reference that a list gives way to whether it is open. `refused` are truths that make a row
    contradict itself, with what they say. `verify` says whether the day lies beyond what is known of a law that reaches the shipment.
    """

    law: Law
    cells: Cells
    shape: Shape
    regimes: tuple[RegimeCells, ...]
    roots: tuple[Cell, ...]
    paragraphs: dict[int, Cell]
    decided: tuple[Cell, ...]
    mixed: tuple[tuple[int, Cell], ...]
    open_lists: tuple[Cell, ...]
    refused: tuple[tuple[Cell, str], ...]
    covered: Cell
    has_departure: Cell
    verify: Cell
    hypotheses: int

    tests: Mapping[str, list[Cell]]
    """By table, the largest cells of the answer that read nothing but it (and, for items, the day)."""

    @property
    def bounds(self) -> dict[str, Cell]:
        """The bounds of every regime, by name."""
        return {f"{one.regime}.{side}": getattr(one, side) for one in self.regimes for side in SIDES}

    @property
    def supposed(self) -> tuple[tuple[str, Cell], ...]:
        """The bounds that are looked at under a hypothesis: those that hang on one, by name."""
        return _supposed(self.regimes)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that vary apart from each other, the item first."""
        return tuple(self.tests)


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
    verify = cells.either(*(cells.both(regime.at_all, _beyond(law, cells, regime)) for regime in made))
    everything: list[Cell] = [*(cell for cell, _ in refused), covered, has_departure, verify]
    for regime in made:
        everything += [cell for _, cell in regime.hooks]
        everything += [regime.reached, regime.special]
        for bite in regime.bites:
            everything += [bite.value, bite.enforced, bite.only, *(cell for _, cell in bite.releases), *(cell for _, cell in bite.reviews)]
        everything += [cell for _, cell in (*regime.duties, *regime.conflicts)]
    by_index = {index: paragraphs.value(index) for regime in made for index, _ in regime.paragraphs}
    decided = tuple({cell.id: cell for cell in by_index.values() if not cell.is_constant and cell.uses <= OVER_ITEMS}.values())
    mixed = tuple(one for regime in made for one in regime.paragraphs if not by_index[one[0]].uses <= OVER_ITEMS)
    open_lists = tuple(paragraphs.open_between_lists(_asked_about(_supposed(made))))
    everything += [*(cell for _, cell in mixed), *(cell for cell in open_lists if not cell.uses <= OVER_ITEMS)]
    roots = tuple({cell.id: cell for cell in everything if not cell.is_constant}.values())
    return Compiled(
        law, cells, shape, made, roots, by_index, decided, mixed, open_lists, refused, covered, has_departure, verify,
        2 * len(paragraphs.given_way), _tests([*roots, *(getattr(one, side) for one in made for side in SIDES)], shape),
    )  # fmt: skip


def _tests(roots: list[Cell], shape: Shape) -> dict[str, list[Cell]]:
    """Return by table the largest cells below some that read nothing but it; found in one walk, as each cell lies in one table at most."""
    found: dict[str, list[Cell]] = {
        name: [] for name in (ITEM, SHIPMENT, *sorted(name for name in shape.columns if name.startswith("party.")))
    }

    def table_of(cell: Cell) -> str | None:
        if not cell.uses:
            return None
        return ITEM if cell.uses <= OVER_ITEMS else next(iter(cell.uses)) if len(cell.uses) == 1 else None

    for cell in below(roots, lambda cell: table_of(cell) is not None):
        table = table_of(cell)
        if table is not None and (table != ITEM or cell.uses != {DAY}):
            found[table].append(cell)
    return found


def _supposed(made: tuple[RegimeCells, ...]) -> tuple[tuple[str, Cell], ...]:
    bounds = ((f"{one.regime}.{side}", cell) for one in made for side, cell in (("lower", one.lower), ("upper", one.upper)))
    return tuple((name, cell) for name, cell in bounds if HYPOTHESIS in cell.uses)


def _asked_about(supposed: tuple[tuple[str, Cell], ...]) -> set[int]:
    """Return the references of which any bound asks whether an item is supposed to meet them; supposing others changes nothing."""
    asked = below((cell for _, cell in supposed), lambda cell: HYPOTHESIS not in cell.uses)
    return {(int(cell.parts[1].value) - 1) // 2 for cell in asked if cell.op == "cmp" and cell.parts[0].uses == {HYPOTHESIS}}


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
