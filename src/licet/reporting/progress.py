"""A progress bar on standard error for work that takes a moment; silent where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def progress(work: Sequence[T], what: str) -> Iterable[T]:
    """Return the work, with a bar that shows how far it is where standard error is a terminal."""
    if not sys.stderr.isatty():
        return work
    return _with_bar(work, what)


def _with_bar(work: Sequence[T], what: str) -> Iterator[T]:
    from rich.console import Console  # noqa: PLC0415  # slow to import, only needed for a terminal
    from rich.progress import track  # noqa: PLC0415

    yield from track(work, description=what, console=Console(stderr=True), transient=True)


def counted(work: Iterable[T], what: str, unit: str) -> Iterator[T]:
    """Yield work whose length nobody knows, with a count and a rate on standard error where it is a terminal."""
    if not sys.stderr.isatty():
        yield from work
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, only needed for a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed:,.0f} " + unit + ", {task.speed} a second"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        for number, one in enumerate(work, 1):
            yield one
            if number % 500 == 0:
                progress.update(task, completed=number)
