"""What a law is made of that can be decided by itself: each regime, large ones in several parts, and what no regime says.

What one part tells apart is little, what all of them tell apart together is the product of it. So each part has states of its own, and
only what a shipment has of every part is put together in the end: the bounds of a regime are the greatest of those of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from licet.batch.paragraphs import HYPOTHESIS
from licet.batch.rules import BiteCells, RegimeCells, Rules
from licet.language.cells import DAY, Cell, below, frontier
from licet.language.shape import ITEM, SHIPMENT, Shape

OVER_ITEMS = frozenset((ITEM, DAY, HYPOTHESIS))
MOST = 450
"""About how many truths one part says of a shipment at most; what more of them tell apart together grows faster than their number."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a part of the law says: its truths, each once, the bounds of its regime as far as it makes them, and which rules bite in it.

    `held_back` are its shares of whether the regime holds a shipment back by certain rules, by the number of the whole truth.
    """

    name: str
    roots: Sequence[Cell]
    bounds: Mapping[str, Cell] = field(default_factory=dict)
    bites: Sequence[BiteCells] = ()
    held_back: Mapping[int, Cell] = field(default_factory=dict)
    paragraphs: Sequence[Cell] = ()
    """Paragraphs of the regime that this part shows, as far as they vary with nothing but the item and the day."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the law that is decided by itself.

    `roots` are the truths that make its answer, each once; `supposed` are the sides of its bounds that hang on a hypothesis. `asks` are the
    references that lists give way to of which any bound asks, by number, and `open_lists` says for each whether it is open. `decided` are
    its paragraphs that vary with nothing but the item and the day. `days` are those on which it changes.
    """

    said: Said
    roots: tuple[Cell, ...]
    supposed: tuple[str, ...]
    asks: tuple[int, ...]
    open_lists: tuple[Cell, ...]
    decided: tuple[Cell, ...]
    days: tuple[date, ...]

    tests: Mapping[str, list[Cell]]
    """By table, the largest cells of the answer that read nothing but it (for items, and the day; for circumstances, or compare tables)."""

    above_tests: tuple[Cell, ...]
    """What lies between these tests and the truths and bounds of the answer, parts before what is made of them."""

    asked_of_items: tuple[Cell, ...]
    """What else is asked of items on their days: paragraphs, and what opens a list, as far as it hangs on nothing else."""

    below_days: tuple[Cell, ...]
    """What stands below what is asked of items on their days and is the same on all of them."""

    @property
    def standing(self) -> list[Cell]:
        """What the answer asks of items alone."""
        return [cell for cell in self.tests[ITEM] if cell.uses == {ITEM}]

    @property
    def dated(self) -> list[Cell]:
        """What the answer asks of items on their days."""
        return [cell for cell in self.tests[ITEM] if cell.uses != {ITEM}]

    @property
    def name(self) -> str:
        """The regime that it is a part of; nothing for what no regime says."""
        return self.said.name

    @property
    def bounds(self) -> Mapping[str, Cell]:
        """The bounds of the regime, by side, as far as this part makes them."""
        return self.said.bounds


def supposed_bounds(bounds: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the bounds that are looked at under a hypothesis: those that hang on one."""
    return {side: bounds[side] for side in ("lower", "upper") if side in bounds and HYPOTHESIS in bounds[side].uses}


def asked_about(bounds: Iterable[Cell]) -> tuple[int, ...]:
    """Return the references of which any bound asks whether an item is supposed to meet them; supposing others changes nothing."""
    asked = below(bounds, lambda cell: HYPOTHESIS not in cell.uses)
    return tuple(sorted({(int(cell.parts[1].value) - 1) // 2 for cell in asked if cell.op == "cmp" and cell.parts[0].uses == {HYPOTHESIS}}))


def said_by(regime: RegimeCells, rules: Rules, others: Sequence[Cell], paragraphs: Sequence[Cell], opposed: Sequence[Cell]) -> list[Said]:
    """Return what the parts of a regime say: all of it in one, or its rules that bite by themselves, some at a time, if there are many.

    Args:
        regime: the regime.
        rules: what makes bounds of some of its rules.
        others: what else is asked of it.
        paragraphs: those that it shows.
        opposed: the truths that conflicts of other regimes ask of it: whether it holds the shipment back by certain rules.

    """
    first = [*(cell for _, cell in regime.hooks), regime.reached, regime.special, *_owed(regime), *others]
    groups = _groups(regime)
    if len(groups) < 2 or supposed_bounds(regime.bounds):  # supposing moves bounds as a whole
        held_back = {one.id: one for one in opposed}
        roots = [*first, *(cell for bite in regime.bites for cell in _of_bite(bite)), *opposed]
        return [Said(regime.regime, roots, regime.bounds, regime.bites, held_back, paragraphs)]
    found = [Said(regime.regime, first, rules.bounds(regime.reached, regime.special, []), (), {}, paragraphs)]
    for bites in groups:
        held_back = rules.held_back_by(regime.regime, {bite.rule for bite in bites}, {one.id for one in opposed})
        reach = (regime.reached, regime.special)  # bounds hang on these too, and states are told apart by truths alone
        roots = [*reach, *(cell for bite in bites for cell in _of_bite(bite)), *held_back.values()]
        found.append(Said(regime.regime, roots, rules.bounds(regime.reached, regime.special, bites), bites, held_back))
    return found


def _groups(regime: RegimeCells) -> list[list[BiteCells]]:
    """Return the rules of a regime that bite in groups of much the same size, the texts of one rule always in one."""
    by_name: dict[str, list[BiteCells]] = {}
    for bite in regime.bites:
        by_name.setdefault(bite.name, []).append(bite)
    sizes = [sum(len(_of_bite(bite)) for bite in bites) for bites in by_name.values()]
    count = -(-sum(sizes) // MOST)
    groups: list[list[BiteCells]] = [[] for _ in range(count)]
    before = 0
    for size, bites in zip(sizes, by_name.values(), strict=True):
        groups[before * count // sum(sizes)] += bites
        before += size
    return [group for group in groups if group]


def _of_bite(bite: BiteCells) -> list[Cell]:
    return [bite.value, bite.enforced, bite.only, *(cell for _, cell in bite.releases), *(cell for _, cell in bite.reviews)]


def _owed(regime: RegimeCells) -> list[Cell]:
    """Return what is owed under a regime and which conflicts stand, of those with another regime only its own half."""
    opposed = {one.rule for one in regime.opposed}
    return [*(cell for at, cell in (*regime.duties, *regime.conflicts) if at not in opposed), *(one.own for one in regime.opposed)]


def part_of(said: Said, open_lists: Sequence[Cell], shape: Shape) -> Part:
    """Return a part of the law from what it says."""
    supposed = supposed_bounds(said.bounds)
    asks = asked_about(supposed.values())
    own = [open_lists[number] for number in asks]
    everything = [*said.roots, *(cell for cell in own if not cell.uses <= OVER_ITEMS)]
    made = tuple({cell.id: cell for cell in everything if not cell.is_constant}.values())
    varying = tuple({cell.id: cell for cell in said.paragraphs if not cell.is_constant and cell.uses <= OVER_ITEMS}.values())
    answer = [*made, *said.bounds.values()]
    days = {day for cell in below([*answer, *varying, *own]) if cell.op == "dated" for day in cell.args}
    tests = _tests(answer, shape)
    asked = {cell.id for cells in tests.values() for cell in cells}
    above = tuple(cell for cell in below(answer, lambda cell: cell.id in asked) if cell.id not in asked)
    elsewhere = [cell for cell in own if not cell.uses <= OVER_ITEMS]
    of_items = (*varying, *(cell for cell in own if cell.uses <= OVER_ITEMS), *frontier(elsewhere, OVER_ITEMS))
    below_days = frontier([*(cell for cell in tests[ITEM] if cell.uses != {ITEM}), *of_items], frozenset((ITEM,)))
    return Part(said, made, tuple(supposed), asks, tuple(own), varying, tuple(sorted(days)), tests, above, of_items, tuple(below_days))


def compares(cell: Cell) -> bool:
    """Return whether a test compares what two tables hold.

    Every value of the one table would matter until the other is known. But there are few pairs of values, so what such a test says of them
    belongs to the circumstances.
    """
    apart = len(cell.uses) == 2 and all(len(part.uses) == 1 for part in cell.parts)
    return cell.op == "cmp" and apart and not cell.uses & {DAY, HYPOTHESIS}


def _tests(roots: Iterable[Cell], shape: Shape) -> dict[str, list[Cell]]:
    """Return by table the largest cells below some that read nothing but it; found in one walk, as each cell lies in one table at most."""
    parties = sorted(name for name in shape.columns if name.startswith("party."))
    found: dict[str, list[Cell]] = {name: [] for name in (ITEM, SHIPMENT, *parties)}
    for cell in below(roots, lambda cell: _table(cell) is not None):
        table = _table(cell)
        if table is not None and (table != ITEM or cell.uses != {DAY}):
            found[table].append(cell)
    return found


def _table(cell: Cell) -> str | None:
    if not cell.uses:
        return None
    if cell.uses <= OVER_ITEMS:
        return ITEM
    if len(cell.uses) == 1:
        return next(iter(cell.uses))
    return SHIPMENT if compares(cell) else None
