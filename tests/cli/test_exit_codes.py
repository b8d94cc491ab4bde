from __future__ import annotations

from pathlib import Path

import pytest

from licet.cli import exits
from licet.model.determination import Verdict
from tests.support.commands import licet
from tests.support.overlays import ZED, write

KOREAN = ("--party", "end_user=Acme@KR; headquarters=KR", "--party", "consignee=Acme@KR; headquarters=KR")
DRY_SCANNER = ("check", "--item", "NXT:1470", "--to", "KR", *KOREAN)
ZED_RULES = """
    regime: zed
    rules:
      - {id: zed-reach, title: Reach, kind: reach, when: "departure in {JP}", sources: [{cite: gazette}]}
      - {id: zed-notice, title: Notice, kind: notification, when: "destination in {CN}", sources: [{cite: gazette}]}
      - {id: zed-ban, title: Ban, kind: prohibition, when: "destination in {US}", sources: [{cite: gazette}]}
"""

COMMANDS = {
    Verdict.CLEAR: (*DRY_SCANNER, "--from", "NL", "--date", "2024-10-01"),
    Verdict.CLEAR_VERIFY: (*DRY_SCANNER, "--from", "NL", "--date", "2026-01-15"),
    Verdict.NOT_COVERED: (*DRY_SCANNER, "--from", "SG", "--date", "2024-10-01"),
    Verdict.AUTHORISATION_AVAILABLE: ("check", "--item", "NXE:3600D", "--from", "NL", "--to", "US", "--date", "2024-10-01"),
    Verdict.NOTIFY_AUTHORITY: ("check", "--item", "NXT:1470", "--from", "JP", "--to", "CN", "--date", "2024-10-01", "--regime", "zed"),
    Verdict.LICENCE_REQUIRED: ("check", "--item", "NXE:3600D", "--from", "NL", "--to", "CN", "--date", "2024-10-01"),
    Verdict.PROHIBITED: ("check", "--item", "NXT:1470", "--from", "JP", "--to", "US", "--date", "2024-10-01"),
    Verdict.OPEN: ("check", "--kind", "scanner", "--from", "NL", "--to", "CN", "--date", "2024-10-01"),
}


@pytest.fixture(scope="module")
def zed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("law"), {"zed.yaml": ZED, "rules.yaml": ZED_RULES, "home.yaml": "regime: zed\ngoverns: [JP]\n"})


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_an_exit_code_of_its_own(verdict: Verdict, zed: Path) -> None:
    ran = licet(*COMMANDS[verdict], "--law", zed, "--json")
    assert ran.json["verdict"] == verdict.value
    assert ran.code == ran.json["exit_code"] == exits.OF_VERDICT[verdict]


def test_no_two_verdicts_share_a_code() -> None:
    assert len(set(exits.OF_VERDICT.values())) == len(Verdict)


def test_only_clear_is_zero() -> None:
    assert [verdict for verdict, code in exits.OF_VERDICT.items() if code == 0] == [Verdict.CLEAR]


def test_every_code_is_explained() -> None:
    assert set(exits.MEANINGS) == {*exits.OF_VERDICT.values(), exits.FAILED, exits.BAD_INPUT, exits.LISTED, exits.MAYBE_LISTED}
