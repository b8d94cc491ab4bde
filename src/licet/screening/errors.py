"""What can go wrong with a list of parties, in the one shape of all errors."""

from __future__ import annotations

from typing import NoReturn

from licet.model.errors import LicetError, Problem


class ListError(LicetError):
    """A list cannot be read, fetched or kept; the problem's place is the file with the row, or the list's name."""


def refuse(where: str, what: str, must_be: str = "", came: str = "", do: str = "") -> NoReturn:
    """Raise the error that names this place.

    Raises:
        ListError: always.

    """
    raise ListError(Problem(where, what, must_be, came if len(came) <= 200 else f"{came[:197]}...", do))
