from __future__ import annotations

from datetime import date, timedelta

import pytest

from licet import Engine, Law, load_law
from licet.casework import Case, CaseResult, read_cases, run_case
from licet.casework.cases import ORACLES
from licet.law.fields import to_python

CASES = read_cases(load_law())

MAIN_DAYS = {
    "nl": ("2023-09-01", "2024-09-07", "2024-12-01", "2025-04-01", "2025-11-15"),
    "eu": ("2025-11-15",),
}
"""The days on which Dutch and Union law changed most for chips."""


@pytest.fixture(scope="module")
def results(engine: Engine) -> list[CaseResult]:
    return [run_case(case, engine) for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_law_says_what_the_oracle_says(case: Case, engine: Engine) -> None:
    assert run_case(case, engine).differences == ()


def test_no_case_is_a_false_clear(results: list[CaseResult]) -> None:
    assert [result.case.at for result in results if result.false_clear] == []


def test_every_oracle_is_of_a_known_kind_and_says_where_it_stands() -> None:
    assert {case.oracle for case in CASES} <= set(ORACLES)
    assert [case.at for case in CASES if not case.cite] == []


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))


def test_every_case_expects_something() -> None:
    assert [case.at for case in CASES if not case.expects] == []


def test_every_case_says_its_day_so_that_it_says_the_same_tomorrow() -> None:
    assert [case.at for case in CASES if "date" not in to_python(case.written)] == []


def days_asked(regime: str) -> set[date]:
    asked = [case for case in CASES if any(expected.regime == regime for expected in case.expects)]
    return {date.fromisoformat(to_python(case.written)["date"]) for case in asked}


@pytest.mark.parametrize(("regime", "day"), [(regime, day) for regime, days in MAIN_DAYS.items() for day in days])
def test_there_are_cases_around_every_main_day_of_change(law: Law, regime: str, day: str) -> None:
    change = date.fromisoformat(day)
    texts = [paragraph.valid for paragraph in law.paragraphs if paragraph.list.startswith(f"{regime}:")]
    texts += [rule.valid for rule in law.rules if rule.regime == regime]
    assert any(change in valid.days() for valid in texts)
    asked = days_asked(regime)
    assert {change - timedelta(days=1), change, change + timedelta(days=1)} <= asked
