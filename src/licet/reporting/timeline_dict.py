"""A timeline as plain data; docs/compare.md describes every field."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from licet.comparing.timeline import Change, Timeline
from licet.law.beside import Event
from licet.law.statute import Law
from licet.reporting.timeline_text import groups_of


def timeline_as_dict(found: Timeline, law: Law) -> dict[str, Any]:
    """Return a timeline for JSON, with every change, event and source."""
    days = [list(own) for _, own in groupby(found.changes, key=lambda change: change.day)]
    return {
        "title": found.title,
        "from": found.first.isoformat() if found.first else None,
        "to": found.last.isoformat() if found.last else None,
        "regimes": {
            regime: {"name": law.regimes[regime].name, "known_through": law.regimes[regime].known_through.isoformat()}
            for regime in found.regimes
        },
        "changes": [_group(group) for day in days for group in groups_of(day)],
        "events": [_event(event) for event in found.events],
        "law": {"hash": law.hash, "layers": list(law.layers)},
    }


def _group(group: list[Change]) -> dict[str, Any]:
    first = group[0]
    sources = dict.fromkeys(source for change in group for source in change.sources)
    return {
        "day": first.day.isoformat(),
        "regime": first.regime,
        "instrument": first.instrument,
        "texts": [{"what": one.what, "subject": one.subject, "id": one.id, "title": one.title} for one in group],
        "sources": [source.as_dict() for source in sources],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "day": event.day.isoformat(),
        "precision": event.precision,
        "kind": event.kind,
        "by": event.by,
        "title": event.title,
        "regimes": list(event.regimes),
        "concepts": list(event.concepts),
        "products": list(event.products),
        "note": event.note,
        "confidence": event.confidence.value,
        "sources": [source.as_dict() for source in event.sources],
    }
