from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from licet.cli import exits
from tests.support.commands import licet

README = Path(__file__).parents[2] / "README.md"


HASH = re.compile(r"^(  Law +)[0-9a-f]{8}", re.MULTILINE)


def shown() -> list[tuple[str, str]]:
    """The commands of the page, each with the output that stands below it, if any."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```\w*\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        if block.startswith("$ "):
            for line in block.splitlines():
                if line.startswith("$ "):
                    found.append((line.removeprefix("$ "), []))
                else:
                    found[-1][1].append(line)
    return [(command, "\n".join(output)) for command, output in found if command.startswith("licet ")]


@pytest.mark.skipif(not shown(), reason="README.md shows no commands of licet")
@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_every_command_of_the_readme_works_and_prints_what_is_shown(command: str, output: str) -> None:
    ran = licet(*shlex.split(command)[1:])
    assert ran.code in exits.MEANINGS
    assert ran.code not in (exits.FAILED, exits.BAD_INPUT), ran.err
    assert ran.out
    if output:
        assert HASH.sub(r"\1...", ran.out.rstrip("\n")) == HASH.sub(r"\1...", output)


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(code): meaning for code, meaning in rows} == exits.MEANINGS


def test_the_python_of_the_readme_does_what_it_shows() -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert (failed, tried > 0) == (0, True)
