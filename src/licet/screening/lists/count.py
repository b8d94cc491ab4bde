"""Every row counted in and out, so that no party can be lost without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from licet.screening.errors import refuse

EXAMPLES = 5
BROKEN_ROWS = 0.01
"""The share of rows that may be broken before the layout counts as changed."""


@dataclass(slots=True)
class Skipped:
    """Rows left out for one reason, with the places of the first few."""

    rows: int = 0
    places: list[str] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class Count:
    """What went in and what came out of reading one list.

    >>> count = Count("us-csl")
    >>> count.rows += 2
    >>> count.listings += 1
    >>> count.skip("no name", "list.csv:3")
    >>> count.balanced
    True
    """

    publisher: str
    rows: int = 0
    listings: int = 0
    joined: int = 0
    """Rows that only added to a listing: a further name, an address."""
    skipped: dict[str, Skipped] = field(default_factory=dict)
    unknown_columns: Counter[str] = field(default_factory=Counter)
    missing_columns: list[str] = field(default_factory=list)
    unknown_words: Counter[str] = field(default_factory=Counter)
    """Countries, types and sources that the reader does not know, as `what: word`."""
    vintage: date | None = None
    """The day that the file itself says it is of."""

    def skip(self, reason: str, place: str, *, broken: bool = False) -> None:
        """Count a row that makes no listing; `broken` where the row does not fit the layout."""
        skipped = self.skipped.setdefault(reason, Skipped(broken=broken))
        skipped.rows += 1
        if len(skipped.places) < EXAMPLES:
            skipped.places.append(place)

    @property
    def skipped_rows(self) -> int:
        """How many rows made no listing."""
        return sum(skipped.rows for skipped in self.skipped.values())

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for."""
        return self.rows == self.listings + self.joined + self.skipped_rows

    def close(self, where: str) -> None:
        """Check the sums at the end of a list.

        Raises:
            ListError: no row was there, too many did not fit the layout, or a row is unaccounted for.

        """
        if self.rows == 0:
            refuse(where, "the list has no rows", "at least one party", "none", "Fetch the file again; keep the last snapshot until then.")
        broken = sum(skipped.rows for skipped in self.skipped.values() if skipped.broken)
        if broken > self.rows * BROKEN_ROWS:
            reason, worst = max(((why, kept) for why, kept in self.skipped.items() if kept.broken), key=lambda pair: pair[1].rows)
            changed_layout(where, "rows of the known layout", f"{broken} of {self.rows} rows do not fit; {worst.places[0]}: {reason}")
        if not self.balanced:
            came = f"{self.rows} rows read, {self.listings} listings, {self.joined} joined, {self.skipped_rows} skipped"
            refuse(where, "rows are unaccounted for", "every row a listing, joined to one, or skipped with a reason", came, "Report this.")

    def as_dict(self) -> dict[str, Any]:
        """Return the count for JSON."""
        return {
            "rows": self.rows,
            "listings": self.listings,
            "joined": self.joined,
            "skipped": {reason: {"rows": kept.rows, "places": list(kept.places)} for reason, kept in self.skipped.items()},
            "unknown_columns": dict(self.unknown_columns),
            "missing_columns": list(self.missing_columns),
            "unknown_words": dict(self.unknown_words.most_common(50)),
        }


def changed_layout(where: str, must_be: str, came: str) -> NoReturn:
    """Stop, because reading on would lose rows or their meaning.

    Raises:
        ListError: always.

    """
    do = "If it is the file of another list, name that one. If the publisher changed it, keep the last snapshot and report the layout."
    refuse(where, "not in the known layout of this list", must_be, came, do)
