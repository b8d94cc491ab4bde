from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from licet.screening.matching.compare import FIGURES
from licet.screening.matching.model import models
from tests.support.commands import licet

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", re.findall(r"^\$ (licet .*)$", TEXT, re.MULTILINE))
def test_the_commands_of_the_page_run(command: str) -> None:
    ran = licet(*shlex.split(command)[1:])
    assert (ran.code in (40, 41), ran.err) == (True, "")
    assert ran.out


def test_the_python_of_the_page_does_what_it_shows() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert (failed, tried > 0) == (0, True)


def test_the_page_names_the_scores_from_which_a_match_counts() -> None:
    for kind in ("organisation", "person"):
        assert f"{models()[kind].possible:.2f} ({kind}s)" in TEXT


def test_every_figure_has_a_weight() -> None:
    assert all(len(model.weights) == len(FIGURES) for model in models().values())
