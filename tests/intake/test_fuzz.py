from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from licet import LicetError, Shipment, read_shipment, read_shipment_text
from tests.support.shipments import Written, shipments
from tests.support.world import world

KEYS = [
    "item",
    "from",
    "to",
    "date",
    "parties",
    "classification",
    "known_on",
    "kind",
    "wavelength",
    "for",
    "contains",
    "performances",
    "role",
]
WORDS = [
    "NXT:1980Di",
    "NL",
    "China",
    "2024-09-07",
    "2023-02-30",
    "scanner",
    "193 nm",
    "193 kg",
    "none",
    "unknown",
    "end_user",
    "yes",
    "-",
    "",
]


def leaves() -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(WORDS), st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))


def documents() -> st.SearchStrategy[Any]:
    keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=8))
    return st.recursive(
        leaves(), lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)), max_leaves=20
    )


def read(text: str | bytes) -> None:
    with contextlib.suppress(LicetError):
        read_shipment_text(text, world().law)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    read(noise)


@given(st.text(max_size=200))
@example("item: {kind: scanner, wavelength: 1e99999999 nm}")
@example("? [a]\n: b")
def test_any_text_is_read_or_refused(noise: str) -> None:
    read(noise)


@given(documents())
def test_any_json_is_read_or_refused(document: Any) -> None:
    read(json.dumps(document))


@given(st.dictionaries(st.sampled_from(KEYS), documents(), min_size=1, max_size=4))
def test_any_mapping_with_an_item_is_read_or_refused(document: dict[str, Any]) -> None:
    with contextlib.suppress(LicetError):
        read_shipment({"item": "NXT:1980Di", **document}, world().law)


@given(shipments(), st.integers(0, 2000), st.characters())
def test_a_shipment_with_one_letter_changed_is_read_or_refused(written: Written, place: int, letter: str) -> None:
    text = json.dumps(written, indent=1)
    place %= len(text)
    read(text[:place] + letter + text[place + 1 :])


def outcome_of(source: Callable[[], Shipment]) -> object:
    try:
        found = source()
    except LicetError as error:
        return [problem.what for problem in error.problems]
    return (found.day, found.facts, found.item.facts, found.parties, found.item.records)


@given(shipments())
def test_a_shipment_reads_the_same_from_json_and_from_a_mapping(written: Written) -> None:
    text = json.dumps(written)
    from_mapping = outcome_of(lambda: read_shipment(written, world().law))
    assert outcome_of(lambda: read_shipment_text(text, world().law)) == from_mapping
