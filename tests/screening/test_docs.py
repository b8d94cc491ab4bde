from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from licet.screening.lists.reading import LAYOUTS
from tests.support.commands import licet

PAGE = Path(__file__).parents[2] / "docs" / "lists.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", re.findall(r"^\$ (licet .*)$", TEXT, re.MULTILINE))
def test_the_commands_of_the_page_run(command: str) -> None:
    ran = licet(*shlex.split(command)[1:])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_the_python_of_the_page_does_what_it_shows() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert (failed, tried > 0) == (0, True)


def test_the_page_names_every_list() -> None:
    assert [name for name in LAYOUTS if f"`{name}`" not in TEXT] == []
