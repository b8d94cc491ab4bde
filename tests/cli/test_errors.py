from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import licet

BAD = {
    "an unknown product": ("check", "--item", "MI251"),
    "an unknown fact": ("check", "--kind", "scanner", "--fact", "wavelenght=193 nm"),
    "a fact without a value": ("check", "--kind", "scanner", "--fact", "wavelength"),
    "a wrong unit": ("check", "--kind", "scanner", "--fact", "wavelength=193 kg"),
    "an impossible day": ("check", "--kind", "scanner", "--date", "2023-02-30"),
    "an unknown country": ("check", "--kind", "scanner", "--to", "Atlantis"),
    "an unknown role": ("check", "--kind", "scanner", "--party", "buyer=Acme"),
    "an unknown regime": ("check", "--kind", "scanner", "--classification", "zz=3B001"),
    "performances without bits": ("check", "--kind", "gpu", "--fact", "performances=990 TOPS"),
    "no shipment": ("check",),
    "no such file": ("check", "no/such/file.yaml"),
    "a folder instead of a file": ("check", "."),
    "no such folder of law": ("check", "--item", "H100", "--law", "no/such/folder"),
    "an unknown product to ask about": ("ask", "--item", "MI251"),
    "an unknown code": ("law", "show", "3B001.zz"),
    "an impossible day of the law": ("law", "show", "3B001", "--date", "2023-02-30"),
    "coverage of an unknown regime": ("law", "coverage", "zz"),
    "cases of no such folder": ("law", "test", "no/such/folder"),
}


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD.keys())
def test_bad_input_ends_in_one_message_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    ran = licet(*arguments)
    assert (ran.code, ran.out) == (2, "")
    first, *rest = ran.err.splitlines()
    assert ": " in first
    assert all(line.startswith(("  must be:", "  came:", "  do:")) for line in rest)


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD.keys())
def test_bad_input_is_said_in_json_to_programs(arguments: tuple[str, ...]) -> None:
    ran = licet(*arguments, "--json")
    assert (ran.code, ran.err) == (2, "")
    assert list(ran.json) == ["errors"]
    for error in ran.json["errors"]:
        assert list(error) == ["where", "what", "must_be", "came", "do"]
        assert error["where"] and error["what"]


@pytest.mark.parametrize("arguments", [("nonsense",), ("check", "--nonsense"), ("law",), ("law", "show"), (), ("check", "a", "b")])
def test_a_command_that_does_not_exist_ends_in_exit_code_2_with_the_usage(arguments: tuple[str, ...]) -> None:
    ran = licet(*arguments)
    assert ran.code == 2
    assert "Usage: " in ran.err


def test_two_problems_of_the_law_are_two_errors(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"entry: 9X00{name}\nlist: eu:annex-i\ntitel: X\n")
    ran = licet("check", "--item", "H100", "--law", tmp_path, "--json")
    assert [error["where"].rpartition("/")[2] for error in ran.json["errors"]] == ["a.yaml:3:1", "b.yaml:3:1"]


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("check", "--item", "MI251"), b""),
        (("check", "-"), bytes(range(256))),
        (("check", "-"), b"#" * 1_100_000),
        (("check", "-"), b"item: " + b"[" * 5000),
        (("check", "-", "--json"), b"a: &a [x]\nb: *a"),
    ],
    ids=["an unknown product", "noise", "too much", "too deep", "an alias"],
)
def test_the_installed_program_shows_no_traceback(arguments: tuple[str, ...], stdin: bytes) -> None:
    command = [sys.executable, "-c", "from licet.cli.main import run; run()", *arguments]
    ran = subprocess.run(command, input=stdin, capture_output=True, check=False)  # noqa: S603  # our own program
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr + ran.stdout
    assert (ran.stdout if "--json" in arguments else ran.stderr).strip()


def test_the_program_is_installed_under_its_name() -> None:
    program = Path(sys.executable).parent / "licet"
    ran = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # our own program
    assert (ran.returncode, ran.stdout.split()[0]) == (0, "licet")
