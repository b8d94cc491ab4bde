from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from licet import Engine, Law, determination_as_dict, load_law, read_shipment
from tests.support.overlays import ZED, write

SHIPMENTS: list[dict[str, object]] = [
    {"item": "NXT:2000i", "from": "NL", "to": "CN", "date": "2024-10-01"},
    {"item": "NXT:1980Di", "from": "NL", "to": "KR", "date": "2025-12-01"},
    {"item": {"kind": "scanner"}, "from": "DE", "to": "CN", "date": "2025-12-01"},
    {"item": "H100", "from": "FR", "to": "US", "date": "2026-01-01", "parties": {"end_user": {"country": "US"}}},
    {"item": {"kind": "software", "for": "NXE:3600D"}, "from": "NL", "to": "TW", "date": "2023-09-01", "known_on": "2023-07-01"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def never_built(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def forbid(*_: object) -> Law:
        raise AssertionError("the law was built anew")

    return lambda: monkeypatch.setattr("licet.law.build.build_law", forbid)


def answers(law: Law) -> list[dict[str, object]]:
    engine = Engine(law)
    return [determination_as_dict(engine.determine(read_shipment(written, law)), law, why=True) for written in SHIPMENTS]


def test_the_law_from_the_cache_gives_the_same_answers(folder: Path, never_built: Callable[[], None]) -> None:
    built = load_law()
    never_built()
    assert answers(load_law()) == answers(built)


def test_the_law_is_kept_in_one_file_that_only_the_user_can_read(folder: Path) -> None:
    load_law()
    load_law()
    (kept,) = folder.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [b"", b"no pickle at all", b"\x80\x05", pickle.dumps({"a": 1}), b"cos\nno_such_function\n(tR."],
    ids=["empty", "text", "truncated", "something else", "an unknown name"],
)
def test_a_damaged_file_is_ignored_and_written_anew(folder: Path, never_built: Callable[[], None], damage: bytes) -> None:
    sound = load_law()
    (kept,) = folder.iterdir()
    kept.write_bytes(damage)
    assert load_law().hash == sound.hash
    never_built()
    assert load_law().hash == sound.hash


def test_half_a_file_is_ignored(folder: Path) -> None:
    sound = load_law()
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert answers(load_law()) == answers(sound)


def test_the_law_of_another_hash_under_this_name_is_ignored(folder: Path, tmp_path: Path) -> None:
    shipped = load_law()
    (kept,) = folder.iterdir()
    overlaid = load_law(write(tmp_path / "law", {"zed.yaml": ZED}))
    (other,) = [path for path in folder.iterdir() if path != kept]
    kept.write_bytes(other.read_bytes())
    assert set(load_law().regimes) == set(shipped.regimes) != set(overlaid.regimes)


def test_a_file_of_another_user_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch, never_built: Callable[[], None]) -> None:
    load_law()
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    never_built()
    with pytest.raises(AssertionError, match="built anew"):
        load_law()


def test_an_empty_name_turns_the_cache_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_CACHE", "")
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    load_law()
    assert list(tmp_path.rglob("*")) == []


def test_without_a_name_the_cache_is_in_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LICET_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_law()
    assert [path.parent.name for path in tmp_path.rglob("*.pickle")] == ["licet"]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "file"))
    assert load_law().hash == law.hash


def test_not_using_the_cache_neither_reads_nor_writes_it(folder: Path) -> None:
    load_law(use_cache=False)
    assert not folder.exists()


@pytest.mark.parametrize(
    "change", [{"zed.yaml": ZED + "# a comment\n"}, {"other.yaml": ZED}, {"zed.yaml": ZED, "b.yaml": "regime: zed\ncoverage: []\n"}]
)
def test_any_change_of_an_overlay_changes_the_hash(tmp_path: Path, change: dict[str, str]) -> None:
    before = load_law(write(tmp_path / "law", {"zed.yaml": ZED}), use_cache=False)
    for path in (tmp_path / "law").iterdir():
        path.unlink()
    after = load_law(write(tmp_path / "law", change), use_cache=False)
    assert after.hash != before.hash


def test_the_order_of_overlays_changes_the_hash(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", {"a.yaml": ZED}), write(tmp_path / "b", {"b.yaml": ZED.replace("Zed list", "Other list")})
    assert load_law(first, second, use_cache=False).hash != load_law(second, first, use_cache=False).hash


def test_the_same_text_has_the_same_hash(law: Law) -> None:
    assert load_law(use_cache=False).hash == law.hash
