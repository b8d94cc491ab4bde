"""A regime may say what its codes are called and what it calls an item on none of its lists; then items can be written that way."""

from __future__ import annotations

import pytest

from licet import Engine, ShipmentError, determination_as_dict, determination_as_text
from tests.support.overlays import ZED, ask, load

NAMED = ZED + "    code_name: ZCN\n    unlisted: FREE99\n"
ENTRY = """
    entry: Z1
    list: zed:own
    title: Tools
    when: kind is etch and wafer_size >= 300 mm
    sources: [{cite: gazette}]
"""
RULES = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], sources: [{cite: gazette}]}
"""
FACTS = """
    facts:
      wafer_size: {of: item, type: quantity, unit: mm, above: 0, question: How large are the wafers?, kinds: [etch]}
"""


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(load(tmp_path_factory.mktemp("law"), zed=NAMED, entry=ENTRY, rules=RULES, facts=FACTS))


@pytest.mark.parametrize("key", ["zcn", "ZCN"])
def test_an_item_is_declared_by_the_name_of_the_code(zed: Engine, key: str) -> None:
    found = ask(zed, item={"kind": "etch", key: "Z1"}, leaves="NL", to="CN").regime("zed")
    assert (found.outcome.label, found.paragraphs[0].declared) == ("licence required", True)


@pytest.mark.parametrize("code", ["FREE99", "free99", "none"])
def test_the_word_for_unlisted_items_declares_that_nothing_is_met(zed: Engine, code: str) -> None:
    found = ask(zed, item={"kind": "etch", "zcn": code}, leaves="NL", to="CN").regime("zed")
    assert (found.outcome.label, found.unlisted) == ("no licence required", "FREE99")


def test_the_word_stands_in_the_answer(zed: Engine) -> None:
    found = ask(zed, item={"kind": "etch", "wafer_size": "200 mm"}, leaves="NL", to="CN")
    assert "meets no entry: FREE99" in determination_as_text(found, zed.law)
    shown = {regime["regime"]: regime["unlisted"] for regime in determination_as_dict(found, zed.law)["regimes"]}
    assert shown["zed"] == "FREE99"


def test_an_open_item_is_not_called_unlisted(zed: Engine) -> None:
    assert ask(zed, item={"kind": "etch"}, leaves="NL", to="CN").regime("zed").unlisted == ""


def test_an_unknown_code_is_refused(zed: Engine) -> None:
    with pytest.raises(ShipmentError, match="FREE9"):
        ask(zed, item={"kind": "etch", "zcn": "FREE9"}, leaves="NL", to="CN")
