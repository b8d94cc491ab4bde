from __future__ import annotations

import json
from typing import Any

import pytest

from licet import Law, LicetError, ShipmentError, read_shipment, read_shipment_text

ITEM = '"item": {"kind": "scanner", '

HOSTILE: dict[str, str | bytes] = {
    "nothing": "",
    "blanks": " \n\t\n",
    "a comment": "# nothing",
    "ten megabytes": "item: NXT:1980Di\n" * 600_000,
    "a little more than a megabyte": "#" * 1_000_001,
    "a bomb of aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nitem: *c\n",
    "lists in lists": "item: " + "[" * 5000 + "]" * 5000,
    "JSON lists in lists": "[" * 5000 + "]" * 5000,
    "JSON mappings in mappings": '{"item":' * 3000 + "1" + "}" * 3000,
    "mappings with empty names in mappings": '{"item":' + '{"":' * 400 + "1" + "}" * 401,
    "block mappings in mappings": "".join(f"{' ' * depth}a:\n" for depth in range(200)),
    "binary noise": bytes(range(256)) * 10,
    "another encoding": "item: Zürich".encode("latin-1"),
    "sixteen bits": "item: NXT:1980Di".encode("utf-16"),
    "a zero byte": "item: NXT:1980Di\0",
    "a list": "- item: NXT:1980Di",
    "a JSON list": '[{"item": "NXT:1980Di"}]',
    "a text": "NXT:1980Di",
    "a number": "42",
    "two documents": "item: NXT:1980Di\n---\nitem: NXT:2000i",
    "a key twice": "item: NXT:1980Di\nitem: NXT:2000i",
    "a JSON key twice": '{"item": "NXT:1980Di", "item": "NXT:2000i"}',
    "a key that is a list": "[item]: NXT:1980Di",
    "an object of Python": 'item: !!python/object/apply:os.system ["true"]',
    "a number with five thousand digits": f'{{{ITEM}"wavelength": {"1" * 5000}}}}}',
    "a number with a huge exponent": f'{{{ITEM}"wavelength": "1e999999999 nm"}}}}',
    "a number with a tiny exponent": f'{{{ITEM}"wavelength": "1e-999999999 nm"}}}}',
    "nothing times a huge exponent": f'{{{ITEM}"wavelength": "0e999999999 nm"}}}}',
    "an exponent with a thousand digits": f'{{{ITEM}"wavelength": "1e{"9" * 1000} nm"}}}}',
    "no number": f'{{{ITEM}"wavelength": NaN}}}}',
    "infinity": f'{{{ITEM}"wavelength": Infinity}}}}',
    "YAML's infinity": "item: {kind: scanner, wavelength: .inf}",
    "YAML's no number": "item: {kind: scanner, wavelength: .nan}",
    "many keys": json.dumps({f"key {number}": 1 for number in range(50_000)}),
    "a long key": json.dumps({"k" * 900_000: 1}),
    "a long name of a product": json.dumps({"item": "k 1 " * 200_000}),
    "a long country": json.dumps({"item": "NXT:1980Di", "to": "x" * 900_000}),
    "a long role": json.dumps({"item": "NXT:1980Di", "parties": {"x" * 900_000: "Acme"}}),
    "parties in a text": "item: NXT:1980Di\nparties: Acme",
    "a party in a list in a list": '{"item": "NXT:1980Di", "parties": {"end_user": [[]]}}',
    "a kind in a mapping": "item: {kind: {a: b}}",
    "a classification in a list": "item: NXT:1980Di\nclassification: [3B001]",
    "performances in a text": "item: {kind: gpu, performances: fast}",
    "half a YAML": "item: {kind: scanner",
    "half a JSON": '{"item": {"kind": "scanner"',
    "a tab as indentation": "item:\n\tkind: scanner",
    "an anchor without a name": "item: & x",
}


@pytest.mark.parametrize("written", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_ends_in_one_error_that_says_what_to_do(law: Law, written: str | bytes) -> None:
    with pytest.raises(ShipmentError) as caught:
        read_shipment_text(written, law)
    (problem,) = caught.value.problems
    assert problem.where
    assert problem.what
    assert problem.must_be or problem.do


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"item": None},
        {"item": range(3)},
        {"item": {"kind": "scanner", "wavelength": float("nan")}},
        {"item": {"kind": "scanner", "wavelength": float("inf")}},
        {"item": {"kind": "scanner", "wavelength": -1}},
        {"item": {"kind": "scanner", "wavelength": True}},
        {"item": {"kind": "scanner", 7: "193 nm"}},
        {"item": {"kind": b"scanner"}},
        {"item": [[[]]]},
        {"item": "H100", "parties": 7},
    ],
    ids=repr,
)
def test_values_of_python_that_say_nothing_are_refused(law: Law, written: dict[str, Any]) -> None:
    with pytest.raises(LicetError):
        read_shipment(written, law)


def test_a_huge_integer_of_python_is_refused(law: Law) -> None:
    with pytest.raises(LicetError):
        read_shipment({"item": {"kind": "scanner", "wavelength": 10**5000}}, law)


def test_half_of_a_character_is_refused(law: Law) -> None:
    with pytest.raises(LicetError):
        read_shipment_text('{"item": {"kind": "scanner", "name": "\\ud800"}}', law)
