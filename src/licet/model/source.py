"""Where a statement of law comes from, how sure it is, and what is doubted.

There are thousands of these, read from the cache at every start; named tuples come from there in a third of the time of frozen dataclasses.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """How far a statement has been confirmed."""

    CONFIRMED = "confirmed"
    SINGLE_SOURCE = "single_source"
    DERIVED = "derived"
    UNCONFIRMED = "unconfirmed"


class Source(NamedTuple):
    """A pinpoint in a document, the day it was read, and how sure the statement is."""

    title: str
    link: str
    pinpoint: str
    read: date
    confidence: Confidence = Confidence.CONFIRMED
    cite: str = ""

    def __str__(self) -> str:
        """Return the citation in one line.

        >>> str(Source("Regulation (EU) 2021/821", "https://…", "Article 3(1)", date(2026, 11, 21)))
        'Article 3(1), Regulation (EU) 2021/821'
        """
        return f"{self.pinpoint}, {self.title}" if self.pinpoint else self.title

    def as_dict(self) -> dict[str, str]:
        """Return the source for JSON."""
        return {
            "pinpoint": self.pinpoint,
            "title": self.title,
            "link": self.link,
            "read": self.read.isoformat(),
            "confidence": self.confidence.value,
        }


class Doubt(NamedTuple):
    """Something about the law that could not be confirmed; shown in every answer that leans on it."""

    id: str
    says: str

    def as_dict(self) -> dict[str, str]:
        """Return the doubt for JSON."""
        return {"id": self.id, "says": self.says}
