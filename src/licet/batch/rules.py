"""Reach, require, release and review over columns: every rule of a regime as a cell. It says what `reasoning/` says, stage by stage."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from licet.batch.paragraphs import Paragraphs, codes_above
from licet.language.cells import Cell
from licet.language.columns import Stand
from licet.law.statute import BITING, EVERY_RULE, RELEASING, ItemRef, Law, Paragraph, Regime, Rule, RuleKind
from licet.model.outcome import Outcome
from licet.reasoning.require import OUTCOMES

SIDES = ("lower", "upper", "enforced_lower", "enforced_upper")
REACH, DUTIES, CONFLICTS, POLICIES = (RuleKind.REACH,), (RuleKind.DUTY,), (RuleKind.CONFLICT,), (RuleKind.REVIEW_POLICY,)


@dataclass(slots=True)
class BiteCells:
    """A rule that can bite: whether it does and is reached, whether it is enforced, and what could answer it or judge an application."""

    rule: int
    name: str
    outcome: Outcome
    value: Cell
    enforced: Cell
    only: Cell
    triggers: tuple[int, ...]
    releases: list[tuple[int, Cell]] = field(default_factory=list)
    reviews: list[tuple[int, Cell]] = field(default_factory=list)


@dataclass(slots=True)
class OpposedCells:
    """A conflict that reads what another regime was found to say: its own half, and that the other holds the shipment back.

    `by_rule` says by which of the rules of the other it does (their numbers); `held_back` is any of these.
    """

    rule: int
    own: Cell
    against: str
    by_rule: tuple[tuple[int, Cell], ...]
    held_back: Cell


@dataclass(slots=True)
class RegimeCells:
    """What one regime says, as cells: its hooks, its rules, its bounds, its paragraphs."""

    regime: str
    reached: Cell
    special: Cell
    at_all: Cell
    hooks: list[tuple[int, Cell]]
    bites: list[BiteCells]
    duties: list[tuple[int, Cell]]
    conflicts: list[tuple[int, Cell]]
    opposed: list[OpposedCells]
    paragraphs: list[tuple[int, Cell]]
    bounds: dict[str, Cell]
    """By side."""


@dataclass(slots=True)
class WeighedCells:
    """What a regime was found to say as far as another may ask: whether it reaches, by which hooks, and its rules that can bite."""

    reached: Cell
    special: Cell
    hooks: list[tuple[int, Cell]]
    bites: list[BiteCells]


class Rules:
    """Makes the cells of every regime over the cells of the paragraphs."""

    def __init__(self, law: Law, paragraphs: Paragraphs) -> None:
        self.law, self.paragraphs, self.cells = law, paragraphs, paragraphs.cells
        self._triggers: dict[tuple[object, ...], tuple[int, ...]] = {}
        self._covered: dict[tuple[object, ...], dict[int, bool]] = {}
        self._covered_by: dict[int, dict[int, bool]] = {}
        self._left_out: dict[tuple[object, ...], tuple[list[str], list[str]]] = {}
        self._weighed: dict[str, WeighedCells] = {}
        self._opposed: dict[int, OpposedCells] = {}
        self.numbered = list(enumerate(law.rules))
        self._number = {id(rule): number for number, rule in self.numbered}

    def binds(self, rule: Rule) -> Cell:
        """Return whether a rule binds, by day."""
        known_on = self.paragraphs.known_on
        return self.cells.dated(rule.valid.days(), lambda day: self.cells.constant(rule.valid.in_force(day, known_on)))

    def _reads(self, rule: Rule) -> Cell:
        """Return whether a rule binds and its condition holds."""
        binds = self.binds(rule)
        if binds is self.cells.false or rule.when is None:
            return binds
        return self.cells.both(binds, self.paragraphs.columns.read(rule.when, Stand()))

    def regime(self, regime: Regime) -> RegimeCells:
        """Return the cells of one regime."""
        cells, weighed = self.cells, self.weigh(regime)
        reached, special, bites = weighed.reached, weighed.special, weighed.bites
        at_all = cells.either(cells.possible(reached), cells.possible(special))
        bounds = self.bounds(reached, special, bites)
        duties = [(number, cells.when((at_all, self._holds(rule)[0]), otherwise=cells.false)) for number, rule in self._own(regime, DUTIES)]
        conflicts = [(number, self.conflict(rule)) for number, rule in self._own(regime, CONFLICTS)]
        opposed = [halves for _, rule in self._own(regime, CONFLICTS) if (halves := self._halves(rule))]
        shown = [(index, cells.when((at_all, self.paragraphs.value(index)), otherwise=cells.false)) for index in self._of(regime)]
        return RegimeCells(
            regime.id, reached, special, at_all, weighed.hooks, bites, duties, conflicts, opposed, shown, bounds,
        )  # fmt: skip

    def weigh(self, regime: Regime) -> WeighedCells:
        """Return how a regime reaches and which rules bite; a conflict asks it also of regimes that the answer leaves out."""
        found = self._weighed.get(regime.id)
        if found is None:
            found = self._weighed[regime.id] = self._weigh(regime)
        return found

    def _weigh(self, regime: Regime) -> WeighedCells:
        cells = self.cells
        hooks = [(number, self._reads(rule)) for number, rule in self._own(regime, REACH)]
        has_reach = cells.either(*(cells.possible(self.binds(self.law.rules[number])) for number, _ in hooks))
        ordinary = [value for number, value in hooks if not self.law.rules[number].only]
        special = cells.either(*(value for number, value in hooks if self.law.rules[number].only))
        reached = cells.when((has_reach, cells.either(*ordinary)), otherwise=cells.true)
        releasing = [(number, rule, self._reads(rule)) for number, rule in self._own(regime, RELEASING)]
        policies = [(number, rule, self._reads(rule)) for number, rule in self._own(regime, POLICIES)]
        bites = [self._bite(number, rule, reached, hooks) for number, rule in self._own(regime, BITING)]
        bites = [bite for bite in bites if bite.value is not cells.false]
        for bite in bites:
            self._release(bite, releasing)
            self._review(bite, policies)
        return WeighedCells(reached, special, hooks, bites)

    def _own(self, regime: Regime, kinds: Collection[RuleKind]) -> list[tuple[int, Rule]]:
        return [(number, rule) for number, rule in self.numbered if rule.regime == regime.id and rule.kind in kinds]

    def _of(self, regime: Regime) -> list[int]:
        return [index for found in regime.lists.values() for index, _, _ in self.paragraphs.standing[found.id]]

    # Require

    def triggers(self, items: tuple[ItemRef, ...], except_items: tuple[ItemRef, ...]) -> tuple[int, ...]:
        """Return the paragraphs under references, each once, without those left out."""
        key = (items, except_items)
        if key not in self._triggers:
            found = {index: paragraph for ref in items for index, paragraph, _ in self.paragraphs.of(ref)}
            self._triggers[key] = tuple(
                index
                for index, paragraph in found.items()
                if not any(out.list == paragraph.list and out.takes_in(paragraph.code) for out in except_items)
            )
        return self._triggers[key]

    def holds(self, rule: Rule) -> Cell:
        """Return whether a rule holds for the shipment, whoever the regime reaches; a conflict only where it stands."""
        return self.conflict(rule) if rule.kind is RuleKind.CONFLICT else self._holds(rule)[0]

    def _holds(self, rule: Rule) -> tuple[Cell, tuple[int, ...]]:
        """Return whether a rule holds for the shipment, and the paragraphs that can trigger it."""
        read = self._reads(rule)
        if not rule.items or read is self.cells.false:
            return read, ()
        return self.cells.both(read, self.listed(rule)), self.triggers(rule.items, rule.except_items)

    def listed(self, rule: Rule) -> Cell:
        """Return whether the item meets a paragraph that a rule is about, or is declared or supposed under one."""
        if not rule.items:
            return self.cells.true
        said = self.cells.either(
            *(self.cells.sure(self.paragraphs.declared.under(ref, "")) for ref in rule.items),
            *(self.paragraphs.supposed_under(ref) for ref in rule.items),
        )
        return self.cells.either(self.paragraphs.any_of(self.triggers(rule.items, rule.except_items)), said)

    def _bite(self, number: int, rule: Rule, reached: Cell, hooks: list[tuple[int, Cell]]) -> BiteCells:
        cells = self.cells
        value, triggers = self._holds(rule)
        only = cells.either(*(cells.possible(hook) for at, hook in hooks if rule.id in self.law.rules[at].only))
        gate = cells.either(cells.possible(reached), only)
        value = cells.when((gate, value), otherwise=cells.false)
        return BiteCells(number, rule.id, OUTCOMES[rule.kind], value, self._enforced(rule, value, triggers), only, triggers)

    def _unenforced(self, text: Rule | Paragraph) -> Cell:
        known_on = self.paragraphs.known_on
        days = {day for span in text.valid.not_enforced for day in (span.start, span.end) if day is not None}
        return self.cells.dated(days, lambda day: self.cells.constant(text.valid.unenforced(day, known_on) is not None))

    def _enforced(self, rule: Rule, value: Cell, triggers: tuple[int, ...]) -> Cell:
        cells = self.cells
        unenforced = {index: self._unenforced(self.law.paragraphs[index]) for index in triggers}
        if any(cell is not cells.false for cell in unenforced.values()):
            left_out = cells.either(*(cells.both(cell, cells.possible(self.paragraphs.value(at))) for at, cell in unenforced.items()))
            listed = cells.either(*(cells.both(cells.negated(cell), self.paragraphs.value(at)) for at, cell in unenforced.items()))
            value = cells.when((left_out, cells.both(value, listed)), otherwise=value)
        return cells.when((self._unenforced(rule), cells.false), otherwise=value)

    # Release and review

    def _release(self, bite: BiteCells, releasing: list[tuple[int, Rule, Cell]]) -> None:
        answered = self.law.rules[bite.rule]
        for number, rule, reads in releasing:
            if answered.id in rule.answers and reads is not self.cells.false:
                value = self.cells.both(reads, self._covers(rule, answered, bite))
                if value is not self.cells.false:
                    bite.releases.append((number, self.cells.when((self.cells.possible(bite.value), value), otherwise=self.cells.false)))

    def _taken_in(self, rule: Rule, index: int) -> bool:
        known = self._covered_by.get(id(rule))
        if known is None:  # to look at all references takes longer than to look the answer up
            known = self._covered_by[id(rule)] = self._covered.setdefault((rule.items, rule.except_items), {})
        if index not in known:
            paragraph = self.law.paragraphs[index]
            known[index] = rule.takes_in(paragraph.list, paragraph.code)
        return known[index]

    def _covers(self, rule: Rule, answered: Rule, bite: BiteCells) -> Cell:
        """Return whether a release covers every paragraph that triggers the requirement."""
        cells, paragraphs = self.cells, self.paragraphs
        if not rule.items and not rule.except_items:
            return cells.true
        if not answered.items:  # nothing listed triggers it, so the release must be met by its own items
            held = cells.either(*(paragraphs.meets(ref) for ref in rule.items)) if rule.items else cells.true
            return cells.both(held, *(cells.negated(paragraphs.meets(ref)) for ref in rule.except_items))
        beyond = paragraphs.any_of(index for index in bite.triggers if not self._taken_in(rule, index))
        return cells.both(cells.negated(beyond), self._covers_declared(rule, answered))

    def _covers_declared(self, rule: Rule, answered: Rule) -> Cell:
        """Return whether a declared code lies wholly among the release's items; reference by reference, the first word counts."""
        cells, declared = self.cells, self.paragraphs.declared
        cases: list[tuple[Cell, Cell]] = []
        for ref in answered.items:
            if not declared.stated("", ref.list):
                continue
            regime = ref.list.partition(":")[0]
            column = declared.column("", regime)
            cases.append((declared.unencoded("", regime), cells.unknown))
            outside, partly = self._outside(rule, ref)
            under = declared.under(ref, "")
            cases.append((cells.both(under, cells.among(column, partly)), cells.unknown))
            cases.append((cells.both(under, cells.among(column, outside)), cells.false))
        return cells.when(*cases, otherwise=cells.true)

    def _outside(self, rule: Rule, ref: ItemRef) -> tuple[list[str], list[str]]:
        """Return the codes under a reference that lie outside a release's items, and those of which a part lies among them."""
        key = (rule.items, rule.except_items, ref)
        if key not in self._left_out:
            outside = [code for code in self.paragraphs.declared.codes_under(ref) if not rule.takes_in(ref.list, code)]
            named = {above for out in (*rule.items, *rule.except_items) for above in codes_above(out.code)}
            self._left_out[key] = outside, [code for code in outside if code in named]
        return self._left_out[key]

    def _review(self, bite: BiteCells, policies: list[tuple[int, Rule, Cell]]) -> None:
        answered, cells = self.law.rules[bite.rule], self.cells
        earlier: list[Cell] = []
        for number, rule, reads in policies:
            if answered.id in rule.answers and reads is not cells.false:
                value = cells.both(reads, self._is_about(rule, bite))
                shown = cells.both(cells.possible(bite.value), cells.negated(cells.either(*earlier)))
                bite.reviews.append((number, cells.when((shown, value), otherwise=cells.false)))
                earlier.append(cells.sure(value))

    def _is_about(self, rule: Rule, bite: BiteCells) -> Cell:
        """Return whether a policy for certain items is about the item: by what triggers the rule, else by what the item meets."""
        if not rule.items and not rule.except_items:
            return self.cells.true
        about = self.paragraphs.any_of(index for index in bite.triggers if self._taken_in(rule, index))
        by_items = (self.paragraphs.meets(ref) if not rule.except_items else self.cells.unknown for ref in rule.items)
        return self.cells.either(about, *by_items)

    # Conflict

    def conflict(self, rule: Rule) -> Cell:
        """Return whether a conflict stands, whether or not its own regime reaches the shipment."""
        halves = self._halves(rule)
        return self._holds(rule)[0] if halves is None else self.cells.both(halves.own, halves.held_back)

    def _halves(self, rule: Rule) -> OpposedCells | None:
        """Return what a conflict says itself and whether the regime it opposes holds the shipment back; None if it opposes none."""
        if not rule.opposes:
            return None
        number = self._number[id(rule)]  # a rule has several texts, and each is another
        if number not in self._opposed:
            by_rule = tuple(self._held_back(self.weigh(self.law.regimes[rule.against]), rule.opposes))
            held_back = self.cells.either(*(cell for _, cell in by_rule))
            self._opposed[number] = OpposedCells(number, self._holds(rule)[0], rule.against, by_rule, held_back)
        return self._opposed[number]

    def _held_back(self, weighed: WeighedCells, opposes: Collection[str]) -> Iterator[tuple[int, Cell]]:
        """Yield for each of these rules whether a regime holds the shipment back by it, with nothing that lifts it."""
        cells = self.cells
        by_any = cells.either(weighed.reached, weighed.special)
        for bite in weighed.bites:
            if bite.outcome < Outcome.LICENCE_REQUIRED or not (EVERY_RULE in opposes or self.law.rules[bite.rule].id in opposes):
                continue
            lifted = cells.either(*(cells.sure(release) for _, release in bite.releases))
            may_be = cells.either(*(cells.possible(release) for _, release in bite.releases))
            unreleased = cells.when(
                (lifted, cells.false), (may_be, cells.both(bite.value, cells.unknown)), otherwise=bite.value
            )  # fmt: skip
            yield bite.rule, cells.both(cells.when((bite.only, by_any), otherwise=weighed.reached), unreleased)

    def held_back_by(self, regime: str, rules: Collection[int], wanted: Collection[int]) -> dict[int, Cell]:
        """Return what some rules of a regime say to conflicts that ask whether it holds the shipment back, by the number of the whole."""
        return {
            one.held_back.id: self.cells.either(*(cell for rule, cell in one.by_rule if rule in rules))
            for one in self._opposed.values()
            if one.against == regime and one.held_back.id in wanted
        }

    # Conclude

    def bounds(self, reached: Cell, special: Cell, bites: list[BiteCells]) -> dict[str, Cell]:
        """Return the bounds of a regime, by side, as far as some of its rules make them: over all its rules the greatest counts."""
        return dict(zip(SIDES, (*self._bounds(reached, special, bites, False), *self._bounds(reached, special, bites, True)), strict=True))

    def _bounds(self, reached: Cell, special: Cell, bites: list[BiteCells], enforced: bool) -> tuple[Cell, Cell]:
        """Return the bounds of a regime: by the hooks that reach the item, and by those that reach for some rules only."""
        cells = self.cells
        values = [(bite, bite.enforced if enforced else bite.value) for bite in bites]
        named = [(bite, cells.when((bite.only, value), otherwise=cells.false)) for bite, value in values if bite.only is not cells.false]
        nothing = cells.constant(float(Outcome.NOT_SUBJECT))
        lower, upper = self._least(values), self._most(values)
        if special is not cells.false:
            lower_only, upper_only = self._least(named), self._most(named)
            lower = cells.when(
                (cells.both(reached, special), self._greater(lower, lower_only)),
                (reached, lower),
                (special, lower_only),
                otherwise=nothing,
            )
            upper = cells.when(
                (cells.both(cells.possible(reached), cells.possible(special)), self._greater(upper, upper_only)),
                (cells.possible(reached), upper),
                (cells.possible(special), upper_only),
                otherwise=nothing,
            )
            return lower, upper
        return cells.when((reached, lower), otherwise=nothing), cells.when((cells.possible(reached), upper), otherwise=nothing)

    def _greater(self, one: Cell, other: Cell) -> Cell:
        return one if one is other else self.cells.function("max", (one, other))

    def _least(self, values: list[tuple[BiteCells, Cell]]) -> Cell:
        """Return the lower bound: over rules that bite, each reduced where a release that answers it is open or true."""
        cells = self.cells
        full: dict[Outcome, list[Cell]] = {}
        for bite, value in values:
            answered = cells.either(*(cells.possible(release) for _, release in bite.releases))
            full.setdefault(bite.outcome, []).append(cells.both(cells.sure(value), cells.negated(answered)))
        return self._steps(full, [cells.sure(value) for _, value in values])

    def _most(self, values: list[tuple[BiteCells, Cell]]) -> Cell:
        """Return the upper bound: over rules that bite or may, each reduced only where a release that answers it is true."""
        cells = self.cells
        full: dict[Outcome, list[Cell]] = {}
        for bite, value in values:
            answered = cells.either(*(cells.sure(release) for _, release in bite.releases))
            full.setdefault(bite.outcome, []).append(cells.both(cells.possible(value), cells.negated(answered)))
        return self._steps(full, [cells.possible(value) for _, value in values])

    def _steps(self, full: dict[Outcome, list[Cell]], reduced: list[Cell]) -> Cell:
        cells = self.cells
        cases = [(cells.either(*full[outcome]), cells.constant(float(outcome))) for outcome in sorted(full, reverse=True)]
        cases.append((cells.either(*reduced), cells.constant(float(Outcome.AUTHORISATION_AVAILABLE))))
        return cells.when(*cases, otherwise=cells.constant(float(Outcome.NO_LICENCE_REQUIRED)))
