"""Reads validity, sources and doubts: what every statement of law carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from licet.law.fields import Field, pairs
from licet.law.statute import Act, Span, Validity
from licet.model.errors import nearest
from licet.model.source import Confidence, Doubt, Source

SOURCE_KINDS = ("official", "law_firm", "company", "press", "data")


@dataclass(slots=True)
class Documents:
    """The documents and acts of one regime, found by their keys."""

    sources: dict[str, Source] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)


def read_document(key: str, value: Field) -> Source:
    """Return a document that `cite` can name."""
    entries = value.mapping(("title", "link", "read", "kind", "note", "sha256"), ("title", "link", "read", "kind"))
    entries["kind"].choice(SOURCE_KINDS)
    return Source(entries["title"].text(), entries["link"].text(), "", entries["read"].day(), cite=key)


def read_sources(found: Field | None, documents: Documents) -> tuple[Source, ...]:
    """Return the pinpoint citations of a statement."""
    sources = []
    for part in found.sequence() if found is not None else []:
        entries = part.mapping(("cite", "pinpoint", "confidence", "title", "link", "read", "note"))
        confidence = Confidence(entries["confidence"].choice(Confidence)) if "confidence" in entries else Confidence.CONFIRMED
        pinpoint = entries["pinpoint"].text() if "pinpoint" in entries else ""
        if "cite" in entries:
            key = entries["cite"].text()
            if key not in documents.sources:
                do = nearest(key, documents.sources)
                entries["cite"].refuse(f'unknown source "{key}"', "a key of the regime's sources", key, do)
            sources.append(documents.sources[key]._replace(pinpoint=pinpoint, confidence=confidence))
            continue
        for needed in ("title", "link", "read"):
            if needed not in entries:
                part.refuse("a source cites a document of the regime, or names one", "cite: ..., or title, link and read")
        sources.append(Source(entries["title"].text(), entries["link"].text(), pinpoint, entries["read"].day(), confidence))
    return tuple(sources)


def read_doubts(found: Field | None) -> tuple[Doubt, ...]:
    """Return the doubts written on a statement."""
    doubts = []
    for part in found.sequence() if found is not None else []:
        entries = part.mapping(("id", "says"), ("id", "says"))
        doubts.append(Doubt(entries["id"].text(), " ".join(entries["says"].text().split())))
    return tuple(doubts)


def read_act(key: str, value: Field, documents: Documents) -> Act:
    """Return a legal act that validities can name."""
    entries = value.mapping(("title", "published", "from", "sources", "note"), ("title", "sources"))
    published = entries["published"].day() if "published" in entries else None
    start = entries["from"].day() if "from" in entries else None
    note = entries["note"].text() if "note" in entries else ""
    return Act(key, entries["title"].text(), published, start, read_sources(entries["sources"], documents), note)


def read_validity(found: Field | None, documents: Documents, inherited: Validity) -> Validity:
    """Return when a statement holds; what is not written is inherited."""
    if found is None:
        return inherited
    keys = ("published", "from", "until", "comply_from", "suspended", "not_enforced")
    entries = found.mapping(keys)
    start, published = _moment(entries.get("from"), documents)
    end, end_published = _moment(entries.get("until"), documents)
    comply_from, _ = _moment(entries.get("comply_from"), documents)
    if "published" in entries:
        published = entries["published"].day()
    if start is None:
        start, published = inherited.start, published or inherited.published
    if end is None:
        end, end_published = inherited.end, inherited.end_published
    if start is not None and end is not None and end <= start:
        found.refuse("ends before it begins", "until after from", f"from {start}, until {end}")
    return Validity(
        published,
        start,
        end,
        end_published,
        comply_from or inherited.comply_from,
        _spans(entries.get("suspended"), documents) or inherited.suspended,
        _spans(entries.get("not_enforced"), documents) or inherited.not_enforced,
    )


def _moment(found: Field | None, documents: Documents) -> tuple[date | None, date | None]:
    """Return the day and its publication, from a day or from the name of an act."""
    if found is None:
        return None, None
    text = found.text()
    act = documents.acts.get(text)
    if act is not None:
        if act.start is None:
            found.refuse(f"the act {text} has no day of effect", "an act with `from`, or a day", text)
        return act.start, act.published
    try:
        return date.fromisoformat(text), None
    except ValueError:
        found.refuse("neither a day nor an act of the regime", "a day such as 2024-09-07, or an act", text, nearest(text, documents.acts))


def _spans(found: Field | None, documents: Documents) -> tuple[Span, ...]:
    spans = []
    for part in found.sequence() if found is not None else []:
        entries = part.mapping(("from", "until", "published", "by", "sequel"), ("from",))
        start, published = _moment(entries["from"], documents)
        end, _ = _moment(entries.get("until"), documents)
        if start is None or (end is not None and end <= start):
            part.refuse("ends before it begins", "until after from")
        if "published" in entries:
            published = entries["published"].day()
        sequel = entries["sequel"].choice(("unconfirmed",)) if "sequel" in entries else ""
        spans.append(Span(start, end, published, entries["by"].text() if "by" in entries else "", bool(sequel)))
    return tuple(spans)


def read_named(found: Field | None) -> Mapping[str, Field]:
    """Return the entries of an optional mapping."""
    return dict(pairs(found)) if found is not None else {}
