from __future__ import annotations

from pathlib import Path

import pytest

from licet import Engine, LawError
from licet.casework import CaseResult, read_cases, run_case
from tests.support.overlays import write, zed_engine

RULES = """
    regime: zed
    rules:
      - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], sources: [{cite: gazette}]}
      - {id: zed-records, title: Records, kind: duty, items: ["zed:own"], sources: [{cite: gazette}]}
      - {id: zed-friends, title: Friends, kind: exception, when: "destination in {JP}", answers: [zed-licence], sources: [{cite: gazette}]}
"""
ENTRY = """
    entry: Z1
    list: zed:own
    title: Things
    sources: [{cite: gazette}]
    paragraphs:
      a: {when: kind is scanner}
      b: {when: kind is stepper and wavelength < 193 nm, doubts: [{id: zed-b, says: Doubtful.}]}
"""
CASE = """
    cases:
      - name: A case
        shipment: {item: %s, to: %s, date: 2025-01-01}
        expect: %s
        oracle: {kind: %s}
"""


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return zed_engine(tmp_path_factory.mktemp("law"), rules=RULES, entry=ENTRY)


def case(folder: Path, item: str = "{kind: scanner}", to: str = "CN", expect: str = "{}", oracle: str = "own_reading") -> Path:
    return write(folder, {"cases.yaml": CASE % (item, to, expect, oracle)})


def run(engine: Engine, folder: Path) -> CaseResult:
    last = read_cases(engine.law, folder)[-1]
    assert last.name == "A case"
    return run_case(last, engine)


@pytest.mark.parametrize(
    ("item", "to", "expect"),
    [
        ("{kind: scanner}", "CN", "{zed: licence_required}"),
        ("{kind: scanner}", "CN", "{zed: {outcome: licence_required, rules: [zed-licence, zed-records], paragraphs: [Z1.a]}}"),
        ("{kind: scanner}", "CN", "{zed: {paragraphs: [Z1]}}"),
        ("{kind: scanner}", "JP", "{zed: {outcome: authorisation_available, releases: [zed-friends]}}"),
        ("{kind: stepper}", "CN", "{zed: {outcome: [no_licence_required, licence_required], missing: [wavelength], doubts: [zed-b]}}"),
        ("{kind: ald}", "CN", "{zed: no_licence_required}"),
        ("{kind: ald}", "CN", "{zed: {enforced: no_licence_required}}"),
        ("{kind: scanner}", "CN", "{verdict: licence_required}"),
    ],
)
def test_a_case_that_comes_out_as_expected_passes(zed: Engine, tmp_path: Path, item: str, to: str, expect: str) -> None:
    result = run(zed, case(tmp_path, item, to, expect))
    assert (result.differences, result.passed, result.false_clear) == ((), True, False)


@pytest.mark.parametrize(
    ("item", "expect", "difference", "false_clear"),
    [
        ("{kind: ald}", "{zed: licence_required}", "zed: expected licence required, came no licence required", True),
        ("{kind: ald}", "{zed: [no_licence_required, licence_required]}", "zed: expected between no licence required", True),
        ("{kind: scanner}", "{zed: no_licence_required}", "zed: expected no licence required, came licence required", False),
        ("{kind: scanner}", "{zed: {paragraphs: [Z1.b]}}", "zed: paragraph Z1.b is not met (met: zed:own/Z1.a)", False),
        ("{kind: scanner}", "{zed: {rules: [zed-ban]}}", "zed: rule zed-ban does not appear (there: zed-licence, zed-records)", False),
        ("{kind: scanner}", "{zed: {doubts: [zed-b]}}", "zed: doubt zed-b does not appear (there: none)", False),
        ("{kind: scanner}", "{zed: {missing: [wavelength]}}", "zed: missing fact wavelength does not appear (there: none)", False),
        ("{kind: scanner}", "{zed: {enforced: prohibited}}", "zed: expected as enforced prohibited, came licence required", False),
        ("{kind: scanner}", "{verdict: clear}", "all laws together: expected the verdict clear, came licence_required", False),
        ("{kind: scaner}", "{zed: licence_required}", "the shipment is refused: ", False),
    ],
)
def test_a_case_that_comes_out_otherwise_says_how(
    zed: Engine, tmp_path: Path, item: str, expect: str, difference: str, false_clear: bool
) -> None:
    result = run(zed, case(tmp_path, item, expect=expect))
    assert result.differences[0].startswith(difference)
    assert (result.passed, result.false_clear) == (False, false_clear)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expect": "{zd: licence_required}"}, 'cases.yaml:4:14: unknown regime "zd"'),
        ({"expect": "{zed: licence}"}, "cases.yaml:4:19: unknown word"),
        ({"expect": "{zed: [licence_required, not_subject]}"}, "cases.yaml:4:19: not an interval of outcomes"),
        ({"expect": "{zed: {outcom: not_subject}}"}, 'cases.yaml:4:20: unknown key "outcom"'),
        ({"expect": "[zed]"}, "cases.yaml:4:13: wrong form"),
        ({"oracle": "hearsay"}, "cases.yaml:5:20: unknown word"),
    ],
)
def test_a_case_that_expects_what_cannot_be_is_refused(zed: Engine, tmp_path: Path, changes: dict[str, str], message: str) -> None:
    case(tmp_path, **changes)
    with pytest.raises(LawError) as caught:
        read_cases(zed.law, tmp_path)
    assert str(caught.value).splitlines()[0].removeprefix(f"{tmp_path}/") == message


@pytest.mark.parametrize("key", ["name", "shipment", "expect", "oracle"])
def test_a_case_without_one_of_its_parts_is_refused(zed: Engine, tmp_path: Path, key: str) -> None:
    case(tmp_path)
    path = tmp_path / "cases.yaml"
    text = "".join(line for line in path.read_text().splitlines(keepends=True) if f"{key}:" not in line)
    path.write_text(text if key != "name" else text.replace("    shipment:", "  - shipment:"))
    with pytest.raises(LawError, match=f'the key "{key}" is missing'):
        read_cases(zed.law, tmp_path)


def test_an_unknown_verdict_is_refused(zed: Engine, tmp_path: Path) -> None:
    case(tmp_path, expect="{verdict: clearish}")
    with pytest.raises(LawError):
        read_cases(zed.law, tmp_path)


def test_a_clear_outcome_where_a_restrictive_verdict_is_expected_is_a_false_clear(zed: Engine, tmp_path: Path) -> None:
    shipment = "{kind: other}, from: NL, classification: {eu: none, nl: none}"
    result = run(zed, case(tmp_path, shipment, "KR", "{verdict: licence_required}"))
    assert result.false_clear
