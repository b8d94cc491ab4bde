"""Outcomes in the order of their restrictiveness, and intervals of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Outcome(IntEnum):
    """What a law says of a shipment, least to most restrictive.

    >>> Outcome.NO_LICENCE_REQUIRED < Outcome.LICENCE_REQUIRED
    True
    >>> Outcome.LICENCE_REQUIRED.key, Outcome.LICENCE_REQUIRED.label
    ('licence_required', 'licence required')
    """

    NOT_SUBJECT = 0
    NO_LICENCE_REQUIRED = 1
    AUTHORISATION_AVAILABLE = 2
    NOTIFY_AUTHORITY = 3
    LICENCE_REQUIRED = 4
    PROHIBITED = 5

    @property
    def key(self) -> str:
        """The name used in files and JSON."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The name used in text for people."""
        return _LABELS[self]

    @property
    def is_clear(self) -> bool:
        """Whether nothing more is needed under this law."""
        return self <= Outcome.NO_LICENCE_REQUIRED


_LABELS = {
    Outcome.NOT_SUBJECT: "not subject to this law",
    Outcome.NO_LICENCE_REQUIRED: "no licence required",
    Outcome.AUTHORISATION_AVAILABLE: "authorisation available",
    Outcome.NOTIFY_AUTHORITY: "notify the authority",
    Outcome.LICENCE_REQUIRED: "licence required",
    Outcome.PROHIBITED: "prohibited",
}

BY_KEY = {outcome.key: outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Interval:
    """The outcomes that are still possible: from `lower` to `upper`, both included.

    >>> Interval(Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED).label
    'between no licence required and licence required'
    """

    lower: Outcome
    upper: Outcome

    @property
    def is_settled(self) -> bool:
        """Whether one outcome is left."""
        return self.lower == self.upper

    @property
    def is_clear(self) -> bool:
        """Whether even the most restrictive outcome left is clear."""
        return self.upper.is_clear

    @property
    def label(self) -> str:
        """The interval in words."""
        if self.is_clear and not self.is_settled:
            return f"{self.upper.label}, or {self.lower.label}"
        return self.upper.label if self.is_settled else f"between {self.lower.label} and {self.upper.label}"

    def __contains__(self, other: Outcome | Interval) -> bool:
        """Say whether an outcome, or the whole of another interval, lies within this one."""
        if isinstance(other, Outcome):
            return self.lower <= other <= self.upper
        return self.lower <= other.lower and other.upper <= self.upper

    def join(self, other: Interval) -> Interval:
        """Return the most restrictive of both, bound by bound (two laws that apply at once)."""
        return Interval(max(self.lower, other.lower), max(self.upper, other.upper))

    def as_keys(self) -> list[str]:
        """Return the two bounds for JSON."""
        return [self.lower.key, self.upper.key]


def exactly(outcome: Outcome) -> Interval:
    """Return the interval that holds one outcome."""
    return Interval(outcome, outcome)


def join_all(intervals: Iterable[Interval]) -> Interval:
    """Return the most restrictive of all, bound by bound; of none, not subject.

    >>> join_all([exactly(Outcome.NO_LICENCE_REQUIRED), exactly(Outcome.LICENCE_REQUIRED)]).label
    'licence required'
    """
    joined = exactly(Outcome.NOT_SUBJECT)
    for interval in intervals:
        joined = joined.join(interval)
    return joined
