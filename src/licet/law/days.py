"""The days on which a law changes, or what is known of it: between two of them nothing does."""

from __future__ import annotations

from datetime import date, timedelta

from licet.language import tree as t
from licet.law.statute import Law, Paragraph, Rule


def days_of_change(law: Law) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the days of change and the days of publication, each in order; note on every text the days on which it changes.

    They come from validities, dated definitions and places, horizons, and days that conditions compare the shipment's with.
    """
    days: set[date] = set()
    published: set[date] = set()
    texts: tuple[Paragraph | Rule, ...] = (*law.paragraphs, *law.rules)
    for found in texts:
        own = found.valid.days()
        published |= found.valid.publications()
        condition = found.condition if isinstance(found, Paragraph) else found.when
        for node in t.walk(condition) if condition is not None else ():
            if isinstance(node, t.Compare) and node.left == t.Fact("date", "shipment") and isinstance(node.right, t.Day):
                own |= {node.right.value, node.right.value + timedelta(days=1)}
            for version in node.versions if isinstance(node, t.Defined) else ():
                own |= version.valid.days()
                published |= version.valid.publications()
        found.days = frozenset(own)
        days |= own
    for places in law.vocabulary.place_sets.values():
        days |= {day for _, start, end in places.members for day in (start, end) if day is not None}
    for regime in law.regimes.values():
        days |= {day for day in (regime.known_from, regime.known_through + timedelta(days=1)) if day is not None}
    return tuple(sorted(days)), tuple(sorted(published))
