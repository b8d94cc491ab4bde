"""A comparison as plain data; docs/compare.md describes every field."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.comparing.compare import Comparison, RegimeRow, doubts_of, paragraphs_of, sources_of
from licet.comparing.spells import OutcomeSpell, Spell
from licet.law.beside import Cell, Concept
from licet.law.statute import Law
from licet.model.determination import MissingFact


def comparison_as_dict(found: Comparison, law: Law) -> dict[str, Any]:
    """Return a comparison for JSON, with every paragraph, day, source and doubt."""
    shipment = found.shipment
    return {
        "title": found.title,
        "day": found.day.isoformat(),
        "item": shipment.item.title if shipment is not None else None,
        "product": shipment.item.product if shipment is not None else "",
        "from": shipment.facts.get("departure") if shipment is not None else None,
        "to": shipment.facts.get("destination") if shipment is not None else None,
        "regimes": [_row_dict(row) for row in found.rows],
        "concepts": [_concept_dict(concept, value, found.day, law) for concept, value in found.concepts],
        "law": {"hash": law.hash, "layers": list(law.layers)},
    }


def _row_dict(row: RegimeRow) -> dict[str, Any]:
    return {
        "regime": row.regime,
        "name": row.name,
        "status": "not_read"
        if not row.ever_read
        else "met"
        if any(spell.value for spell in row.now)
        else "open"
        if row.now
        else "none_met",
        "paragraphs": [_spell_dict(spell) for spell in row.now],
        "history": [_spell_dict(spell, sources=False) for spell in row.spells],
        "outcome": _outcome_dict(row.outcome) if row.outcome is not None else None,
        "outcomes": [_outcome_dict(spell) for spell in row.outcomes],
        "read": row.read,
        "hangs_on": [_fact_dict(fact) for fact in row.asks],
        "doubts": [doubt.as_dict() for doubt in row.doubts],
        "known_from": row.horizon.known_from.isoformat() if row.horizon.known_from else None,
        "known_through": row.horizon.known_through.isoformat(),
        "beyond": row.horizon.beyond,
    }


def _spell_dict(spell: Spell, sources: bool = True) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": spell.paragraph.ref,
        "code": spell.paragraph.code,
        "title": spell.paragraph.title or spell.paragraph.heading,
        "value": "open" if spell.value is None else spell.value,
        **_days(spell.start, spell.end),
    }
    if sources:
        shown["sources"] = [source.as_dict() for source in spell.paragraph.sources]
        shown["doubts"] = [doubt.id for doubt in spell.paragraph.doubts]
    return shown


def _days(start: date | None, end: date | None) -> dict[str, str | None]:
    return {"since": start.isoformat() if start else None, "until": end.isoformat() if end else None}


def _outcome_dict(spell: OutcomeSpell) -> dict[str, Any]:
    lower, upper = spell.outcome.as_keys()
    return {"lower": lower, "upper": upper, "label": spell.outcome.label, **_days(spell.start, spell.end)}


def _fact_dict(fact: MissingFact) -> dict[str, Any]:
    return {"fact": fact.name, "path": fact.path, "question": fact.question, "hangs": list(fact.hangs)}


def _concept_dict(concept: Concept, value: bool | None, day: date, law: Law) -> dict[str, Any]:
    return {
        "concept": concept.id,
        "title": concept.title,
        "value": "open" if value is None else value,
        "cells": {regime: [_cell_dict(cell, day, law) for cell in cells] for regime, cells in concept.cells.items()},
        "not_compared": [regime for regime in law.regimes if regime not in concept.cells],
    }


def _cell_dict(cell: Cell, day: date, law: Law) -> dict[str, Any]:
    return {
        "code": cell.code,
        "paragraph": cell.ref,
        "title": next((text.title or text.heading for text in paragraphs_of(law, cell, day)), ""),
        **_days(cell.since, cell.until),
        "holds": cell.holds(day),
        "none": cell.none,
        "open": cell.open,
        "note": cell.note,
        "confidence": cell.confidence.value,
        "sources": [source.as_dict() for source in sources_of(law, cell, day)],
        "doubts": [doubt.as_dict() for doubt in doubts_of(law, cell, day)],
    }
