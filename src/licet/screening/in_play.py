"""The lists in play on a day: of each publisher the snapshot that tells most of it, the curated list, and one index over all of them."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from licet.screening.listing import Listing
from licet.screening.matching.index import Index
from licet.screening.matching.matcher import Matcher
from licet.screening.shipped import FOLDER as CURATED
from licet.screening.shipped import PUBLISHER, curated_day, curated_listings
from licet.screening.snapshots import Snapshot
from licet.screening.store import Store

INDEXES = ".indexes"
KEPT_INDEXES = 4
"""So many indexes are kept, those used last: each belongs to one state of the lists."""

_MATCHING = Path(__file__).with_name("matching")
_SHAPES = ("words.py", "chinese.py", "features.py", "build.py", "han.txt", "kanji.txt", "forms.txt", "words.txt")
_LISTS = Path(__file__).with_name("lists")
_READERS = tuple(
    Path(__file__).with_name(name) for name in ("listing.py", "dates.py", "text.py", "countries.py", "countries.yaml", "entity_list.py")
)
"""What decides what stands in an index, and how names stand in it: a change there makes another index."""


class Standing(StrEnum):
    """Whether a listing counts on a day, as far as the lists tell."""

    STANDS = "stands"
    ENDED = "ended"
    SUSPENDED = "suspended"
    NOT_YET = "not yet listed"
    UNSURE = "on a later list, which does not say since when"


@dataclass(frozen=True, slots=True)
class Held:
    """One list in play: who published it, of which day it is, and whether it is of a later day than the one asked about."""

    publisher: str
    as_of: date
    sha256: str
    later: bool
    stale_days: int
    """For how many days before the day asked about nothing is known of this list; 0 where it is of that day or later."""


class InPlay:
    """The lists in play on a day, ready to be searched.

    Args:
        store: where the snapshots are; the user's folder of lists where nothing is said.
        day: the day asked about.

    >>> lists = InPlay(Store("/nowhere"), date(2026, 8, 1))
    >>> [one.publisher for one in lists.held], lists.has_official
    (['curated'], False)

    """

    def __init__(self, store: Store | None = None, day: date | None = None) -> None:
        self.store = store or Store()
        self.day = day or date.today()
        self.snapshots = tuple(self._snapshots())
        self.held = (
            *(
                Held(one.publisher, one.as_of, one.sha256, one.as_of > self.day, max(0, (self.day - one.as_of).days))
                for one in self.snapshots
            ),
            Held(PUBLISHER, curated_day(), _curated_hash(), False, max(0, (self.day - curated_day()).days)),
        )

    def _snapshots(self) -> Iterator[Snapshot]:
        from licet.screening.lists.reading import LAYOUTS  # noqa: PLC0415  # its readers are not needed where an index stands

        if not self.store.folder.is_dir():
            return
        for publisher in LAYOUTS:
            held = self.store.snapshots(publisher)
            found = next((one for one in reversed(held) if one.as_of <= self.day), held[0] if held else None)
            if found is not None:
                yield found

    @property
    def has_official(self) -> bool:
        """Whether any official list is held."""
        return bool(self.snapshots)

    @property
    def key(self) -> str:
        """A hash of the content of the lists and of how names are read: an index is kept under it, and under nothing that can be reused."""
        digest = hashlib.sha256()
        for path in (*(_MATCHING / name for name in _SHAPES), *_READERS, *sorted(_LISTS.glob("*.py"))):
            digest.update(path.read_bytes())  # a list that is read otherwise makes other listings
        for one in self.held:
            digest.update(f"{one.publisher}\x00{one.sha256}\n".encode())
        return digest.hexdigest()[:32]

    def listings(self, watch: Callable[[Iterator[Listing]], Iterator[Listing]] | None = None) -> Iterator[Listing]:
        """Yield the listings of all lists in play."""
        found = self._listings()
        yield from watch(found) if watch else found

    def _listings(self) -> Iterator[Listing]:
        for snapshot in self.snapshots:
            yield from snapshot.reading()
        yield from curated_listings()

    @cached_property
    def matcher(self) -> Matcher:
        """What finds parties in the lists; the index is made where it does not stand yet."""
        return self.open()

    def open(self, watch: Callable[[Iterator[Listing]], Iterator[Listing]] | None = None) -> Matcher:
        """Return what finds parties in the lists.

        Args:
            watch: is given the listings as they are read where the index has to be made, to show how far it is.

        Raises:
            ListError: a snapshot is damaged, or there is no room for the index.

        """
        places = [self.store.folder / INDEXES / self.key, _cache() / self.key]
        folder = next((one for one in places if (one / "about.json").is_file()), None) or self._build(places, watch)
        with suppress(OSError):
            os.utime(folder)
        return Matcher(Index(folder))

    def _build(self, places: list[Path], watch: Callable[[Iterator[Listing]], Iterator[Listing]] | None) -> Path:
        """Make the index beside the lists; where nobody may write there, in the user's cache; else for this process only."""
        from licet.screening.matching.build import build  # noqa: PLC0415  # numpy takes a moment, and most processes find the index made

        about = {"day": self.day.isoformat(), "lists": {one.publisher: one.sha256 for one in self.held}}
        folder = next((place for place in places if _can_write(place.parent)), None)
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="licet-index-")) / self.key
            atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
        build(self.listings(watch), folder, about)
        _prune(folder)
        return folder

    def standing(self, listing: Listing) -> Standing:
        """Return whether a listing counts on the day asked about.

        What the list itself says decides. A list of a later day shows who was listed then: who was listed before is told by its own dates
        only.
        """
        listed, suspended = listing.listed, listing.suspended_on(self.day)
        later = next((one.later for one in self.held if one.publisher == listing.publisher), False)
        if listing.publisher != PUBLISHER and ((later and listed is None) or listing.list in self._suspends):
            known = self._curated.get((listing.list, listing.name.casefold()))
            if known is not None:  # the official file prints no days; the curated list has them where it knows the party
                listed, suspended = listed or known.listed, suspended or known.suspended_on(self.day)
        if listing.ended_on(self.day):
            return Standing.ENDED
        if listed is not None and listed > self.day:
            return Standing.NOT_YET
        if suspended:
            return Standing.SUSPENDED
        if listed is None and (later or (listing.publisher == PUBLISHER and curated_day() > self.day)):
            return Standing.UNSURE
        return Standing.STANDS

    @cached_property
    def _curated(self) -> dict[tuple[str, str], Listing]:
        return {(one.list, name.text.casefold()): one for one in curated_listings() for name in one.names}

    @cached_property
    def _suspends(self) -> frozenset[str]:
        return frozenset(one.list for one in curated_listings() if one.suspended)


def _curated_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(CURATED.glob("*.yaml")):
        digest.update(path.name.encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()


def _cache() -> Path:
    from platformdirs import user_cache_dir  # noqa: PLC0415  # read only where an index is looked for

    return Path(user_cache_dir("licet", appauthor=False)) / "indexes"


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _prune(folder: Path) -> None:
    """Remove the indexes that were not used for longest; each can be made again."""
    with suppress(OSError):
        others = sorted(
            (path for path in folder.parent.iterdir() if (path / "about.json").is_file()), key=lambda path: path.stat().st_mtime
        )
        for path in others[: -KEPT_INDEXES or None]:
            if path != folder:
                shutil.rmtree(path, ignore_errors=True)
