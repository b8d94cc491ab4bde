"""Work on every core: what Arrow and NumPy do on arrays leaves other threads free to do the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

import pyarrow as pa

One = TypeVar("One")
Made = TypeVar("Made")
_LOOK = 0.1
"""After how many seconds a thread that waits looks whether it is still wanted."""


def each(function: Callable[[One], Made], things: Iterable[One]) -> list[Made]:
    """Return what a function makes of each thing, in their order, worked out side by side.

    >>> each(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    listed = list(things)
    if len(listed) < 2 or pa.cpu_count() < 2:
        return [function(one) for one in listed]
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        return list(pool.map(function, listed))


class Ahead(Iterator[One]):
    """Goes through things in a thread of its own, some of them ahead of whoever takes them; what it raises is raised there.

    >>> with Ahead(iter([1, 2, 3]), 2) as things:
    ...     sum(things)
    6
    """

    def __init__(self, things: Iterator[One], most: int) -> None:
        """Begin at once, and wait when that many lie ready."""
        self._things = things
        self._ready: Queue[tuple[list[One], BaseException | None]] = Queue(most)
        self._enough = Event()
        self._thread = Thread(target=self._fill, name="licet-ahead", daemon=True)
        self._thread.start()

    def _fill(self) -> None:
        ended: BaseException | None = StopIteration()
        try:
            for one in self._things:
                if not self._put(([one], None)):
                    return
        except BaseException as error:  # it is raised where the things are taken
            ended = error
        self._put(([], ended))

    def _put(self, what: tuple[list[One], BaseException | None]) -> bool:
        while not self._enough.is_set():
            try:
                self._ready.put(what, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def __next__(self) -> One:
        """Return the next thing, as soon as it is there."""
        one, ended = self._ready.get()
        if ended is None:
            return one[0]
        self._ready.put(([], ended))  # there is nothing after it, however often one asks
        raise ended

    def __enter__(self) -> Ahead[One]:
        """Hand out what lies ahead."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait until the thread has."""
        self._enough.set()
        try:
            while True:
                self._ready.get_nowait()
        except Empty:
            self._thread.join()
