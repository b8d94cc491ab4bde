"""Every error a user can meet, with one shape.

LicetError
├── LawError        the law under `regimes/` (or an overlay) cannot be loaded: file, line, column
└── ShipmentError   a shipment cannot be read: the path of the field
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what it is, what it must be, what came, and what to do next."""

    where: str
    what: str
    must_be: str = ""
    came: str = ""
    do: str = ""

    def __str__(self) -> str:
        """Return the problem as lines of text, the first of them complete on its own.

        >>> print(Problem("item.wavelength", "wrong unit", "a length such as 193 nm", "193 kg", "Give a length."))
        item.wavelength: wrong unit
          must be: a length such as 193 nm
          came:    193 kg
          do:      Give a length.
        """
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        for label, text in (("must be:", self.must_be), ("came:", self.came), ("do:", self.do)):
            if text:
                lines.append(f"  {label:<8} {text}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, str]:
        """Return the problem for JSON, with the same five fields."""
        return {"where": self.where, "what": self.what, "must_be": self.must_be, "came": self.came, "do": self.do}


class LicetError(Exception):
    """Something a user can mend; carries one or more problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class LawError(LicetError):
    """The law cannot be loaded: the problem's place is `file:line:column`."""


class ShipmentError(LicetError):
    """A shipment cannot be read: the problem's place is the path of the field, such as `item.wavelength`."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the advice that names the known word nearest to `word`, or nothing.

    >>> nearest("wavelenght", ["wavelength", "overlay"])
    'Did you mean "wavelength"?'
    """
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[close[0]]}"?' if close else ""
