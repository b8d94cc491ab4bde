"""Puts an answer to a question into a shipment as written."""

from __future__ import annotations

import copy
import re
from typing import Any

from licet.model.determination import MissingFact

_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")


def answered(written: dict[str, Any], fact: MissingFact, answer: str) -> dict[str, Any]:
    """Return the shipment with the answer at the fact's path; what was written before stays.

    >>> question = MissingFact("wavelength", "item.wavelength", "?", (), True, type="quantity")
    >>> answered({"item": "XT:400L"}, question, "365 nm")
    {'item': {'product': 'XT:400L', 'wavelength': '365 nm'}}
    """
    made = copy.deepcopy(written)
    steps = _STEP.findall(fact.path)
    place: Any = made
    for step in steps[:-1]:
        place = _into(place, step)
    value: Any = answer
    if fact.type in ("choices", "kind") and "," in answer:
        value = [part.strip() for part in answer.split(",")]
    elif fact.name == "performances":
        value = [dict(zip(("rate", "bit_length"), (word.strip() for word in part.split("@")), strict=False)) for part in answer.split(",")]
    place[steps[-1]] = {"name": value} if fact.type == "party" else value
    return made


def _into(place: Any, step: str) -> Any:
    key: Any = int(step[1:-1]) if step.startswith("[") else step
    if isinstance(place, dict) and key not in place:
        place[key] = {}
    if isinstance(key, int) and not isinstance(place, list):
        return place
    if isinstance(place[key], str):
        name_key = "product" if step in ("item", "for") or isinstance(key, int) else "name"
        place[key] = {name_key: place[key]}
    return place[key]
