"""Brings lists up to date: fetch, read to the last row, compare, keep. Each list by itself, so that one that fails holds up no other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.screening.errors import refuse
from licet.screening.snapshots import Snapshot
from licet.screening.sources import Source
from licet.screening.store import Added, Store

if TYPE_CHECKING:
    from licet.screening.download import Patience

Watch = Callable[[str, int, int | None], None]
"""Is told the address, how many bytes have come, and how many will."""


def update_from_address(
    store: Store, source: Source, *, accept_loss: bool = False, patience: Patience | None = None, watch: Watch | None = None
) -> Added:
    """Fetch a list from its official address and keep it.

    Raises:
        ListError: it has no address, cannot be fetched or read, or has lost too much.

    """
    from licet.screening.download import download  # noqa: PLC0415  # a file given by hand needs no network

    if not source.parts:
        do = f"Fetch it from {source.page} and give it: licet lists update {source.name} --file FILE"
        refuse(source.name, "the list has no address to fetch it from", "a file given by hand", source.by_hand, do)
    with tempfile.TemporaryDirectory(prefix="licet-lists-") as folder:
        files: dict[str, Path] = {}
        for role, address in source.parts.items():
            target = Path(folder, role)

            def told(size: int, of: int | None, address: str = address) -> None:
                if watch is not None:
                    watch(address, size, of)

            download(address, target, limit=source.limit, patience=patience, watch=told)
            files[f"{source.name} {role}"] = target
        origin = " ".join(source.parts.values())
        return store.add(source.name, files, origin=origin, limit=source.limit, accept_loss=accept_loss, fetched=True)


def update_from_files(
    store: Store, source: Source, paths: Sequence[Path], *, as_of: date | None = None, accept_loss: bool = False
) -> Added:
    """Keep a list from files that were fetched by hand.

    Raises:
        ListError: the files cannot be read, are of another list, or have lost too much.

    """
    files = {path.name if len({one.name for one in paths}) == len(paths) else str(path): path for path in paths}
    origin = " ".join(path.name for path in paths)
    return store.add(source.name, files, origin=origin, as_of=as_of, limit=source.limit, accept_loss=accept_loss)


@dataclass(frozen=True, slots=True)
class Status:
    """What is held of one list, and how old it is."""

    source: Source
    snapshot: Snapshot | None
    snapshots: int
    checked: datetime | None
    stale: bool
    age_days: int | None
    """For how many days nobody has known that this is still the list: since it was fetched, or else since the day it is of."""

    def as_dict(self) -> dict[str, Any]:
        """Return the status for JSON."""
        held = self.snapshot
        return {
            "list": self.source.name,
            "title": self.source.title,
            "held": held is not None,
            "as_of": held.as_of.isoformat() if held else None,
            "taken": held.taken.isoformat() if held else None,
            "checked": self.checked.isoformat() if self.checked else None,
            "age_days": self.age_days,
            "stale": self.stale,
            "stale_after_days": self.source.stale_after_days,
            "by_hand": self.source.by_hand or None,
            "page": self.source.page,
            "snapshots": self.snapshots,
            "sha256": held.sha256 if held else None,
            "origin": held.origin if held else None,
            "bytes": held.bytes if held else None,
            "count": dict(held.count) if held else None,
        }


def status_of(store: Store, source: Source, now: datetime | None = None) -> Status:
    """Return what is held of a list, and whether it is stale: not fetched for too long, or of too old a day where it was brought by hand.

    Raises:
        ListError: a snapshot cannot be read.

    """
    now = now or datetime.now(UTC)
    held = store.snapshots(source.name)
    latest = held[-1] if held else None
    checked = store.checked(source.name)
    age = None
    if latest is not None:
        sure = max(latest.as_of, checked.date()) if checked is not None else latest.as_of
        age = (now.date() - sure).days
    return Status(source, latest, len(held), checked, age is None or age > source.stale_after_days, age)
