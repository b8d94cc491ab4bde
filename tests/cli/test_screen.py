from __future__ import annotations

import pytest

from licet import Engine, determination_as_text, read_shipment
from tests.support.commands import licet

DEMO = ("NXT:1980Di", "NXT:2000i")
DAYS = ("2023-08-31", "2023-09-01", "2024-03-27", "2024-09-06", "2024-09-07", "2025-11-15")
KINDS = ("scanner", "ald", "gpu", "server", "software", "technology", "mask", "component", "processed_wafer", "quantum_computer", "other")


def too_long(lines: list[str]) -> list[str]:
    return [line for line in lines if len(line) > 100]


@pytest.mark.parametrize("item", DEMO)
@pytest.mark.parametrize("day", DAYS)
def test_the_answer_on_a_demo_item_is_one_screen(item: str, day: str) -> None:
    ran = licet("check", "--item", item, "--from", "NL", "--to", "CN", "--date", day)
    assert len(ran.lines) <= 60  # ten laws, and their conflicts on top
    assert too_long(ran.lines) == []


@pytest.mark.parametrize(("day", "turn"), [("2024-09-07", 0), ("2026-01-15", 1)])
def test_the_answer_on_every_product_fits_a_screen(engine: Engine, day: str, turn: int) -> None:
    for product in list(engine.law.products.values())[turn::2]:
        shipment = read_shipment({"item": product.name, "from": "NL", "to": "CN", "date": day}, engine.law)
        lines = determination_as_text(engine.determine(shipment), engine.law).splitlines()
        assert len(lines) <= 60, product.name
        assert too_long(lines) == [], product.name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("departure", ["NL", "DE", "US"])
def test_an_open_answer_fits_a_screen(engine: Engine, kind: str, departure: str) -> None:
    shipment = read_shipment({"item": {"kind": kind}, "from": departure, "to": "CN", "date": "2026-01-15"}, engine.law)
    lines = determination_as_text(engine.determine(shipment), engine.law).splitlines()
    assert len(lines) <= 60
    assert too_long(lines) == []


def test_the_full_answer_keeps_to_the_width_but_for_links() -> None:
    ran = licet("check", "--item", "NXT:2000i", "--from", "NL", "--to", "CN", "--date", "2024-03-27", "--why")
    assert [line for line in too_long(ran.lines) if "http" not in line] == []


@pytest.mark.parametrize("command", [(), ("check",), ("ask",), ("law",), ("law", "show"), ("law", "test"), ("law", "coverage")])
def test_every_command_has_help_that_fits(command: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        ran = licet(*command, flag)
        assert ran.code == 0
        assert ran.out.startswith("Usage: ")
        assert too_long(ran.lines) == []


def test_the_help_names_every_exit_code() -> None:
    out = licet("--help").out
    assert [code for code in (0, 1, 2, 10, 11, 20, 21, 22, 23, 30) if f"\n  {code:>2}  " not in out] == []


def test_the_version_is_said() -> None:
    assert licet("--version").out.startswith("licet ")
