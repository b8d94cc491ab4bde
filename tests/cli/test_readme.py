from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from licet.cli import exits
from tests.support.commands import licet

README = Path(__file__).parents[2] / "README.md"


def commands() -> list[str]:
    found = []
    for block in re.findall(r"^```\w*\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        found += [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ licet")]
    return found


@pytest.mark.skipif(not commands(), reason="README.md shows no commands of licet")
@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_readme_works(command: str) -> None:
    ran = licet(*shlex.split(command)[1:])
    assert ran.code not in (exits.FAILED, exits.BAD_INPUT), ran.err
    assert ran.code in exits.MEANINGS
    assert ran.out


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(code): meaning for code, meaning in rows} == exits.MEANINGS


@pytest.mark.xfail(strict=True, reason="since the sanctions, the answer without assumptions goes up to prohibited")
def test_the_python_of_the_readme_does_what_it_shows() -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert (failed, tried > 0) == (0, True)
