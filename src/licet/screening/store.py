"""The store of lists: snapshots are added and read, and none is ever changed.

A folder for each list, in it a folder for each snapshot, named by the day its content is of and by its hash. A snapshot is made under a
name that begins with a dot and is renamed once all of it is safe on disk; what a crash leaves behind is never read and is swept later.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from licet.screening.errors import refuse
from licet.screening.lists.parts import Part
from licet.screening.lists.reading import Reading, by_role, known
from licet.screening.snapshots import (
    MANIFEST,
    Snapshot,
    StoredPart,
    content_hash,
    pack,
    read_manifest,
    settle_folder,
    write_manifest,
    write_whole,
)

FOLDER = "LICET_LISTS"
"""The environment variable that names the folder of lists."""

LARGEST_LOSS = 0.2
"""A list that lost this share of its listings since the snapshot before is refused unless the loss is accepted."""
LARGEST_SHRINKING = 0.5
"""A list whose files lost this share of their bytes, though not of their listings, has most likely lost columns."""

_CHECKED = ".checked"
_LEFTOVER_SECONDS = 24 * 60 * 60


def default_folder() -> Path:
    """Return the folder of lists: the one LICET_LISTS names, or one in the user's data folder."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    from platformdirs import user_data_dir  # noqa: PLC0415  # read only where the folder is not named

    return Path(user_data_dir("licet", appauthor=False)) / "lists"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding a list."""

    snapshot: Snapshot
    is_new: bool
    """Whether this content was not held before."""
    before: Snapshot | None
    """The snapshot it was compared with."""
    undated: bool = False
    """Whether neither the file nor anybody said of which day it is, so that today stands in for it."""


class Store:
    """The snapshots of all lists in one folder.

    >>> Store("/nowhere").snapshots("us-csl")
    ()
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()

    def snapshots(self, publisher: str) -> tuple[Snapshot, ...]:
        """Return the snapshots of a list, the oldest content first.

        Raises:
            ListError: there is no such list, or a snapshot cannot be read.

        """
        known(publisher)
        folder = self.folder / publisher
        if not folder.is_dir():
            return ()
        found = (read_manifest(path) for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        return tuple(sorted(found, key=lambda snapshot: (snapshot.as_of, snapshot.taken, snapshot.sha256)))

    def latest(self, publisher: str) -> Snapshot | None:
        """Return the snapshot with the newest content, or None."""
        return next(reversed(self.snapshots(publisher)), None)

    def on(self, publisher: str, day: date) -> Snapshot | None:
        """Return the list as it stood on a day, as far as it is held: the newest content that is not of a later day, or None."""
        return next((snapshot for snapshot in reversed(self.snapshots(publisher)) if snapshot.as_of <= day), None)

    def read(self, publisher: str, day: date | None = None) -> Reading:
        """Return the listings of a list, today's or as it stood on a day.

        Raises:
            ListError: nothing is held for that day, or the snapshot is damaged.

        """
        snapshot = self.latest(publisher) if day is None else self.on(publisher, day)
        if snapshot is None:
            held = ", ".join(str(one.as_of) for one in self.snapshots(publisher)) or "nothing"
            do = f"licet lists update {publisher}, or bring a file of that day: licet lists update {publisher} --file FILE --date DAY"
            refuse(
                publisher, "the list is not held" if day is None else f"the list of {day} is not held", "a snapshot", f"held: {held}", do
            )
        return snapshot.reading()

    def add(
        self,
        publisher: str,
        files: Mapping[str, Path],
        *,
        origin: str,
        as_of: date | None = None,
        limit: int,
        accept_loss: bool = False,
        fetched: bool = False,
        now: datetime | None = None,
    ) -> Added:
        """Keep a list, after reading all of it; nothing is kept where anything about it is wrong.

        Args:
            publisher: who published the list.
            files: the files, by any names: which is which is told by their content.
            origin: where they come from.
            as_of: the day the content is of, where the file does not say.
            limit: how many bytes a file may have.
            accept_loss: keep the list although much of it is gone.
            fetched: the files come straight from the publisher, so that the list is known to be of this moment.
            now: the time to write down as the time it was taken.

        Raises:
            ListError: the list cannot be read, has shrunk too much, or cannot be written.

        """
        known(publisher)
        taken = now or datetime.now(UTC)
        folder = self.folder / publisher
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        except OSError as error:
            refuse(
                str(folder), "the folder of lists cannot be written", "a folder of your own", error.strerror or str(error), _FOLDER_ADVICE
            )
        try:
            snapshot, undated = self._made(publisher, files, new, origin, as_of, limit, taken)
            added = self._kept(snapshot, new, accept_loss)
            if undated and not fetched:
                added = replace(added, undated=added.is_new)
            if fetched:
                stamp = taken.astimezone(UTC).isoformat(timespec="seconds")
                write_whole(folder / _CHECKED, stamp.encode())
            return added
        except OSError as error:
            refuse(str(folder), "the snapshot cannot be written", "room and rights in the folder of lists", str(error), _FOLDER_ADVICE)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _made(
        self,
        publisher: str,
        files: Mapping[str, Path],
        new: Path,
        origin: str,
        as_of: date | None,
        limit: int,
        taken: datetime,
    ) -> tuple[Snapshot, bool]:
        """Pack the files into the new folder, read them through, and return the snapshot they make, and whether nobody said its day."""
        stored: list[StoredPart] = []
        packed: dict[str, Part] = {}
        for role, part in by_role(publisher, [Part(path, name, limit) for name, path in files.items()]).items():
            sha256, size = pack(part, new / f"{role}.gz")
            stored.append(StoredPart(role, f"{role}.gz", sha256, size))
            packed[role] = Part(new / f"{role}.gz", part.where, limit)
        reading = Reading(publisher, packed)
        for _ in reading:
            pass  # every row is read and counted before anything is kept
        day = reading.count.vintage or as_of or taken.date()
        if as_of is not None and reading.count.vintage not in (None, as_of):
            refuse(
                publisher,
                "two days for one list",
                f"the day the file itself is of: {reading.count.vintage}",
                str(as_of),
                "Leave the day out.",
            )
        hashed = content_hash({part.role: part.sha256 for part in stored})
        snapshot = Snapshot(publisher, new, day, taken, hashed, tuple(stored), origin, reading.count.as_dict())
        return snapshot, reading.count.vintage is None and as_of is None

    def _kept(self, snapshot: Snapshot, new: Path, accept_loss: bool) -> Added:
        """Give the snapshot its place, unless its content is held already or too much of it is gone."""
        held = self.snapshots(snapshot.publisher)
        before = next((one for one in reversed(held) if one.as_of <= snapshot.as_of), None)
        if before is not None and before.sha256 == snapshot.sha256:
            return Added(before, False, before)
        if before is not None and not accept_loss:
            _compare(before, snapshot)
        write_manifest(snapshot, new)
        settle_folder(new)
        place = new.parent / f"{snapshot.as_of}-{snapshot.sha256[:16]}"
        try:
            new.rename(place)
        except OSError:
            if not (place / MANIFEST).is_file():  # else somebody kept the same list a moment ago
                raise
        settle_folder(place.parent)
        return Added(read_manifest(place), True, before)

    def checked(self, publisher: str) -> datetime | None:
        """Return when the list was last fetched from its publisher, whether or not it had changed."""
        with suppress(OSError, ValueError):
            return datetime.fromisoformat((self.folder / publisher / _CHECKED).read_text(encoding="ascii"))
        return None


_FOLDER_ADVICE = f"Name another folder with {FOLDER}."


def _compare(before: Snapshot, new: Snapshot) -> None:
    """Refuse a list that lost too much since the snapshot before.

    Raises:
        ListError: a fifth of its listings, or half of its bytes, are gone.

    """
    do = "Look at the file. If the publisher did remove them, update again with --accept-loss."
    if before.listings and new.listings <= before.listings * (1 - LARGEST_LOSS):
        lost = 1 - new.listings / before.listings
        must_be = f"more than {1 - LARGEST_LOSS:.0%} of the {before.listings:,} listings of {before.as_of}"
        refuse(new.publisher, "much of the list is gone", must_be, f"{new.listings:,} listings, {lost:.0%} fewer", do)
    if new.bytes < before.bytes * (1 - LARGEST_SHRINKING):
        must_be = f"at least {1 - LARGEST_SHRINKING:.0%} of the {before.bytes:,} bytes of {before.as_of}"
        refuse(new.publisher, "the files of the list have shrunk", must_be, f"{new.bytes:,} bytes", f"{do} Columns may be gone.")


def _sweep(folder: Path) -> None:
    """Remove what writers left behind that were stopped long ago."""
    for path in folder.glob(".new-*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
