"""A timeline as text: by day, regime and instrument, with counts and the titles that say most; events with who said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from licet.comparing.timeline import ITEM, PARAGRAPH, PLACES, RULE, Change, Timeline
from licet.law.beside import Event
from licet.law.entries import read_ref
from licet.law.statute import Law
from licet.model.source import Confidence, Source
from licet.reporting.columns import columns, paragraph

_WIDTHS = (11, 17, 68)
TELLING = 3
"""How many titles of a group a short answer shows."""

MANY = 3
"""From how many paragraphs of one entry on they are shown as one."""

_PLURAL = {PARAGRAPH: "paragraphs", RULE: "rules", PLACES: "places", "act": "acts", ITEM: "outcomes"}


def timeline_as_text(found: Timeline, law: Law, everything: bool = False) -> str:
    """Return a timeline for a screen.

    Args:
        found: the timeline.
        law: the law it was read from.
        everything: whether to show every text and every source, not the most telling ones.

    """
    return "\n".join(_lines(found, law, everything)) + "\n"


def _lines(found: Timeline, law: Law, everything: bool) -> Iterator[str]:
    span = " ".join(f"{word} {day}" for word, day in (("from", found.first), ("to", found.last)) if day is not None)
    yield from paragraph(f"What changed when: {found.title}" + (f", {span}" if span else ""), 0)
    yield ""
    if not found.changes and not found.events:
        yield from paragraph("Nothing that is encoded here changes, and no event is told.")
    groups = {day: list(own) for day, own in groupby(found.changes, key=lambda change: change.day)}
    events: dict[date, list[Event]] = {}
    for event in found.events:
        events.setdefault(event.day, []).append(event)
    before = ""
    for day in sorted({*groups, *events}):
        shown = [(event.when, row) for event in events.get(day, []) for row in _event(event, law, everything)]
        shown += [(day.isoformat(), row) for group in groups_of(groups.get(day, [])) for row in _group(group, law, everything)]
        for when, row in shown:
            if row[1].startswith("http"):
                yield f"{'':{_WIDTHS[0] + _WIDTHS[1] + 6}}{row[1]}"  # whole, so that it can be followed
                continue
            yield from columns([(when if when != before else "", *row)], _WIDTHS)
            before = when
    yield ""
    known = ", ".join(f"{law.regimes[regime].name} through {law.regimes[regime].known_through}" for regime in found.regimes)
    yield from paragraph(f"Law read: {known}. What was said stands as what its speaker said. Not legal advice.")


def groups_of(changes: list[Change]) -> list[list[Change]]:
    """Return the changes of one day by regime and instrument, in their order."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        found.setdefault((change.regime, change.instrument), []).append(change)
    return [sorted(group, key=lambda change: change.weight) for group in found.values()]


def _group(group: list[Change], law: Law, everything: bool) -> Iterator[tuple[str, str]]:
    first = group[0]
    name = law.regimes[first.regime].name
    outcomes = [change for change in group if change.subject == ITEM]
    texts = [change for change in group if change.subject != ITEM]
    for change in outcomes:
        yield name, f"outcome: {change.title}"
    if not texts:
        return
    yield name, ": ".join(filter(None, (first.instrument, counts(texts))))
    titles = [_words(change) for change in texts if change.what != "published"] if everything else _telling(texts, law)
    for title in titles if everything else titles[:TELLING]:
        yield "", f"· {title}"
    if not everything and len(titles) > TELLING:
        yield "", f"· and {len(titles) - TELLING} more (--all)"
    sources = list(dict.fromkeys(source for change in texts for source in change.sources))
    yield from _cited(sources, everything)


def counts(changes: list[Change]) -> str:
    """Return how many texts begin, change or end: `12 paragraphs and 1 rule begin; 2 paragraphs change`."""
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        own = found.setdefault(change.what, {})
        own[change.subject] = own.get(change.subject, 0) + 1
    return "; ".join(_count(what, own) for what, own in found.items())


def _count(what: str, own: dict[str, int]) -> str:
    if what == "published":
        return "published"
    number = sum(own.values())
    named = " and ".join(f"{count} {_singular(subject) if count == 1 else _PLURAL[subject]}" for subject, count in own.items())
    return f"{named} {what if number == 1 else _many(what)}"


def _singular(subject: str) -> str:
    return "place" if subject == PLACES else subject


def _many(what: str) -> str:
    """Return what happens to several."""
    if what.startswith("is "):
        return "are " + what.removeprefix("is ")
    return {
        "begins": "begin", "changes": "change", "ends": "end", "binds": "bind", "joins": "join", "leaves": "leave",
        "suspended": "are suspended", "suspension ends": "come out of suspension", "not enforced": "are not enforced",
        "not enforced no longer": "are enforced again",
    }.get(what, what)  # fmt: skip


def _words(change: Change) -> str:
    name = change.id.partition("/")[2] or change.id
    return f"{change.title} {change.what}" if change.subject == PLACES else f"{name} {change.what}: {change.title}"


def _telling(changes: list[Change], law: Law) -> list[str]:
    """Return the titles of a group, what asks for a licence first, many paragraphs of one entry as one."""
    entries: dict[str, list[Change]] = {}
    for change in changes:
        if change.subject == PARAGRAPH:
            entries.setdefault(_entry(change), []).append(change)
    roots = {(one.list, one.code): one.title for one in law.paragraphs if one.code == one.entry}
    said: dict[str, None] = {}
    for change in changes:
        if change.what == "published":
            continue
        if change.subject == PLACES:
            said[_members([one for one in changes if one.subject == PLACES and _set(one) == _set(change)])] = None
            continue
        own = entries.get(_entry(change), []) if change.subject == PARAGRAPH else []
        if len(own) >= MANY:
            ref = read_ref(change.id)
            entry = ref.code.partition(".")[0]
            said[f"{entry}, {len(own)} paragraphs: {roots.get((ref.list, entry), change.title)}"] = None
        elif change.subject == PARAGRAPH:
            said[f"{read_ref(change.id).code}: {change.title}"] = None
        else:
            said[change.title] = None
    return list(said)


def _set(change: Change) -> tuple[str, str]:
    return change.id.partition("/")[0], change.what


def _members(changes: list[Change]) -> str:
    """Return who joins or leaves a set of places, in one line."""
    title = changes[0].title.rpartition(": ")[0]
    names = [change.title.rpartition(": ")[2] for change in changes]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{title}: {', '.join(names[:5])}{more} {changes[0].what if len(names) == 1 else changes[0].what.removesuffix('s')}"


def _entry(change: Change) -> str:
    ref = read_ref(change.id)
    return f"{ref.list}/{ref.code.partition('.')[0]}"


def _event(event: Event, law: Law, everything: bool) -> Iterator[tuple[str, str]]:
    sure = "" if event.confidence is Confidence.CONFIRMED else f" [{event.confidence.value.replace('_', ' ')}]"
    yield f"({event.kind})", f"{event.by}: {event.title}{sure}"
    if event.note:
        yield "", event.note
    yield from _cited(event.sources, everything)


def _cited(sources: Sequence[Source], everything: bool) -> Iterator[tuple[str, str]]:
    """Yield the first source by its title; or all of them, each with its link."""
    for source in sources if everything else sources[:1]:
        yield "", f"§ {source}"
        if everything and source.link:
            yield "", source.link
