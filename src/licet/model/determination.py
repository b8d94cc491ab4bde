"""The answer: what each law says of a shipment and why, and all laws together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from licet.model.outcome import Interval
from licet.model.shipment import Shipment
from licet.model.source import Doubt, Source

Kleene = bool | None


class Verdict(StrEnum):
    """One word for a script to gate on; each has its exit code."""

    CLEAR = "clear"
    CLEAR_VERIFY = "clear_verify"
    NOT_COVERED = "not_covered"
    AUTHORISATION_AVAILABLE = "authorisation_available"
    NOTIFY_AUTHORITY = "notify_authority"
    LICENCE_REQUIRED = "licence_required"
    PROHIBITED = "prohibited"
    OPEN = "open"


@dataclass(slots=True)
class Reason:
    """A paragraph met, or a rule that bites, releases or may do so; `value` None means open.

    `trace` builds the full trace when called: every condition, its value, and the fact it met.
    """

    id: str
    title: str
    value: Kleene
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...]
    trace: Callable[[], Any]
    kind: str = ""
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    form: str = ""
    review: str = ""
    authority: str = ""
    conditions: tuple[str, ...] = ()
    note: str = ""
    not_enforced: str = ""
    answered_by: tuple[str, ...] = ()
    against: str = ""
    opposed: tuple[str, ...] = ()
    """For a conflict: the rules of the law `against` that hold the shipment back, or may."""
    since: date | None = None
    declared: bool = False
    reviews: tuple[Reason, ...] = ()
    """The review policies under which an application would be judged; the first that is true goes before those after it."""


@dataclass(slots=True)
class NearMiss:
    """A paragraph that one test keeps from being met, and by how much it missed, as a share (`gap`).

    `words` builds the texts when called: the test, what it met, and the margin.
    """

    paragraph: str
    title: str
    gap: float
    sources: tuple[Source, ...]
    words: Callable[[], tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that can still move a bound: where it belongs, the question, and which paragraphs and rules hang on it."""

    name: str
    path: str
    question: str
    hangs: tuple[str, ...]
    settles: bool
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the law of a regime is known, and whether the day asked lies beyond."""

    known_from: date | None
    known_through: date
    beyond: bool
    note: str


@dataclass(frozen=True, slots=True)
class WithoutAssumptions:
    """What holds where no stated default stands in for a missing fact, and the defaults that make the difference."""

    outcome: Interval
    regimes: Mapping[str, Interval]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegimeFinding:
    """What one regime says. `unlisted` is its word for an item on none of its lists, where that is so."""

    regime: str
    name: str
    outcome: Interval
    enforced: Interval
    strictly: Callable[[], WithoutAssumptions]
    reach: tuple[Reason, ...]
    paragraphs: tuple[Reason, ...]
    nearly: Callable[[], tuple[NearMiss, ...]]
    requirements: tuple[Reason, ...]
    releases: tuple[Reason, ...]
    duties: tuple[Reason, ...]
    conflicts: tuple[Reason, ...]
    unlisted: str
    contradictions: tuple[str, ...]
    asks: Callable[[], tuple[MissingFact, ...]]
    leans_on: Callable[[], tuple[Doubt, ...]]
    horizon: Horizon

    @property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """The paragraphs that a single test keeps from being met."""
        return self.nearly()

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that can still move a bound of this regime, in the order to ask them."""
        return self.asks()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What could not be confirmed about the law that this finding leans on."""
        return self.leans_on()

    @property
    def unassumed(self) -> Interval:
        """What this regime says without the stated defaults."""
        return self.strictly().regimes[self.regime]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change the answer, tried out: what, and the outcome then."""

    what: str
    outcome: Interval


class Changes(Protocol):
    """Changes in the order of the answer, each tried out when somebody looks at it; the `days` first."""

    @property
    def days(self) -> Iterable[Change]:
        """The days from or before which the outcome is another."""

    def __iter__(self) -> Iterator[Change]:
        """Yield them one by one."""

    def __len__(self) -> int:
        """Return how many there are; tries out all."""

    def __getitem__(self, index: int) -> Change:
        """Return one of them."""


@dataclass(frozen=True, slots=True)
class Determination:
    """The whole answer for one shipment.

    `outcome` rests on the assumptions shown; `unassumed` holds without them. `changes` tries what would change the answer.
    Traces, assumptions, missing facts and changes are worked out when they are first asked for.
    """

    shipment: Shipment
    outcome: Interval
    enforced: Interval
    strictly: Callable[[], WithoutAssumptions]
    verdict: Verdict
    regimes: tuple[RegimeFinding, ...]
    asks: Callable[[], tuple[MissingFact, ...]]
    notices: tuple[str, ...]
    uncovered: str
    law_hash: str
    law_layers: tuple[str, ...]
    changes: Callable[[], Changes]

    def regime(self, regime_id: str) -> RegimeFinding:
        """Return the finding of one regime.

        Raises:
            KeyError: the regime is not among those loaded.

        """
        for finding in self.regimes:
            if finding.regime == regime_id:
                return finding
        raise KeyError(regime_id)

    @property
    def conflicts(self) -> tuple[tuple[RegimeFinding, Reason], ...]:
        """Where heeding one law breaches another or may: the finding of the law that forbids it, and why; sure ones first."""
        found = [(finding, reason) for finding in self.regimes for reason in finding.conflicts]
        return tuple(sorted(found, key=lambda one: one[1].value is None))

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that can still move a bound of the outcome, in the order to ask them."""
        return self.asks()

    @property
    def unassumed(self) -> Interval:
        """What all laws together say without the stated defaults; learning a fact can only narrow it."""
        return self.strictly().outcome

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The stated defaults that the answer rests on."""
        return self.strictly().assumptions

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts of all regimes, each once."""
        return tuple(dict.fromkeys(doubt for finding in self.regimes for doubt in finding.doubts))
