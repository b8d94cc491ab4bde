from __future__ import annotations

import json

from tests.support.commands import licet

SHIPMENT = ("check", "--item", "NXT:2000i", "--from", "NL", "--to", "CN", "--date", "2024-03-27")


def test_only_the_regimes_asked_for_answer() -> None:
    ran = licet(*SHIPMENT, "--regime", "eu", "--json")
    shown = json.loads(ran.out)
    assert [regime["regime"] for regime in shown["regimes"]] == ["eu"]
    assert any(notice.startswith("Not asked: ") and "Netherlands" in notice for notice in shown["notices"])


def test_a_regime_left_out_does_not_clear() -> None:
    ran = licet(*SHIPMENT, "--regime", "eu-national", "--json")
    assert (json.loads(ran.out)["verdict"], ran.code) == ("not_covered", 11)


def test_several_regimes_can_be_asked_for() -> None:
    shown = json.loads(licet(*SHIPMENT, "--regime", "nl", "--regime", "eu", "--json").out)
    assert [regime["regime"] for regime in shown["regimes"]] == ["eu", "nl"]
    assert shown["outcome"]["label"] == "licence required"


def test_an_unknown_regime_is_refused() -> None:
    ran = licet(*SHIPMENT, "--regime", "nll")
    assert ran.code == 2
    assert 'unknown regime "nll"' in ran.err
    assert 'Did you mean "nl"?' in ran.err
