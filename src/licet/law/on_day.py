"""What the law of a day consists of: paragraphs and rules in force, each with how to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from licet.language import tree as t
from licet.language.evaluate import Evaluate, Reading
from licet.language.surroundings import Kleene, Sort
from licet.law.statute import ControlList, Paragraph, Regime, Rule, Span


@dataclass(slots=True)
class Standing:
    """A leaf paragraph on the day: its text, whether it binds (unknown after an unconfirmed sequel), how to read it.

    `rest` is what is left to test of its condition for the kind of item at hand; `numeric` says whether it compares numbers.
    """

    paragraph: Paragraph
    binds: Kleene
    rest: t.Node
    read: Reading
    leans_on_defaults: bool
    index: int
    numeric: bool = True
    unenforced: Span | None = None


@dataclass(slots=True)
class RuleInForce:
    """A rule on the day: its text, whether it binds, whether it is announced as not enforced, how to read its condition."""

    rule: Rule
    binds: Kleene
    unenforced: Span | None
    read: Reading | None
    leans_on_defaults: bool
    covered: dict[str, bool]

    def takes_in(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph lies among the rule's items; remembered, since it is asked of every shipment."""
        known = self.covered.get(paragraph.ref)
        if known is None:
            known = self.covered[paragraph.ref] = self.rule.takes_in(paragraph.list, paragraph.code)
        return known


@dataclass(slots=True)
class ListOnDay:
    """A control list on the day."""

    control_list: ControlList
    read: Reading | None
    leans_on_defaults: bool
    standing: list[Standing]


@dataclass(slots=True)
class Demands:
    """What a regime asks of a shipment that it reaches: its rules by what they do, in the order of the law."""

    biting: list[RuleInForce]
    releasing: list[RuleInForce]
    duties: list[RuleInForce]
    policies: list[RuleInForce]
    releases_of: Mapping[str, list[RuleInForce]] = field(init=False)
    policies_of: Mapping[str, list[RuleInForce]] = field(init=False)

    def __post_init__(self) -> None:
        self.releases_of, self.policies_of = _by_answered(self.releasing), _by_answered(self.policies)


def _by_answered(rules: list[RuleInForce]) -> dict[str, list[RuleInForce]]:
    found: dict[str, list[RuleInForce]] = {}
    for rule in rules:
        for answered in rule.rule.answers:
            found.setdefault(answered, []).append(rule)
    return found


@dataclass(slots=True)
class RegimeOnDay:
    """One regime on the day. Its demands are a function, since of a regime that does not reach a lane nobody asks for them."""

    regime: Regime
    lists: list[ListOnDay]
    reach: list[RuleInForce]
    conflicts: list[RuleInForce]
    demands: Callable[[], Demands]
    has_reach: bool


class Lane(NamedTuple):
    """What rules ask of a shipment besides its item's facts: places, choices and yes/no circumstances, and the kind of item.

    `sort` tells which paragraphs the item can meet at all; None where it is declared under a code, and so can stand anywhere.
    """

    facts: frozenset[tuple[str, object]]
    kinds: tuple[str, ...] | None
    sort: Sort | None


LANE_TYPES = ("place", "choice", "choices", "boolean", "text")
"""Types of shipment facts that belong to a lane; quantities and dates differ from order to order."""


class Late:
    """A reading that is compiled when first called: most paragraphs are never read for a given item."""

    __slots__ = ("_evaluate", "_node", "_read")

    def __init__(self, evaluate: Evaluate, node: t.Node) -> None:
        self._evaluate, self._node = evaluate, node
        self._read: Reading | None = None

    def __call__(self, env: object) -> Kleene:
        """Read the condition, compiling it the first time."""
        if self._read is None:
            self._read = self._evaluate.visit(self._node)
        result: Kleene = self._read(env)  # type: ignore[arg-type]  # an Env
        return result
