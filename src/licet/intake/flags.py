"""Builds a shipment from the flags of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licet.law.statute import Law
from licet.model.errors import Problem, ShipmentError, nearest


@dataclass(frozen=True, slots=True)
class Flags:
    """A shipment as the flags of the command line say it; what was not said is None."""

    item: str | None = None
    kind: str | None = None
    departure: str | None = None
    destination: str | None = None
    date: str | None = None
    facts: Sequence[str] | None = None
    parties: Sequence[str] | None = None
    host: str | None = None
    classification: Sequence[str] | None = None
    known_on: str | None = None

    def __bool__(self) -> bool:
        return self != Flags()


PARTY = "end_user=Some Fab Ltd@MY; headquarters=CN"
"""How a party is written in a flag: who, where, and further facts of the party."""


def shipment_from_flags(base: Mapping[str, Any], law: Law, flags: Flags) -> dict[str, Any]:
    """Return the shipment of a file completed by flags; a flag overrides the file.

    Raises:
        ShipmentError: a flag is not of its form.

    """
    written = dict(base)
    own = written.get("item")
    item_facts: dict[str, Any] = dict(own) if isinstance(own, Mapping) else {"product": own} if own else {}
    if flags.item is not None:
        item_facts["product"] = flags.item
    if flags.kind is not None:
        item_facts["kind"] = [part.strip() for part in flags.kind.split(",")]
    if flags.host is not None:
        item_facts["for"] = flags.host
    for key, value in (("from", flags.departure), ("to", flags.destination), ("date", flags.date), ("known_on", flags.known_on)):
        if value is not None:
            written[key] = value
    for text in flags.facts or ():
        name, value = _pair("--fact", text, "wavelength=193 nm")
        _put_fact(name, value, written, item_facts, law)
    for text in flags.classification or ():
        regime, code = _pair("--classification", text, "nl=3B001.f.4")
        written["classification"] = {**_mapping(written, "classification"), regime: code}
    for text in flags.parties or ():
        role, party = _pair("--party", text, PARTY)
        party, *more = (part.strip() for part in party.split(";"))
        name, _, country = party.rpartition("@") if "@" in party else (party, "", "")
        said = {"name": name, **({"country": country} if country else {}), **dict(_pair("--party", part, PARTY) for part in more if part)}
        if isinstance(written.get("parties"), list):
            written["parties"] = [*written["parties"], {"role": role, **said}]
        else:
            written["parties"] = {**_mapping(written, "parties"), role: said}
    if item_facts:
        written["item"] = item_facts
    return written


def _mapping(written: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what the file says under a key that a flag adds to; nothing said is an empty mapping."""
    found = written.get(key)
    if found in (None, "", "unknown"):
        return {}
    if not isinstance(found, Mapping):
        raise ShipmentError(Problem(key, "a flag cannot add to what the file says", "a mapping (key: value)", str(found)[:60]))
    return found


def _pair(flag: str, text: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise ShipmentError(Problem(flag, "not of the form name=value", f'{flag} "{example}"', text))
    return name.strip(), value.strip()


def _put_fact(name: str, value: str, written: dict[str, Any], item: dict[str, Any], law: Law) -> None:
    word = name.lower().replace("-", "_").replace(" ", "_")
    owners = law.vocabulary.fact_names
    stem = word.rpartition("_")[0]
    for owner, target in (("item", item), ("shipment", written)):
        known = owners.get(owner, {})
        if word in known or stem in known:
            fact = law.vocabulary.facts[known.get(word) or known[stem]]
            listed = fact.type in ("choices", "kind") and "," in value
            target[word] = [part.strip() for part in value.split(",")] if listed else value
            return
    if word in {regime.code_name.lower() for regime in law.regimes.values() if regime.code_name}:
        item[word] = value
        return
    if word == "performances":  # 990 TOPS@16, 1979 TOPS@8
        item["performances"] = [_performance(part) for part in value.split(",")]
        return
    known_words = [*owners.get("item", {}), *owners.get("shipment", {}), "performances"]
    raise ShipmentError(Problem("--fact", f'unknown fact "{name}"', "a fact of the item or the shipment", name, nearest(word, known_words)))


def _performance(text: str) -> dict[str, str]:
    rate, sign, bits = text.partition("@")
    if not sign:
        raise ShipmentError(Problem("--fact performances", "not a rate at a bit length", "performances=990 TOPS@16, 1979 TOPS@8", text))
    return {"rate": rate.strip(), "bit_length": bits.strip()}
