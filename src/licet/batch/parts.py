"""What a law is made of that can be decided by itself: each regime, and what no regime says.

What one regime tells apart is little, what all of them tell apart together is the product of it. So each part has states of its own, and
only what a shipment has of every part is put together in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from licet.batch.paragraphs import HYPOTHESIS
from licet.batch.rules import RegimeCells
from licet.language.cells import DAY, Cell, below
from licet.language.shape import ITEM, SHIPMENT, Shape

SIDES = ("lower", "upper", "enforced_lower", "enforced_upper")
OVER_ITEMS = frozenset((ITEM, DAY, HYPOTHESIS))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the law that is decided by itself.

    `roots` are the truths that make its answer, each once; `bounds` those of its regime, by side, and `supposed` the sides that hang on a
    hypothesis. `asks` are the references that lists give way to of which any bound asks, by number, and `open_lists` says for each whether
    it is open. `decided` are its paragraphs that vary with nothing but the item and the day. `days` are those on which it changes.
    """

    name: str
    roots: tuple[Cell, ...]
    bounds: Mapping[str, Cell]
    supposed: tuple[str, ...]
    asks: tuple[int, ...]
    open_lists: tuple[Cell, ...]
    decided: tuple[Cell, ...]
    days: tuple[date, ...]

    tests: Mapping[str, list[Cell]]
    """By table, the largest cells of the answer that read nothing but it (and, for items, the day)."""


def supposed_bounds(regime: RegimeCells) -> dict[str, Cell]:
    """Return the bounds of a regime that are looked at under a hypothesis: those that hang on one."""
    return {side: cell for side, cell in (("lower", regime.lower), ("upper", regime.upper)) if HYPOTHESIS in cell.uses}


def asked_about(bounds: Iterable[Cell]) -> tuple[int, ...]:
    """Return the references of which any bound asks whether an item is supposed to meet them; supposing others changes nothing."""
    asked = below(bounds, lambda cell: HYPOTHESIS not in cell.uses)
    return tuple(sorted({(int(cell.parts[1].value) - 1) // 2 for cell in asked if cell.op == "cmp" and cell.parts[0].uses == {HYPOTHESIS}}))


def part_of(  # all that a part is made of
    name: str,
    roots: Sequence[Cell],
    regime: RegimeCells | None,
    open_lists: Sequence[Cell],
    decided: Sequence[Cell],
    shape: Shape,
) -> Part:
    """Return a part of the law: what it says, the bounds of its regime if that is asked for, and its paragraphs."""
    supposed = supposed_bounds(regime) if regime is not None else {}
    asks = asked_about(supposed.values())
    bounds = {side: getattr(regime, side) for side in SIDES} if regime is not None else {}
    own = [open_lists[number] for number in asks]
    everything = [*roots, *(cell for cell in own if not cell.uses <= OVER_ITEMS)]
    made = tuple({cell.id: cell for cell in everything if not cell.is_constant}.values())
    varying = tuple({cell.id: cell for cell in decided if not cell.is_constant and cell.uses <= OVER_ITEMS}.values())
    tests = tests_of([*made, *bounds.values()], shape)
    days = {day for cell in below([*made, *bounds.values(), *varying, *own]) if cell.op == "dated" for day in cell.args}
    return Part(name, made, bounds, tuple(supposed), asks, tuple(own), varying, tuple(sorted(days)), tests)


def tests_of(roots: Iterable[Cell], shape: Shape) -> dict[str, list[Cell]]:
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
