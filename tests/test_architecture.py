from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import licet
from licet import Law

SOURCE = Path(licet.__file__).parent
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "regimes" not in path.relative_to(SOURCE).parts]
DECIDING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)


def texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def texts_decided_by(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        compares = isinstance(node, ast.Compare) and any(isinstance(operator, DECIDING) for operator in node.ops)
        if compares or isinstance(node, (ast.MatchValue, ast.Subscript)):
            yield from texts(node)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_decides_by_a_country_a_set_of_places_or_a_regime(module: Path, law: Law) -> None:
    lists = {found.id for regime in law.regimes.values() for found in regime.lists.values()}
    known = {*law.vocabulary.countries, *law.vocabulary.place_sets, *law.regimes, *lists}
    assert known.intersection(texts_decided_by(module)) == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_names_a_rule_or_an_entry_outside_its_documentation(module: Path, law: Law) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = {id(part.value) for part in ast.walk(tree) if isinstance(part, ast.Expr)}
    constants = [part for part in ast.walk(tree) if isinstance(part, ast.Constant) and id(part) not in documented]
    known = {*(rule.id for rule in law.rules), *(paragraph.ref for paragraph in law.paragraphs)}
    assert known.intersection(part.value for part in constants if isinstance(part.value, str)) == set()


def test_the_regimes_hold_no_python_but_the_mark_of_a_package() -> None:
    assert [path.name for path in (SOURCE / "regimes").rglob("*.py")] == ["__init__.py"]


def test_imports_run_downwards(repository: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)  # noqa: S603  # our own tool
    assert done.returncode == 0, done.stdout + done.stderr
