"""Work that is done when its result is first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


class Unrolled(Generic[T]):
    """What an iterator yields, worked out as far as somebody has looked, and kept.

    >>> lazy = Unrolled(iter([1, 2, 3]))
    >>> next(iter(lazy)), len(lazy), list(lazy)
    (1, 3, [1, 2, 3])
    """

    __slots__ = ("_rest", "_seen")

    def __init__(self, items: Iterator[T]) -> None:
        self._rest = items
        self._seen: list[T] = []

    def __iter__(self) -> Iterator[T]:
        index = 0
        while True:
            if index == len(self._seen):
                try:
                    self._seen.append(next(self._rest))
                except StopIteration:
                    return
            yield self._seen[index]
            index += 1

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, index: int) -> T:
        for number, item in enumerate(self):
            if number == index:
                return item
        raise IndexError(index)
