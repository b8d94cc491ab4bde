"""What is encoded of each instrument, said honestly: the rows of `coverage.yaml` beside the law, and counts from the law itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from licet.law.entries import read_ref
from licet.law.fields import Field
from licet.law.load import read_files
from licet.law.statute import Law, Paragraph, Rule
from licet.model.errors import nearest

STATUSES = ("encoded", "partly", "not_encoded")


def coverage_of(law: Law, regime: str | None) -> dict[str, Any]:
    """Return per regime its rows of coverage and counts of what is encoded.

    Raises:
        LawError: a row refers to something that does not exist, or gives no reason for what is missing.

    """
    found: dict[str, Any] = {}
    for known in law.regimes.values():
        paragraphs = [one for one in law.paragraphs if one.list.partition(":")[0] == known.id and one.condition is not None]
        rules = [rule for rule in law.rules if rule.regime == known.id]
        texts: list[Paragraph | Rule] = [*paragraphs, *rules]
        sure = Counter(source.confidence.value for text in texts for source in text.sources[:1])
        found[known.id] = {
            "name": known.name,
            "known_from": known.known_from.isoformat() if known.known_from else None,
            "known_through": known.known_through.isoformat(),
            "paragraphs": len(paragraphs),
            "rules": len(rules),
            "doubts": len({doubt.id for doubt in known.doubts} | {doubt.id for text in texts for doubt in text.doubts}),
            "confidence": dict(sure),
            "rows": [],
        }
    for file in read_files(*law.layers):
        entries = file.mapping()
        if "coverage" not in entries:
            continue
        owner = file.mapping(("regime", "coverage", "note"), ("regime", "coverage"))["regime"]
        if owner.text() not in found:
            owner.refuse(f'unknown regime "{owner.text()}"', ", ".join(found), owner.text(), nearest(owner.text(), found))
        found[owner.text()]["rows"].extend(_row(part, law) for part in entries["coverage"].sequence())
    if regime is None:
        return found
    if regime not in found:
        Field("licet law coverage").refuse(f'unknown regime "{regime}"', ", ".join(found), regime, nearest(regime, found))
    return {regime: found[regime]}


def _row(part: Field, law: Law) -> dict[str, Any]:
    entries = part.mapping(("part", "status", "refs", "why", "note"), ("part", "status"))
    status = entries["status"].choice(STATUSES)
    if status != "encoded" and "why" not in entries:
        part.refuse("what is not encoded in full needs its reason", "why: ...", entries["part"].text())
    refs = entries["refs"].texts() if "refs" in entries else ()
    if status == "encoded" and not refs and "note" not in entries:
        part.refuse("what is encoded says where", "refs: [rule ids, or list/paragraph], or a note", entries["part"].text())
    rules = {rule.id for rule in law.rules}
    for ref in refs:
        if ref in rules or ref in law.vocabulary.place_sets or ref in law.vocabulary.facts:
            continue
        item = read_ref(ref)
        if not any(one.list == item.list and item.takes_in(one.code) for one in law.paragraphs):
            known = [*rules, *(one.ref for one in law.paragraphs)]
            entries["refs"].refuse(
                f'the reference "{ref}" points nowhere', "a rule, a paragraph, a fact or a set of places", ref, nearest(ref, known)
            )
    return {
        "part": entries["part"].text(),
        "status": status,
        "refs": list(refs),
        "why": " ".join(entries["why"].text().split()) if "why" in entries else "",
        "note": " ".join(entries["note"].text().split()) if "note" in entries else "",
    }
