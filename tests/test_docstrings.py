from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import licet

SOURCE = Path(licet.__file__).parent
MODULES = [
    ".".join(("licet", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_the_documentation_do_what_they_show(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert failed == 0
    assert tried > 0
