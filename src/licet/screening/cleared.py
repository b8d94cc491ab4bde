"""Cleared pairs: "this party is not that listed one", by whom, why and until when. Kept beside the lists, one line each, never changed.

A pair is known by the name and countries of the party and by what the listing says, word for word. When the listing changes or the day
passes, the match comes back, and says that it was cleared before.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from licet.screening.errors import refuse
from licet.screening.listing import Listing
from licet.screening.matching.evidence import Query
from licet.screening.matching.matcher import Match
from licet.screening.text import cleaned

FILE = "cleared.jsonl"


@dataclass(frozen=True, slots=True)
class Cleared:
    """One decision that a party is not a listed one."""

    party: str
    countries: tuple[str, ...]
    publisher: str
    list: str
    listed_name: str
    fingerprint: str
    by: str
    why: str
    on: date
    until: date
    """The first day on which the decision no longer counts."""

    def as_dict(self) -> dict[str, Any]:
        """Return the decision for JSON."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "countries": list(self.countries), "on": self.on.isoformat(), "until": self.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A match, and what was decided about it before."""

    match: Match
    cleared: Cleared | None = None
    """The decision that counts: the match is not to be looked at again."""
    lapsed: str = ""
    """Why a decision made before no longer counts."""


class ClearedPairs:
    """The cleared pairs of one folder of lists.

    Raises:
        ListError: a line cannot be read; nothing is honoured then, because a wrong line could hide a match.

    >>> ClearedPairs(Path("/nowhere")).of(Query("A"))
    ()

    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._by_party: dict[str, list[Cleared]] = {}
        for one in _read(self.path):
            self._by_party.setdefault(_key(one.party, one.countries), []).append(one)

    def of(self, query: Query) -> tuple[Cleared, ...]:
        """Return the decisions about a party, the newest last."""
        return tuple(self._by_party.get(_key(query.name, query.countries), ()))

    def every(self) -> tuple[Cleared, ...]:
        """Return all decisions."""
        return tuple(one for many in self._by_party.values() for one in many)

    def judge(self, matches: Sequence[Match], day: date) -> list[Judged]:
        """Return the matches, each with the decision about it."""
        return [self._judged(match, day) for match in matches]

    def _judged(self, match: Match, day: date) -> Judged:
        decisions = self.of(match.query)
        if not decisions:
            return Judged(match)
        fingerprint = match.listing.fingerprint
        lapsed = ""
        for one in reversed(decisions):
            if one.fingerprint == fingerprint:
                if day < one.until:
                    return Judged(match, one)
                lapsed = lapsed or f"cleared by {one.by} on {one.on}; the decision ended on {one.until}"
            elif (one.publisher, one.list, one.listed_name) == (match.listing.publisher, match.listing.list, match.listing.name):
                lapsed = lapsed or f"cleared by {one.by} on {one.on}; the listing has changed since"
        return Judged(match, None, lapsed)

    def add(self, query: Query, listing: Listing, by: str, why: str, until: date, on: date | None = None) -> Cleared:
        """Keep a decision.

        Args:
            query: the party.
            listing: the listed party that it is not.
            by: who decided.
            why: what was looked at.
            until: the first day on which the decision no longer counts.
            on: the day of the decision; today where nothing is said.

        Raises:
            ListError: nobody decided, the day is past, or the file cannot be written.

        """
        on = on or date.today()
        if not cleaned(by):
            refuse("--by", "who decided is missing", "a name", "nothing")
        if until <= on:
            refuse("--until", "the decision would end before it begins", f"a day after {on}", str(until))
        made = Cleared(
            query.name,
            query.countries,
            listing.publisher,
            listing.list,
            listing.name,
            listing.fingerprint,
            cleaned(by),
            cleaned(why),
            on,
            until,
        )
        line = json.dumps(made.as_dict(), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(line)  # one write of one line: what stands before it stays as it is
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            refuse(str(self.path), "the decision cannot be kept", "room and rights in the folder of lists", error.strerror or str(error))
        self._by_party.setdefault(_key(made.party, made.countries), []).append(made)
        return made


def _key(name: str, countries: Sequence[str]) -> str:
    """Return what a party is known by: its name as it was given, whatever its blanks and capitals, and its countries."""
    said = f"{cleaned(name).casefold()}\x00{','.join(sorted(countries))}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _read(path: Path) -> Iterator[Cleared]:
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        refuse(str(path), "the cleared pairs cannot be read", "a file of JSON lines", str(error))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            one = Cleared(**{**said, "countries": tuple(said["countries"])})
            yield replace(one, on=date.fromisoformat(said["on"]), until=date.fromisoformat(said["until"]))
        except (ValueError, TypeError, KeyError) as error:
            do = "Mend or remove the line; until then no cleared pair is honoured."
            refuse(f"{path}:{number}", "a cleared pair cannot be read", "a line as Licet writes it", str(error), do)
