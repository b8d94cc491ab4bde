"""Reads dated events around the law: who announced, said or decided what, with the link that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from licet.law.beside import EVENT_KINDS, Event
from licet.law.entries import Chapter
from licet.law.fields import Field
from licet.law.provenance import Documents, read_sources
from licet.law.statute import Law
from licet.law.vocabulary import Layers
from licet.model.errors import nearest
from licet.model.source import Confidence

_KEYS = ("date", "kind", "by", "title", "regimes", "concepts", "products", "note", "confidence", "sources")
_MONTH = re.compile(r"\d{4}(-\d{2})?", re.ASCII)


def read_events(layers: Layers, law: Law, chapters: Mapping[str, Chapter]) -> tuple[Event, ...]:
    """Return the events of all layers in the order of their days.

    Raises:
        LawError: a regime, concept or product is unknown, a day is none, or an event does not say who or where it is told.

    """
    found = [
        _read_event(part, law, chapters)
        for layer in layers
        for file in layer
        if "timeline" in file.mapping()
        for part in file.mapping()["timeline"].sequence()
    ]
    return tuple(sorted(found, key=lambda event: event.day))


def _read_event(part: Field, law: Law, chapters: Mapping[str, Chapter]) -> Event:
    entries = part.mapping(_KEYS, ("date", "kind", "by", "title", "regimes", "sources"))
    regimes = _known(entries, "regimes", law.regimes, "regime")
    documents = Documents()
    for regime in reversed(regimes):  # the first regime named goes before
        documents.sources.update(chapters[regime].documents.sources)
    sources = read_sources(entries["sources"], documents)
    if not sources:
        entries["sources"].refuse("an event has no source", "sources: [{cite: ...}], or title, link and read")
    day, precision = _day(entries["date"])
    return Event(
        day=day,
        precision=precision,
        kind=entries["kind"].choice(EVENT_KINDS),
        title=" ".join(entries["title"].text().split()),
        by=" ".join(entries["by"].text().split()),
        regimes=regimes,
        concepts=_known(entries, "concepts", law.concepts, "concept"),
        products=_known(entries, "products", law.products, "product"),
        confidence=Confidence(entries["confidence"].choice(Confidence)) if "confidence" in entries else Confidence.CONFIRMED,
        sources=sources,
        note=" ".join(entries["note"].text().split()) if "note" in entries else "",
        at=f"{part.file}:{part.line}",
    )


def _known(entries: Mapping[str, Field], key: str, known: Iterable[str], what: str) -> tuple[str, ...]:
    names = tuple(known)
    for name in entries[key].texts() if key in entries else ():
        if name not in names:
            must_be = ", ".join(names) if len(names) <= 12 else f"one of {len(names)} such as {names[0]}"
            entries[key].refuse(f'unknown {what} "{name}"', must_be, name, nearest(name, names))
    return entries[key].texts() if key in entries else ()


def _day(written: Field) -> tuple[date, str]:
    """Return the first day of what is confirmed, and how far it is: a day, a month (2025-03) or a year (2018)."""
    text = written.text()
    if not _MONTH.fullmatch(text):
        return written.day(), "day"
    precision = "month" if "-" in text else "year"
    try:
        return date.fromisoformat(text + {"month": "-01", "year": "-01-01"}[precision]), precision
    except ValueError:
        written.refuse("not a month of the calendar", "a day such as 2024-09-07, a month such as 2024-09, or a year", text)
