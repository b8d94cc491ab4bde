from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.commands import licet

TEXT = (Path(__file__).parents[2] / "docs" / "compare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", re.findall(r"^\$ (licet .*)$", TEXT, re.MULTILINE))
def test_the_commands_of_the_page_run(command: str) -> None:
    ran = licet(*shlex.split(command)[1:])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_the_output_of_the_page_is_what_the_command_prints() -> None:
    command, output = re.findall(r"^\$ (licet [^\n]*)\n(ASML.*?)\n```", TEXT, re.MULTILINE | re.DOTALL)[0]
    assert licet(*shlex.split(command)[1:]).out.startswith(output.rstrip())


@pytest.mark.parametrize("arguments", [("compare", "NXT:1980Di", "--from", "NL", "--to", "CN"), ("timeline", "NXT:1980Di")])
def test_the_page_names_every_field_of_the_json(arguments: tuple[str, ...]) -> None:
    found = licet(*arguments, "--json").json
    rows = [found, *(one for key in ("regimes", "concepts", "changes", "events") if isinstance(found.get(key), list) for one in found[key])]
    rows += [one for row in rows for key in ("paragraphs", "history", "outcomes", "texts") for one in row.get(key, [])]
    rows += [cell for row in rows for cells in row.get("cells", {}).values() for cell in cells]
    text = re.sub(r"^```.*?^```", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    named = {word for quoted in re.findall(r"`([^`]+)`", text) for word in re.findall(r"[a-z_]+", quoted)}
    named |= {"name", "hash", "layers"}
    assert sorted({key for row in rows for key in row} - named) == []
