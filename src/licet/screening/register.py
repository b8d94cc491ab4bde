"""The lists in the law's sense: who keeps each, whom it binds, what it does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("register.yaml")


@dataclass(frozen=True, slots=True)
class RegisteredList:
    """One list in the law's sense."""

    key: str
    name: str
    authority: str
    source: str
    binds: str
    does: str


@lru_cache(maxsize=1)
def register() -> dict[str, RegisteredList]:
    """Return every list that is known, by its key.

    >>> register()["us-entity-list"].name
    'Entity List'
    """
    table = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    return {key: RegisteredList(key, **fields) for key, fields in table.items()}
