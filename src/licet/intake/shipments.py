"""From YAML, JSON or a mapping to a typed `Shipment`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.intake.consistency import refuse_contradictions
from licet.intake.items import is_unknown, read_declared, read_facts, read_item
from licet.law.fields import Field, from_python
from licet.law.statute import Law
from licet.model.errors import Problem, ShipmentError, nearest
from licet.model.shipment import Given, Origin, Record, Shipment, Value

MAX_BYTES = 1_000_000
"""A shipment is a page of text; what is larger is a mistake or an attack."""


def read_shipment_text(text: str | bytes, law: Law, file: str = "shipment") -> Shipment:
    """Read a shipment from YAML or JSON.

    Args:
        text: the document, at most 1 MB.
        law: for its vocabulary, lists and catalogue.
        file: what to call the document in messages.

    Raises:
        ShipmentError: with the path of the field, what it must be, what came and what to do.

    """
    return _read(read_written(text, file), law)


def read_written(text: str | bytes, file: str) -> Field:
    """Return the fields of a YAML or JSON document, without looking at what they say.

    Raises:
        ShipmentError: too large, not UTF-8, not YAML, nested too deeply, aliases or keys that stand twice.

    """
    if len(text) > MAX_BYTES:
        raise ShipmentError(Problem(file, "too large for a shipment", f"at most {MAX_BYTES:,} bytes", "more than that"))
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ShipmentError(Problem(file, "not a text", "YAML or JSON in UTF-8", "bytes that are no UTF-8")) from None
    if text.lstrip().startswith(("{", "[")):
        try:
            return from_python(json.loads(text, object_pairs_hook=_no_doubles), file, ShipmentError)
        except RecursionError:
            raise ShipmentError(Problem(file, "nested too deeply", "a shipment a few levels deep")) from None
        except ValueError:
            pass  # YAML's flow style begins the same way; its reader says what is wrong
    from licet.law.yaml_fields import read_yaml  # noqa: PLC0415  # flags and JSON need no YAML

    return read_yaml(text, file, ShipmentError)


def read_shipment(shipment: Mapping[str, Any], law: Law) -> Shipment:
    """Read a shipment from a mapping of the same form as the file.

    >>> from licet.law import load_law
    >>> shipment = read_shipment({"item": {"kind": "scanner", "wavelength": "193 nm"}, "from": "NL", "to": "China"}, load_law())
    >>> shipment.facts["destination"], shipment.item.facts["wavelength"]
    ('CN', 193.0)

    Raises:
        ShipmentError: with the path of the field, what it must be, what came and what to do.

    """
    return _read(from_python(shipment, "shipment", ShipmentError), law)


def _no_doubles(found: list[tuple[str, Any]]) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    for key, value in found:
        if key in keys:
            raise ShipmentError(Problem(key, f'the key "{key}" stands twice', "one value", key, "Remove one of them."))
        keys[key] = value
    return keys


def _read(written: Field, law: Law) -> Shipment:
    entries = dict(written.mapping())
    vocabulary = law.vocabulary
    item_field, parties_field = entries.pop("item", None), entries.pop("parties", None)
    declared_field = entries.pop("classification", None)
    known_on = _day(entries.pop("known_on", None))
    if item_field is None:
        written.refuse(
            'the key "item" is missing', "item: a product's name, or a mapping of facts", "nothing", 'For example item: "NXT:1980Di".'
        )
    facts, given = read_facts(entries, written, "shipment", law)
    day = facts.pop("date", None)
    if day is None:
        day = date.today()
        given["date"] = Given(day.isoformat(), Origin.ASSUMED, "no date was given: today")
    assert isinstance(day, date)  # noqa: S101  # the vocabulary declares it a date
    item = read_item(
        item_field, law, "item", read_declared(declared_field.mapping(), declared_field, law) if declared_field is not None else {}
    )
    parties = _parties(parties_field, law)
    shipment = Shipment(item, day, facts, given, parties, known_on)
    refuse_contradictions(shipment, vocabulary)
    return shipment


def _day(found: Field | None) -> date | None:
    return found.day() if found is not None and not is_unknown(found) else None


def _parties(found: Field | None, law: Law) -> tuple[Record, ...]:
    if found is None or is_unknown(found):
        return ()
    listed: list[tuple[str, Field]] = []
    if found.entries is not None:
        for role, value in found.entries.items():
            listed.extend((role, part) for part in (value.items if value.items is not None else [value]))
    else:
        for part in found.sequence():
            entries = part.mapping()
            if "role" not in entries:
                part.refuse('the key "role" is missing', ", ".join(law.vocabulary.roles))
            listed.append((entries["role"].text(), part))
    return tuple(_party(role, part, law) for role, part in listed)


def _party(role: str, written: Field, law: Law) -> Record:
    name = role.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in law.vocabulary.roles:
        written.refuse(f'unknown role "{role}"', ", ".join(law.vocabulary.roles), role, nearest(name, law.vocabulary.roles))
    path = f"parties.{name}"
    if written.entries is None:
        if is_unknown(written):
            return Record({}, name, {}, path)
        named: dict[str, Value] = {"party_name": written.text()}
        return Record(named, name, {"party_name": Given(written.text(), Origin.STATED)}, path)
    entries = {key: value for key, value in written.entries.items() if key != "role"}
    facts, given = read_facts(entries, written, "party", law)
    return Record(facts, name, given, path)
