"""Lists and listings for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from licet.screening.listing import Listing, NameKind, as_plain
from licet.screening.shipped import NOTICE, PUBLISHER, curated_day, curated_listings
from licet.screening.store import Added
from licet.screening.update import Status

WIDTH = 100


def listing_as_dict(listing: Listing) -> dict[str, Any]:
    """Return a listing for JSON, without what is empty.

    >>> from licet.screening.listing import PartyName
    >>> listing_as_dict(Listing("1", "us-csl", "us-entity-list", (PartyName("SMIC", NameKind.MAIN),)))["names"]
    [{'text': 'SMIC', 'kind': 'main', 'script': 'Latn'}]
    """
    found = as_plain(listing)
    for name, made in zip(listing.names, found["names"], strict=True):
        made["script"] = name.script
    return {**found, "fingerprint": listing.fingerprint}


def listing_as_text(listing: Listing) -> str:
    """Return a listing in a few lines."""
    return "\n".join(_lines(listing))


def _lines(listing: Listing) -> Iterator[str]:
    yield _cut(f"{listing.name}  [{listing.list}] {' '.join(listing.countries)}".rstrip())
    others = [f"{name.text}{' (weak)' if name.kind is NameKind.WEAK else ''}" for name in listing.names if name.text != listing.name]
    days = [f"{words} {day}" for words, day in (("listed", listing.listed), ("changed", listing.changed), ("ended", listing.ended)) if day]
    days += [f"suspended {pause.start} to {pause.until or 'further notice'}" for pause in listing.suspended]
    footnotes = [f"footnote {number}" for number in listing.footnotes]
    told = (
        ("also", "; ".join(others)),
        ("when", "; ".join(days)),
        ("what", "; ".join(filter(None, (listing.licence_requirement, *footnotes, listing.review_policy)))),
        ("by", "; ".join((*listing.citations, *listing.programmes))),
        ("where", "; ".join(address.text for address in listing.addresses)),
        ("note", "; ".join(listing.notes)),
    )
    for label, text in told:
        if text:
            yield _cut(f"    {label:<6}{text}")


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def status_as_text(statuses: Sequence[Status]) -> str:
    """Return what is held, one list a line, and what to do about what is not."""
    lines = [f"{'list':<22}{'as of':<12}{'listings':>9}  {'fetched':<12}{'state':<16}hash"]
    for status in statuses:
        held = status.snapshot
        if held is None:
            lines.append(f"{status.source.name:<22}{'-':<12}{'-':>9}  {'-':<12}{'not held':<16}")
            continue
        looked = status.checked.date() if status.checked else "by hand"
        state = f"stale ({status.age_days} d)" if status.stale else "current"
        lines.append(f"{status.source.name:<22}{held.as_of!s:<12}{held.listings:>9,}  {looked!s:<12}{state:<16}{held.sha256[:12]}")
    lines.append(f"{PUBLISHER:<22}{curated_day()!s:<12}{len(curated_listings()):>9,}  {'-':<12}{'ships with it':<16}")
    lines += ["", *_warnings(statuses), *_wrapped(NOTICE)]
    return "\n".join(lines)


def _warnings(statuses: Iterable[Status]) -> Iterator[str]:
    for status in statuses:
        if status.snapshot is not None:
            yield from (f"{status.source.name}: {line}" for line in remarks_of(status.snapshot.count))
    by_hand = [status.source.name for status in statuses if status.source.by_hand and status.snapshot is None]
    if by_hand:
        yield from _wrapped(f"Fetched by hand (licet lists update NAME --file FILE): {', '.join(by_hand)}.")


def remarks_of(count: Any) -> list[str]:
    """Return what reading a list left to be said: rows that made no listing, columns that are new or gone.

    >>> remarks_of({"skipped": {"no name": {"rows": 2, "places": ["f:3", "f:9"]}}, "unknown_columns": {"risk": 9}, "missing_columns": []})
    ['2 rows skipped, no name (f:3, f:9)', 'new columns, not read: risk']
    """
    found = [f"{kept['rows']:,} rows skipped, {reason} ({', '.join(kept['places'][:2])})" for reason, kept in count["skipped"].items()]
    if count["unknown_columns"]:
        found.append(f"new columns, not read: {', '.join(count['unknown_columns'])}")
    if count["missing_columns"]:
        found.append(f"known columns that are not there: {', '.join(count['missing_columns'])}")
    return found


def added_as_text(name: str, added: Added) -> str:
    """Return what came of an update, in a line and what there is to remark."""
    snapshot = added.snapshot
    if not added.is_new:
        return f"{name}: unchanged since {snapshot.as_of} ({snapshot.listings:,} listings)"
    before = f", {snapshot.listings - added.before.listings:+,} since {added.before.as_of}" if added.before else ""
    first = f"{name}: {snapshot.listings:,} listings as of {snapshot.as_of}{before}"
    rows = f"    {snapshot.rows:,} rows read, SHA-256 {snapshot.sha256[:12]}"
    undated = (
        ("the file does not say its day, so it counts as of today; if it is older, move the snapshot away and give --date",)
        if added.undated
        else ()
    )
    return "\n".join((first, rows, *(f"    {line}" for line in (*undated, *remarks_of(snapshot.count)))))


def added_as_dict(name: str, added: Added) -> dict[str, Any]:
    """Return what came of an update for JSON."""
    snapshot = added.snapshot
    return {
        "list": name,
        "new": added.is_new,
        "as_of": snapshot.as_of.isoformat(),
        "as_of_assumed": added.undated,
        "sha256": snapshot.sha256,
        "listings": snapshot.listings,
        "listings_before": added.before.listings if added.before else None,
        "as_of_before": added.before.as_of.isoformat() if added.before else None,
        "count": dict(snapshot.count),
    }


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".lstrip()
    return [*lines, line]
