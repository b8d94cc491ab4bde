"""Work that is done when its result is first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Calls a function the first time it is called itself, and keeps the result.

    >>> lazy = Once(lambda: print("worked") or 42)
    >>> lazy(), lazy()
    worked
    (42, 42)
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._made: T

    def __call__(self) -> T:
        """Return the result."""
        if self._make is not None:
            self._made = self._make()
            self._make = None
        return self._made
