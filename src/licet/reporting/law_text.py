"""The law itself as data and as text: every dated wording of a paragraph or rule."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any

from licet.language.show import Show
from licet.language.vocabulary import PlaceSet
from licet.language.write import Write
from licet.law.entries import read_ref
from licet.law.statute import Law, Paragraph, Rule, Validity
from licet.model.errors import LawError, Problem, nearest

WIDTH = 100


def texts_of(law: Law, code: str, day: date | None) -> list[dict[str, Any]]:
    """Return the texts under a code, a reference with its list, or a rule's id.

    Args:
        law: the law.
        code: `3B001.f`, `nl:asme/3B001.f.4` or `nl-asme-licence`.
        day: only what is in force on that day; None for every text.

    Raises:
        LawError: nothing has that code.

    """
    show = Show(law.vocabulary)
    rules = [rule for rule in law.rules if rule.id == code]
    ref = read_ref(code)
    written = code.rpartition("/")[2]
    lists = {one.list for one in law.paragraphs if not ref.list or one.list == ref.list}
    wanted = {word.lower() for list_id in lists for word in law.codes_named(list_id.partition(":")[0], written)}
    paragraphs = [
        one
        for one in law.paragraphs
        if one.list in lists
        and (not written or any(one.code.lower() == word or one.code.lower().startswith(word + ".") for word in wanted))
    ]
    places = law.vocabulary.place_sets.get(code)
    if places is not None:
        return [_places(places, day)]
    if not rules and not paragraphs:
        known = [*(one.code for one in law.paragraphs), *(rule.id for rule in law.rules), *law.vocabulary.place_sets]
        raise LawError(
            Problem(
                "licet law show",
                f'nothing is called "{code}"',
                "a code, list/code, the id of a rule or a set of places",
                code,
                nearest(code, known),
            )
        )
    holders: list[Paragraph | Rule] = [*paragraphs, *rules]
    return [_text(holder, show) for holder in holders if day is None or holder.valid.in_force(day) is not False]


def _places(found: PlaceSet, day: date | None) -> dict[str, Any]:
    """Return a set of places: its members on a day, or all it ever had."""
    members = sorted(found.members_on(day) if day is not None else {place for place, _, _ in found.members})
    words = [f"members: {', '.join(members) or 'none confirmed'}"]
    for label, places in (("unconfirmed", found.unconfirmed), ("outside", found.excludes)):
        if places:
            words.append(f"{label}: {', '.join(sorted(places))}")
    if found.open:
        words.append("any other place: unknown")
    dated = {place: [start, end] for place, start, end in found.members if start or end}
    return {
        "id": found.name,
        "title": found.title,
        "when": "; ".join(words),
        "valid": {},
        "dated": {place: [day and day.isoformat() for day in span] for place, span in dated.items()},
        "sources": [source.as_dict() for source in found.sources],
        "doubts": [],
        "note": found.note,
    }


def _text(holder: Paragraph | Rule, show: Show) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": holder.ref if isinstance(holder, Paragraph) else holder.id,
        "title": holder.title,
        "when": show.visit(holder.when) if holder.when is not None else "",
        "condition": Write().visit(holder.when) if holder.when is not None else "",
        "valid": _valid(holder.valid),
        "sources": [source.as_dict() for source in holder.sources],
        "doubts": [doubt.as_dict() for doubt in holder.doubts],
        "note": " ".join(holder.note.split()),
        "at": holder.at,
    }
    if isinstance(holder, Rule):
        found["kind"] = holder.kind.value
        found["items"] = [str(item) for item in holder.items]
        found["conditions"] = list(holder.conditions)
    else:
        found["depth"] = holder.code.count(".")
    return found


def _valid(valid: Validity) -> dict[str, Any]:
    days = {"published": valid.published, "from": valid.start, "comply_from": valid.comply_from, "until": valid.end}
    shown: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day is not None}
    for name, spans in (("suspended", valid.suspended), ("not_enforced", valid.not_enforced)):
        if spans:
            shown[name] = [
                {"from": span.start.isoformat(), "until": span.end.isoformat() if span.end else None, "by": span.by} for span in spans
            ]
    return shown


def texts_as_text(found: list[dict[str, Any]]) -> str:
    """Return texts of the law for a screen, indented as the tree is."""
    if not found:
        return "Nothing of that name is in force on that day.\n"
    return "\n".join(line for text in found for line in _lines(text)) + "\n"


def _lines(text: dict[str, Any]) -> Iterator[str]:
    indent = "  " * text.get("depth", 0)
    valid = text["valid"]
    span = " ".join(f"{name.replace('_', ' ')} {valid[name]}" for name in ("from", "comply_from", "until") if name in valid)
    yield from _wrap(f"{text['id']}  {text['title']}" + (f"  ({span})" if span else ""), indent)
    inner = indent + "    "
    if text["when"]:
        yield from _wrap(text["when"], inner)
    for name in ("suspended", "not_enforced"):
        for part in valid.get(name, []):
            yield from _wrap(
                f"{name.replace('_', ' ')} from {part['from']} until {part['until'] or 'further notice'} {part['by']}".strip(), inner
            )
    for condition in text.get("conditions", []):
        yield from _wrap(f"confirm: {condition}", inner)
    for source in text["sources"]:
        sure = "" if source["confidence"] == "confirmed" else f" [{source['confidence'].replace('_', ' ')}]"
        yield from _wrap(
            f"§ {', '.join(part for part in (source['pinpoint'], source['title']) if part)}{sure}, read {source['read']}", inner
        )
    for doubt in text["doubts"]:
        yield from _wrap(f"? {doubt['says']}", inner)
    if text["note"]:
        yield from _wrap(text["note"], inner)


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
