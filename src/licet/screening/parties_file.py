"""Screens a file of parties: read row by row, screened by several processes, written as it goes. No row is lost, and memory stays flat."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from licet.screening.countries import code_of
from licet.screening.in_play import InPlay
from licet.screening.listing import PartyKind
from licet.screening.matching.evidence import Query
from licet.screening.matching.words import LONGEST
from licet.screening.party_tables import OUT, read_table, writer_of
from licet.screening.screen import Screening
from licet.screening.store import Store
from licet.screening.text import cleaned

CHUNK = 1000
"""So many rows are screened at a time."""
KINDS = {
    "person": PartyKind.PERSON,
    "individual": PartyKind.PERSON,
    "organisation": PartyKind.ORGANISATION,
    "organization": PartyKind.ORGANISATION,
    "company": PartyKind.ORGANISATION,
    "entity": PartyKind.ORGANISATION,
    "publicbody": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
    "airplane": PartyKind.AIRCRAFT,
    "legalentity": PartyKind.UNKNOWN,
    "thing": PartyKind.UNKNOWN,
    "unknown": PartyKind.UNKNOWN,
    "": PartyKind.UNKNOWN,
}
"""Words for what kind of party is meant; those of FollowTheMoney are among them."""


@dataclass(slots=True)
class Counted:
    """What went in and what came out."""

    rows: int = 0
    sure: int = 0
    possible: int = 0
    clear: int = 0
    not_screened: int = 0
    hits: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts for JSON."""
        return {name: getattr(self, name) for name in ("rows", "sure", "possible", "clear", "not_screened", "hits")}


Watch = Callable[[int, int, int | None], None]
"""Is told how many rows are done, how many bytes of the file are read, and how many it has."""


def kind_of(word: str) -> PartyKind | None:
    """Return the kind of party that a word means, or None where it means none.

    >>> kind_of("Company"), kind_of("ship")
    (<PartyKind.ORGANISATION: 'organisation'>, None)
    """
    return KINDS.get(cleaned(word).casefold().replace("_", "").replace(" ", ""))


def screen_file(
    path: Path,
    out: Path,
    *,
    day: date | None = None,
    store: Store | None = None,
    why: bool = False,
    processes: int = 0,
    watch: Watch | None = None,
) -> Counted:
    """Screen a file of parties and write what was found.

    Args:
        path: CSV with a header, JSON lines or Parquet, with a column `name`, and others of `party_tables.COLUMNS` where they are known.
        out: where to write, by its ending `.csv`, `.jsonl` or `.parquet`; it is there whole at the end or not at all.
        day: the day whose lists count; today where nothing is said.
        store: the folder of lists.
        why: whether to write what was compared; it takes more time.
        processes: how many processes screen; as many as there are processors where 0.
        watch: is told how far it is.

    Raises:
        ListError: the file cannot be read or written, or has no column of names.

    """
    lists = InPlay(store, day)
    lists.open()  # made once, before processes look for it
    counted = Counted()
    temporary = out.with_name(f".{out.name}.partial")
    size = path.stat().st_size if path.is_file() else None
    rows = read_table(path)
    writer = writer_of(out, temporary)
    try:
        arguments = (str(lists.store.folder), lists.day)
        for number, read, done in _screened(rows, arguments, why, processes):
            writer.write(_counted(done, counted))
            counted.rows += len(done)
            if watch is not None:
                watch(number, read, size)
        writer.close()
        temporary.replace(out)
    except BaseException:
        with suppress(Exception):
            writer.close()
        temporary.unlink(missing_ok=True)
        raise
    return counted


def _counted(done: list[dict[str, Any]], counted: Counted) -> list[dict[str, Any]]:
    """Count the results of rows and return what is to be written: the hits, and rows that could not be screened."""
    kept = []
    for one in done:
        grade = one["grade"]
        setattr(counted, grade, getattr(counted, grade) + 1)
        counted.hits += len(one["hits"])
        kept += one["hits"]
    return kept


_screening: Screening | None = None


def _start(folder: str, day: date) -> None:
    global _screening  # noqa: PLW0603  # each process opens the index once
    _screening = Screening(InPlay(Store(folder), day))


def _start_worker(folder: str, day: date) -> None:
    """Open the index in a process of its own, where looking for circles of objects can wait: there are none to speak of."""
    _start(folder, day)
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _work(rows: list[tuple[int, dict[str, str] | str]], why: bool) -> list[dict[str, Any]]:
    """Screen a chunk of rows; what cannot be screened is returned with the reason."""
    assert _screening is not None  # noqa: S101  # set when the process started
    queries: list[Query] = []
    made: list[tuple[int, Query | str]] = []
    for number, row in rows:
        query = _query(row)
        made.append((number, query))
        if isinstance(query, Query):
            queries.append(query)
    found = _screening.screen_many(queries)
    as_of = {one.publisher: one.as_of.isoformat() for one in _screening.lists.held}
    done = []
    for number, query in made:
        if isinstance(query, str):
            done.append({"grade": "not_screened", "hits": [_not_screened(number, row_name(rows, number), query)]})
            continue
        screened = next(found)
        hits = [
            {
                "row": number,
                "name": query.name,
                "country": " ".join(query.countries),
                "result": hit.grade.value if hit.counts else "cleared" if hit.cleared else f"listing {hit.standing.value}",
                "list": hit.match.listing.list,
                "listed_as": hit.match.listing.name,
                "met_name": hit.match.name.text,
                "standing": hit.standing.value,
                "listing_id": hit.match.listing.id,
                "publisher": hit.match.listing.publisher,
                "as_of": as_of[hit.match.listing.publisher],
                "note": hit.lapsed or (f"by {hit.cleared.by} until {hit.cleared.until}" if hit.cleared else ""),
                "why": hit.match.why if why else "",
                "score": round(hit.match.score, 4),
            }
            for hit in screened.hits
        ]
        if not hits and len(query.name) > LONGEST:
            note = f"only {LONGEST} of {len(query.name):,} characters were compared: give the name alone"
            done.append({"grade": "not_screened", "hits": [_not_screened(number, query.name[:200], note)]})
            continue
        done.append({"grade": screened.grade.value if screened.grade else "clear", "hits": hits})
    return done


def _not_screened(number: int, name: str, note: str) -> dict[str, Any]:
    return {**dict.fromkeys(OUT, ""), "row": number, "name": name, "result": "not screened", "note": note, "score": None}


def row_name(rows: list[tuple[int, dict[str, str] | str]], number: int) -> str:
    """Return what a row that could not be screened says, as far as it fits."""
    row = next(row for at, row in rows if at == number)
    return cleaned(row if isinstance(row, str) else row.get("name", ""))[:200]


def _query(row: dict[str, str] | str) -> Query | str:
    """Return the party of a row, or why there is none."""
    if isinstance(row, str):
        return row
    written = row.get("name", "")
    if "\ufffd" in written:
        return "the name is not written in UTF-8: save the file as UTF-8"
    if "\n" in written.strip():
        return "the name has several lines: is a quotation mark missing before or after it?"
    name = cleaned(written)
    if not any(letter.isalnum() for letter in name):
        return "no name with letters or digits"
    kind = kind_of(row.get("kind", ""))
    countries = [code_of(one) for one in row.get("country", "").replace(";", ",").replace("|", ",").split(",") if one.strip()]
    return Query(
        name,
        kind if kind is not None else PartyKind.UNKNOWN,
        tuple(dict.fromkeys(filter(None, countries))),
        tuple(filter(None, (cleaned(row.get("address", "")),))),
        tuple(filter(None, (cleaned(one) for one in row.get("number", "").split(";")))),
        tuple(filter(None, (cleaned(row.get("birth", "")),))),
        tuple(filter(None, (cleaned(one) for one in row.get("other_names", "").split(";")))),
    )


def _screened(
    rows: Iterator[tuple[int, int, dict[str, str] | str]], arguments: tuple[str, date], why: bool, processes: int
) -> Iterator[tuple[int, int, list[dict[str, Any]]]]:
    """Yield the results chunk by chunk in the order of the file; few chunks are under way at a time, so that memory stays flat."""
    workers = processes or os.cpu_count() or 1
    first = list(islice(rows, CHUNK))
    if workers == 1 or len(first) < CHUNK:
        _start(*arguments)
        chunk = first
        while chunk:
            yield chunk[-1][0], chunk[-1][1], _work([(number, row) for number, _, row in chunk], why)
            chunk = list(islice(rows, CHUNK))
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, arguments) as pool:
        waiting: deque[tuple[int, int, Future[list[dict[str, Any]]]]] = deque()
        chunk = first
        while chunk or waiting:
            while chunk and len(waiting) < 2 * workers:
                waiting.append((chunk[-1][0], chunk[-1][1], pool.submit(_work, [(number, row) for number, _, row in chunk], why)))
                chunk = list(islice(rows, CHUNK))
            number, read, future = waiting.popleft()
            yield number, read, future.result()
