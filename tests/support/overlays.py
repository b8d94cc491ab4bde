"""Overlays of law for tests: files written to a folder and loaded over the shipped law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest

from licet import Engine, Law, LawError, load_law, read_shipment
from licet.law.load import SHIPPED
from licet.model.determination import Determination

BASE = ("vocabulary", "places", "catalogue", "eu", "eu-national", "nl")
"""The part of the shipped law that overlays of tests are laid over: what they speak of, and no regime that reaches the whole world."""

ZED = """
    regime: zed
    name: Zedland
    adjective: Zed
    known_through: 2030-12-31
    sources:
      gazette: {title: Zed Gazette, link: "https://zed.example/gazette", read: 2026-11-21, kind: official}
    lists:
      own: {title: Zed list, sources: [{cite: gazette}]}
"""
"""A regime of a country that does not exist, for laws that no real law has."""

CITED = "sources: [{cite: gazette}]"
"""What every rule and paragraph of Zedland needs."""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write texts, indented as they stand in a test, as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


@lru_cache(maxsize=1)
def _base() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="licet-base-")  # goes away with the process
    for part in BASE:
        copytree(SHIPPED / part, Path(folder.name) / part)
    return folder


def base_folder() -> Path:
    """Return the folder of the base, for another process to load."""
    return Path(_base().name)


def load_over_base(*folders: Path) -> Law:
    """Load the base with folders laid over it, from their texts."""
    return load_law(*folders, use_cache=False, base=_base().name)


def load(folder: Path, **texts: str) -> Law:
    """Load the base with one file for each text laid over it."""
    return load_over_base(write(folder, {f"{name}.yaml": text for name, text in texts.items()}))


def zed_engine(folder: Path, **texts: str) -> Engine:
    """Return an engine for the base and Zedland's."""
    return Engine(load(folder, zed=ZED, **texts))


def ask(engine: Engine, **shipment: object) -> Determination:
    """Determine a shipment written as keyword arguments; `leaves` stands for `from`."""
    written = {"item": {"kind": "other"}, "date": "2025-01-01", **shipment}
    if "leaves" in written:
        written["from"] = written.pop("leaves")
    return engine.determine(read_shipment(written, engine.law))


@dataclass(frozen=True)
class Refusal:
    """Files that the loader refuses, and the whole message it must give."""

    name: str
    files: Mapping[str, str]
    message: str

    def check(self, folder: Path) -> None:
        """Load the files and compare the message, with the folder left out of the places it names."""
        with pytest.raises(LawError) as caught:
            load_over_base(write(folder, self.files))
        assert str(caught.value).replace(f"{folder}/", "") == dedent(self.message).strip("\n")


def refusal(name: str, message: str, **texts: str) -> Refusal:
    """Return the refusal of one or more files named by keyword."""
    return Refusal(name, {f"{file}.yaml": text for file, text in texts.items()}, message)
