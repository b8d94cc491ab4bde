"""Classify over columns: which paragraphs of which lists an item meets, on every day at once. It says what `reasoning/classify.py` says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Generic, TypeVar

from licet.language import tree as t
from licet.language.cells import Cell, Cells
from licet.language.columns import Columns, Stand, Times
from licet.language.shape import ITEM, Shape, under
from licet.law.statute import GROUP, ItemRef, Law, Paragraph
from licet.reasoning.classify import NOT_LISTED

HYPOTHESIS = "hypothesis"
"""The table of one column, the hypothesis in hand: 0 for none, then for each reference that a list gives way to 2n+1 met, 2n+2 not met."""


Held = TypeVar("Held")


class Paragraphs:
    """The paragraphs of a law as cells: the value of each for the item at a path, and of every `meets`.

    Args:
        law: the law.
        cells: makes the cells.
        shape: which columns there are.
        assume: whether the vocabulary's defaults stand in for missing facts.
        known_on: the day as of which the law is known, or None for all that is.

    """

    def __init__(self, law: Law, cells: Cells, shape: Shape, assume: bool = True, known_on: date | None = None) -> None:
        self.law, self.cells, self.shape, self.known_on = law, cells, shape, known_on
        self.columns = Columns(cells, law.vocabulary, shape, assume, Times(known_on), self._meets)
        self.lists = {found.id: found for regime in law.regimes.values() for found in regime.lists.values()}
        self.standing: dict[str, list[tuple[int, Paragraph, Cell]]] = {name: [] for name in self.lists}
        for index, paragraph in enumerate(law.paragraphs):
            if paragraph.condition is not None:
                binds = self.binds(paragraph)
                if binds is not cells.false:
                    self.standing[paragraph.list].append((index, paragraph, binds))
        self.declared = Declared(self)
        self.given_way = self._given_way()
        self._values: dict[tuple[int, str], Cell] = {}
        self._under: dict[ItemRef, list[tuple[int, Paragraph, Cell]]] = {}
        self._by_code: dict[str, ByCode[tuple[int, Paragraph, Cell]]] = {}
        self._met: dict[tuple[str, str, str], Cell] = {}

    def binds(self, text: Paragraph) -> Cell:
        """Return whether a paragraph binds, by day."""
        return self.cells.dated(text.valid.days(), lambda day: self.cells.constant(text.valid.in_force(day, self.known_on)))

    def _given_way(self) -> tuple[ItemRef, ...]:
        """Return the references that conditions of lists ask about: what an item may be supposed to meet, for reasoning by cases."""
        found: dict[ItemRef, None] = {}
        for one in self.lists.values():
            for node in t.walk(one.condition) if one.condition is not None else ():
                if isinstance(node, t.Meets):
                    found[ItemRef(node.list, node.code)] = None
        return tuple(found)

    def supposed(self, truth: bool, about: Callable[[ItemRef], bool]) -> Cell:
        """Return whether the hypothesis in hand says of a fitting reference that the item meets it (or does not)."""
        h = self.cells.column(HYPOTHESIS, "h", "number")
        fitting = [2 * n + (1 if truth else 2) for n, ref in enumerate(self.given_way) if about(ref)]
        return self.cells.either(*(self.cells.compared(h, "==", self.cells.constant(float(n))) for n in fitting))

    def supposed_under(self, ref: ItemRef) -> Cell:
        """Return whether the hypothesis in hand says that the item meets something under a reference."""
        return self.supposed(True, lambda one: one.list == ref.list and (not ref.code or ref.takes_in(one.code)))

    def of(self, ref: ItemRef) -> list[tuple[int, Paragraph, Cell]]:
        """Return the paragraphs under a reference."""
        found = self._under.get(ref)
        if found is None:
            if ref.list not in self._by_code:
                self._by_code[ref.list] = ByCode(self.standing[ref.list], lambda one: one[1].code)
            found = self._under[ref] = self._by_code[ref.list].under(ref)
        return found

    def by_facts(self, index: int, paragraph: Paragraph, binds: Cell, path: str) -> Cell:
        """Return whether the item at a path meets a paragraph by its facts alone."""
        stand = Stand(path)
        assert paragraph.condition is not None  # noqa: S101  # only leaves stand
        of_list = self.lists[paragraph.list].condition
        listed = self.columns.read(of_list, stand) if of_list is not None else self.cells.true
        return self.cells.both(self.columns.read(paragraph.condition, stand), listed, binds)

    def value(self, index: int, path: str = "") -> Cell:
        """Return whether the item at a path meets a paragraph: by its text, by the list's own condition, or by declaration."""
        key = (index, path)
        found = self._values.get(key)
        if found is None:
            paragraph = self.law.paragraphs[index]
            binds = self.binds(paragraph)
            found = self.by_facts(index, paragraph, binds, path)
            if not path and found is not self.cells.false:
                not_met = self.supposed(False, lambda ref: ref.list == paragraph.list and ref.takes_in(paragraph.code))
                ruled_out = self.cells.both(not_met, self.cells.negated(self.cells.known(found)))
                found = self.cells.when((ruled_out, self.cells.false), otherwise=found)
            found = self._values[key] = self.declared.over(found, paragraph, path)
        return found

    def any_of(self, indices: Iterable[int], path: str = "") -> Cell:
        """Return whether the item meets any of some paragraphs."""
        return self.cells.either(*(self.value(index, path) for index in indices))

    def _meets(self, stand: Stand, list_id: str, code: str) -> Cell:
        return self.meets(ItemRef(list_id, code), stand.path)

    def meets(self, ref: ItemRef, path: str = "") -> Cell:
        """Return whether the item at a path meets any paragraph under a reference."""
        key = (ref.list, ref.code, path)
        found = self._met.get(key)
        if found is None:
            found = self.any_of((index for index, _, _ in self.of(ref)), path)
            if not path:
                taken_as_met = self.cells.both(self.supposed_under(ref), self.cells.negated(self.cells.known(found)))
                found = self.cells.when((taken_as_met, self.cells.true), otherwise=found)
            found = self._met[key] = self.cells.either(found, self.cells.sure(self.declared.under(ref, path)))
        return found

    def open_between_lists(self, asked: Collection[int]) -> list[Cell]:
        """Return for each reference that a list gives way to whether it is open for an item that the list could hold.

        Only for those that are asked for, by their number; the others count as settled.
        """
        found: list[list[Cell]] = [[] for _ in self.given_way]
        for one in self.lists.values():
            nodes = t.walk(one.condition) if one.condition is not None else ()
            refs = [ItemRef(node.list, node.code) for node in nodes if isinstance(node, t.Meets)]
            numbers = [number for ref in refs if (number := self.given_way.index(ref)) in asked]
            if numbers:
                possible = self.cells.either(*(self.cells.possible(self.value(index)) for index, _, _ in self.standing[one.id]))
                for number in numbers:
                    is_open = self.cells.negated(self.cells.known(self.meets(self.given_way[number])))
                    found[number].append(self.cells.both(possible, is_open))
        return [self.cells.either(*cells) for cells in found]


def codes_above(code: str) -> list[str]:
    """Return the codes above one: `3B001.f` and `3B001` of `3B001.f.1`."""
    steps = code.split(".")
    return [".".join(steps[:number]) for number in range(1, len(steps))]


class ByCode(Generic[Held]):
    """Things with a code of one list, found by a reference without asking each, in their order."""

    def __init__(self, held: Sequence[Held], code_of: Callable[[Held], str]) -> None:
        """Sort them under their codes, all codes above, and the groups of their first letters."""
        self._all = list(held)
        self._found: dict[str, list[Held]] = {}
        for one in self._all:
            code = code_of(one)
            groups = [code[:length] for length in range(1, min(GROUP, len(code)) + 1)]
            for key in dict.fromkeys((code, *codes_above(code), *groups)):
                self._found.setdefault(key, []).append(one)

    def under(self, ref: ItemRef) -> list[Held]:
        """Return what a reference takes in."""
        return self._found.get(ref.code, []) if ref.code else self._all


class Declared:
    """Declared classifications as cells: a code that somebody gave an item stands in for its parameters."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self.paragraphs, self.cells, self.law = paragraphs, paragraphs.cells, paragraphs.law
        self._codes: dict[str, tuple[str, ...]] = {}
        self._leaves: dict[tuple[str, str], Cell] = {}
        self._in_force: dict[tuple[str, str], Cell] = {}
        self._by_code: dict[str, ByCode[str]] = {}
        self._unencoded: dict[tuple[str, str], Cell] = {}
        self._under: dict[tuple[ItemRef, str], Cell] = {}
        self._codes_under: dict[ItemRef, tuple[str, ...]] = {}

    def stated(self, path: str, list_id: str) -> bool:
        """Whether there is a column for the code of an item under the regime of a list."""
        return self.paragraphs.shape.has(ITEM, under(path, f"declared.{list_id.partition(':')[0]}"))

    def column(self, path: str, regime: str) -> Cell:
        """Return the column of the code declared for a regime."""
        return self.cells.column(ITEM, under(path, f"declared.{regime}"), "text")

    def codes(self, regime: str) -> tuple[str, ...]:
        """Return the codes that can be declared for a regime, of any day."""
        if regime not in self._codes:
            found = {paragraph.code for paragraph in self.law.paragraphs if paragraph.list.partition(":")[0] == regime}
            self._codes[regime] = tuple(sorted(found))
        return self._codes[regime]

    def codes_under(self, ref: ItemRef) -> tuple[str, ...]:
        """Return the codes that can be declared under a reference, of any day."""
        if ref not in self._codes_under:
            self._codes_under[ref] = tuple(self._of_regime(ref.list.partition(":")[0]).under(ref))
        return self._codes_under[ref]

    def _of_regime(self, regime: str) -> ByCode[str]:
        if regime not in self._by_code:
            self._by_code[regime] = ByCode(self.codes(regime), lambda code: code)
        return self._by_code[regime]

    def at_or_below(self, regime: str, code: str) -> list[str]:
        """Return the codes of a regime at a code or below it."""
        found = self._of_regime(regime).under(ItemRef("", code))
        return found if len(code) > GROUP else [one for one in found if one == code or one.startswith(code + ".")]

    def _count(self, list_id: str, code: str) -> Cell:
        """Return how many paragraphs of a list stand at, under or above a code, by day."""
        key = (list_id, code)
        if key not in self._leaves:
            below = [one for one in self.paragraphs.of(ItemRef(list_id, code)) if (one[1].code + ".").startswith(code + ".")]
            above = [one for up in codes_above(code) for one in self.paragraphs.of(ItemRef(list_id, up)) if one[1].code == up]
            near = [paragraph.valid for _, paragraph, _ in (*below, *above)]
            days = {day for valid in near for day in valid.days()}
            known_on = self.paragraphs.known_on

            def count(day: date) -> Cell:
                return self.cells.constant(float(min(2, sum(valid.in_force(day, known_on) is not False for valid in near))))

            self._leaves[key] = self.cells.dated(days, count)
        return self._leaves[key]

    def _stands(self, list_id: str, code: str) -> Cell:
        """Return whether any paragraph of a list stands at, under or above a code, by day."""
        return self._map(self._count(list_id, code), lambda count: count >= 1)

    def _map(self, cell: Cell, test: Callable[[float], bool]) -> Cell:
        """Return a test of a number that hangs on nothing but the day."""
        if cell.is_constant:
            return self.cells.constant(test(cell.value))
        values = dict(zip((date.min, *cell.args), cell.parts, strict=True))
        return self.cells.dated(cell.args, lambda day: self.cells.constant(test(values[max(one for one in values if one <= day)].value)))

    def _among_by_day(self, column: Cell, holds: dict[str, Cell]) -> Cell:
        """Return whether the code is one for which something holds on the day."""
        groups: dict[int, tuple[Cell, list[str]]] = {}
        for code, cell in holds.items():
            groups.setdefault(cell.id, (cell, []))[1].append(code)
        return self.cells.either(
            *(self.cells.both(self.cells.among(column, codes), cell) for cell, codes in groups.values() if cell is not self.cells.false)
        )

    def unencoded(self, path: str, regime: str) -> Cell:
        """Return whether the code names an entry that no list of the regime has here, on any day."""
        key = (path, regime)
        if key not in self._unencoded:
            listed = self.cells.among(self.column(path, regime), (*self.codes(regime), NOT_LISTED))
            self._unencoded[key] = self.cells.negated(listed)
        return self._unencoded[key]

    def under(self, ref: ItemRef, path: str) -> Cell:
        """Return whether the item has been declared under a reference, by a code that is in force on the day."""
        if not self.stated(path, ref.list):
            return self.cells.false
        if (ref, path) in self._under:
            return self._under[ref, path]
        regime = ref.list.partition(":")[0]
        column = self.column(path, regime)
        found = self._among_by_day(column, {code: self._stands(ref.list, code) for code in self.codes_under(ref)})
        if len(ref.code) <= GROUP:
            of_group = self.cells.starts(column, ref.code) if ref.code else self.cells.true
            found = self.cells.either(found, self.cells.both(self.unencoded(path, regime), of_group))
        self._under[ref, path] = found
        return found

    def _relied_on(self, path: str, list_id: str) -> Cell:
        """Return whether the declaration settles what parameters leave open: a code in force on the day, or that there is none."""
        regime = list_id.partition(":")[0]
        key = (path, regime)
        if key not in self._in_force:
            column = self.column(path, regime)
            lists = [name for name in self.paragraphs.lists if name.partition(":")[0] == regime]
            holds = {code: self.cells.either(*(self._stands(name, code) for name in lists)) for code in self.codes(regime)}
            unlisted = self.cells.negated(self.cells.among(column, self.codes(regime)))
            self._in_force[key] = self.cells.either(self._among_by_day(column, holds), unlisted)
        return self._in_force[key]

    def over(self, value: Cell, paragraph: Paragraph, path: str) -> Cell:
        """Return what a declaration makes of the value of a paragraph."""
        if not self.stated(path, paragraph.list):
            return value
        cells, regime, code = self.cells, paragraph.list.partition(":")[0], paragraph.code
        binds = cells.possible(self.paragraphs.binds(paragraph))
        column = self.column(path, regime)
        cases = [(cells.sure(value), cells.true), (cells.among(column, self.at_or_below(regime, code)), cells.true)]
        for above in (one for one in codes_above(code) if self.at_or_below(regime, one)):
            several = self._map(self._count(paragraph.list, above), lambda count: count > 1)
            cases.append((cells.among(column, (above,)), cells.when((several, cells.unknown), otherwise=cells.true)))
        left_open = cells.both(cells.negated(cells.known(value)), self._relied_on(path, paragraph.list))
        found = cells.when(*cases, (left_open, cells.false), otherwise=value)
        return cells.when((binds, found), otherwise=cells.false)
