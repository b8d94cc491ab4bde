"""Reads the value of a fact as people write it: `193 nm`, `yes`, `China`, `2024-09-07`, checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from licet.language.units import Unit, split_quantity
from licet.language.vocabulary import FactDefinition, Vocabulary
from licet.law.fields import Field
from licet.model.errors import nearest
from licet.model.shipment import Value

MAX_TEXT = 500
MAX_NUMBER = 100


def read_value(fact: FactDefinition, written: Field, vocabulary: Vocabulary, unit: Unit | None = None) -> Value:
    """Return the typed value of a fact.

    Args:
        fact: the fact's definition.
        written: what was written, with its place.
        vocabulary: for units, kinds and places.
        unit: the unit that the key itself named (`wavelength_nm: 193`), if any.

    Raises:
        LicetError: the value does not fit; the message says what would.

    """
    match fact.type:
        case "quantity" | "number" | "integer":
            return _number(fact, written, vocabulary, unit or fact.unit)
        case "boolean":
            return written.boolean()
        case "date":
            return written.day()
        case "place":
            return read_place(written, vocabulary)
        case "kind":
            names = vocabulary.kinds.names
            return tuple(names[_among(part, names, "kind")] for part in _some(written))
        case "choice":
            return _among(written, fact.values, f"value of {fact.name}")
        case "choices":
            return frozenset(_among(part, fact.values, f"value of {fact.name}") for part in _some(written))
        case _:
            text = written.text().strip()
            if len(text) > MAX_TEXT:
                written.refuse(f"{fact.name} is too long", f"at most {MAX_TEXT} characters", f"{len(text)} characters")
            return text


def _some(written: Field) -> list[Field]:
    parts = written.sequence()
    if not parts:
        written.refuse("an empty list says nothing", "at least one value", "[]", "Leave the fact out if it is not known.")
    return parts


def _among(written: Field, known: Iterable[str], what: str) -> str:
    names = tuple(known)
    word = written.text().strip().lower().replace(" ", "_").replace("-", "_")
    by_lower = {name.lower(): name for name in names}
    if word in by_lower:
        return by_lower[word]
    must_be = ", ".join(names) if len(names) <= 12 else "one of the vocabulary's words"
    written.refuse(f'unknown {what} "{written.shown}"', must_be, written.shown, nearest(word, names))


def _number(fact: FactDefinition, written: Field, vocabulary: Vocabulary, unit: Unit | None) -> Value:
    example = f"a number with a unit such as 1 {unit.name}" if unit else "a number"
    try:
        number, unit_name = split_quantity(written.text())
    except ValueError:
        written.refuse(f"{fact.name} is not a number", example, written.shown or "nothing")
    if unit_name is not None:
        found = vocabulary.units.get(unit_name)
        if found is None:
            known = vocabulary.units.by_name
            written.refuse(f'unknown unit "{unit_name}" of {fact.name}', example, written.shown, nearest(unit_name, known))
        expected = unit.dimension if unit else ()
        if found.dimension != expected:
            written.refuse(f"wrong unit of {fact.name}", example, written.shown)
        unit = found
    if len(number) > MAX_NUMBER or not -99 <= int(number.lower().partition("e")[2] or 0) <= 99:  # before the exact value is computed
        written.refuse(f"{fact.name} is out of bounds", "a number of this world", written.shown)
    exact = Fraction(number)
    if abs(exact) > Fraction(10) ** 30:
        written.refuse(f"{fact.name} is out of bounds", "a number of this world", written.shown)
    if fact.type == "integer":
        if exact.denominator != 1:
            written.refuse(f"{fact.name} is not a whole number", "a whole number", written.shown)
        value: Value = int(exact)
    else:
        value = unit.to_base(exact) if unit else float(exact)
    _within_bounds(fact, written, value)
    return value


def _within_bounds(fact: FactDefinition, written: Field, value: Any) -> None:
    for word, bound in fact.bounds.items():
        limit = fact.unit.to_base(bound) if fact.unit else float(bound)
        fits = {"min": value >= limit, "above": value > limit, "max": value <= limit, "below": value < limit}[word]
        if not fits:
            sign = {"min": "at least", "above": "above", "max": "at most", "below": "below"}[word]
            shown = f"{float(bound):g}{' ' + fact.unit.name if fact.unit else ''}"
            written.refuse(f"{fact.name} is out of bounds", f"{sign} {shown}", written.shown)


def read_place(written: Field, vocabulary: Vocabulary) -> str:
    """Return the country code of a place given by code or name."""
    text = written.text().strip()
    if text in vocabulary.countries:
        return text
    known = vocabulary.country_names.get(text.casefold())
    if known is None:
        do = nearest(text, vocabulary.country_names) or "Give an ISO 3166-1 code such as NL, or the country's name."
        written.refuse(f'unknown country "{written.shown}"', "a country code or name", written.shown, do)
    return known


def write_value(value: Any) -> Any:
    """Return a value for JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    return value
