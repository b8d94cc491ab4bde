"""Where each list comes from: the table that ships, and what the user lays over it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from licet.model.errors import nearest
from licet.screening.errors import refuse
from licet.screening.lists.reading import LAYOUTS

SHIPPED = Path(__file__).with_name("sources.yaml")
OVERLAY = "LICET_LIST_SOURCES"
"""The environment variable that names a file of sources to lay over the shipped one."""

_TEXTS = ("title", "publisher", "page", "by_hand")
_NUMBERS = ("megabytes", "stale_after_days")
_KEYS = (*_TEXTS, "parts", *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Source:
    """Where one list comes from."""

    name: str
    title: str
    publisher: str
    page: str
    parts: Mapping[str, str] = field(default_factory=dict)
    by_hand: str = ""
    megabytes: int = 100
    stale_after_days: int = 7

    @property
    def limit(self) -> int:
        """How many bytes a file of the list may have."""
        return self.megabytes * 1_000_000


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """Return the source of each list.

    Args:
        folder: the folder of lists; a file `sources.yaml` in it is laid over the shipped table.

    Raises:
        ListError: a file of sources cannot be read, or says something it cannot mean.

    >>> load_sources()["un"].parts["list"]
    'https://scsanctions.un.org/resources/xml/en/consolidated.xml'

    """
    table = _table(SHIPPED)
    overlays = [Path(os.environ[OVERLAY])] if os.environ.get(OVERLAY) else []
    if folder is not None and (folder / "sources.yaml").is_file():
        overlays.append(folder / "sources.yaml")
    for path in overlays:
        for name, fields in _table(path).items():
            if name not in LAYOUTS:
                refuse(str(path), f'no list "{name}"', ", ".join(LAYOUTS), name, nearest(name, LAYOUTS))
            table[name] = {**table[name], **fields}
    return {name: Source(name=name, **fields) for name, fields in table.items()}


def _table(path: Path) -> dict[str, dict[str, Any]]:
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        refuse(str(path), "the file of sources cannot be read", "a YAML file", " ".join(str(error).split()))
    if not isinstance(table, dict):
        refuse(str(path), "wrong form", "a mapping from the name of a list to its source", type(table).__name__)
    for name, fields in table.items():
        where = f"{path}: {name}"
        if not isinstance(fields, dict):
            refuse(where, "wrong form", f"a mapping with {', '.join(_KEYS)}", str(fields))
        for key, value in fields.items():
            _check(where, str(key), value)
    return table


def _check(where: str, key: str, value: Any) -> None:
    if key not in _KEYS:
        refuse(where, f'unknown key "{key}"', ", ".join(_KEYS), key, nearest(key, _KEYS))
    if key in _TEXTS and not isinstance(value, str):
        refuse(f"{where}.{key}", "wrong form", "a text", str(value))
    if key in _NUMBERS and (not isinstance(value, int) or isinstance(value, bool) or value <= 0):
        refuse(f"{where}.{key}", "wrong form", "a whole number above 0", str(value))
    if key == "parts":
        if not isinstance(value, dict):
            refuse(f"{where}.parts", "wrong form", "a mapping from a role (list, primary ...) to an address", str(value))
        for role, address in value.items():
            if not isinstance(address, str) or not address.startswith(("https://", "http://")):
                refuse(f"{where}.parts.{role}", "no address", "an address that begins with https://", str(address))
