"""A determination as plain data; docs/answer.md describes every field."""

from __future__ import annotations

from typing import Any

from licet.language.show import show_value
from licet.law.statute import Law
from licet.law.values import write_value
from licet.model.determination import Determination, MissingFact, NearMiss, Reason, RegimeFinding
from licet.model.outcome import Interval
from licet.model.shipment import Facts, Given, Item, Origin

_TEXTS = ("kind", "heading", "form", "review", "authority", "note", "not_enforced", "against")
_LISTS = ("paragraphs", "conditions", "answered_by", "opposed")


def determination_as_dict(found: Determination, law: Law, why: bool = False, changes: bool = True) -> dict[str, Any]:
    """Return the answer for JSON.

    Args:
        found: the determination.
        law: the law it was made under.
        why: whether to add the full trace of every reason.
        changes: whether to try out what would change the answer.

    """
    shipment = found.shipment
    return {
        "verdict": found.verdict.value,
        "outcome": _interval(found.outcome),
        "enforced": _interval(found.enforced),
        "without_assumptions": _interval(found.unassumed),
        "shipment": {
            "day": shipment.day.isoformat(),
            "day_origin": (shipment.given["date"].origin if "date" in shipment.given else Origin.STATED).value,
            "known_on": shipment.known_on.isoformat() if shipment.known_on else None,
            "facts": _facts(shipment.facts, shipment.given, law),
            "item": _item(shipment.item, law),
            "parties": [{"role": party.role, "facts": _facts(party.facts, party.given, law)} for party in shipment.parties],
        },
        "regimes": [_regime(finding, why) for finding in found.regimes],
        "missing": [_missing(fact) for fact in found.missing],
        "changes": [{"what": change.what, "outcome": _interval(change.outcome)} for change in (found.changes() if changes else ())],
        "assumptions": list(found.assumptions),
        "doubts": [doubt.as_dict() for doubt in found.doubts],
        "notices": list(found.notices),
        "uncovered": found.uncovered,
        "law": {"hash": found.law_hash, "layers": list(found.law_layers)},
    }


def _interval(interval: Interval) -> dict[str, Any]:
    lower, upper = interval.as_keys()
    return {"lower": lower, "upper": upper, "settled": interval.is_settled, "label": interval.label}


def _facts(facts: Facts, given: dict[str, Given] | Any, law: Law) -> dict[str, Any]:
    shown = {}
    for name, value in facts.items():
        unit = law.vocabulary.facts[name].unit
        how = given.get(name)
        shown[name] = {
            "value": write_value(value),
            "text": show_value(value, unit),
            **({"unit": _base_unit(law, name)} if unit else {}),
            "origin": (how.origin if how else Origin.STATED).value,
            **({"note": how.note} if how and how.note else {}),
        }
    return shown


def _base_unit(law: Law, name: str) -> str:
    dimension = law.vocabulary.facts[name].unit.dimension  # type: ignore[union-attr]  # only called for quantities
    units = law.vocabulary.units.by_name.values()
    return next(unit.name for unit in units if unit.dimension == dimension and unit.factor == 1 and not unit.offset)


def _item(item: Item, law: Law) -> dict[str, Any]:
    return {
        "title": item.title,
        "product": item.product,
        "facts": _facts(item.facts, item.given, law),
        "declared": dict(item.declared),
        "records": {name: [_facts(row.facts, row.given, law) for row in rows] for name, rows in item.records.items()},
        **({"for": [_item(host, law) for host in item.hosts]} if item.hosts is not None else {}),
        **({"contains": [_item(component, law) for component in item.components]} if item.components is not None else {}),
    }


def _regime(finding: RegimeFinding, why: bool) -> dict[str, Any]:
    reasons = ("reach", "paragraphs", "requirements", "releases", "duties", "conflicts")
    return {
        "regime": finding.regime,
        "name": finding.name,
        "outcome": _interval(finding.outcome),
        "enforced": _interval(finding.enforced),
        "without_assumptions": _interval(finding.unassumed),
        **{name: [_reason(reason, why) for reason in getattr(finding, name)] for name in reasons},
        "near_misses": [_near(miss) for miss in finding.near_misses],
        "unlisted": finding.unlisted,
        "contradictions": list(finding.contradictions),
        "missing": [_missing(fact) for fact in finding.missing],
        "doubts": [doubt.as_dict() for doubt in finding.doubts],
        "horizon": {
            "known_from": finding.horizon.known_from.isoformat() if finding.horizon.known_from else None,
            "known_through": finding.horizon.known_through.isoformat(),
            "beyond": finding.horizon.beyond,
            "note": finding.horizon.note,
        },
    }


def _reason(reason: Reason, why: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": reason.id, "title": reason.title, "value": "open" if reason.value is None else reason.value}
    shown.update({name: getattr(reason, name) for name in _TEXTS if getattr(reason, name)})
    shown.update({name: list(getattr(reason, name)) for name in _LISTS if getattr(reason, name)})
    if reason.declared:
        shown["declared"] = True
    if reason.reviews:
        shown["review_policies"] = [_reason(policy, why) for policy in reason.reviews]
    if reason.since is not None:
        shown["since"] = reason.since.isoformat()
    shown["sources"] = [source.as_dict() for source in reason.sources]
    if reason.doubts:
        shown["doubts"] = [doubt.id for doubt in reason.doubts]
    if why:
        shown["trace"] = reason.trace().as_dict()
    return shown


def _near(miss: NearMiss) -> dict[str, Any]:
    test, met, margin = miss.words()
    return {
        "paragraph": miss.paragraph,
        "title": miss.title,
        "test": test,
        "met": met,
        "margin": margin,
        "gap": miss.gap,
        "sources": [source.as_dict() for source in miss.sources],
    }


def _missing(fact: MissingFact) -> dict[str, Any]:
    shown: dict[str, Any] = {"fact": fact.name, "path": fact.path, "question": fact.question, "hangs": list(fact.hangs)}
    shown["in_shortest_list"] = fact.settles
    for name in ("type", "unit"):
        if getattr(fact, name):
            shown[name] = getattr(fact, name)
    if fact.values:
        shown["values"] = dict(fact.values)
    return shown
