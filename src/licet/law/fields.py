"""Values with their places: every one knows its file, line and column, so that every refusal can name them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from licet.language.place import Place
from licet.model.errors import LawError, LicetError, Problem, nearest

MAX_DEPTH = 60
MAX_BITS = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(slots=True, eq=False)
class Field:
    """A value with its place: a text (`scalar`), a list (`items`) or a mapping (`entries`)."""

    file: str
    line: int = 0
    column: int = 0
    scalar: str | None = None
    quoted: bool = False
    raw: str = ""
    quote: str = ""
    items: list[Field] | None = None
    entries: dict[str, Field] | None = None
    keys: dict[str, Field] = field(default_factory=dict)
    path: str = ""
    error: type[LicetError] = LawError

    @property
    def where(self) -> str:
        """The place of the value: `file:line:column` for law, the path for a shipment."""
        if self.error is not LawError and self.path:
            return f"{self.path} ({self.file}:{self.line})" if self.line else self.path
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def refuse(self, what: str, must_be: str = "", came: str = "", do: str = "") -> NoReturn:
        """Raise the error that names this place."""
        raise self.error(Problem(self.where, what, must_be, came, do))

    @property
    def shown(self) -> str:
        """The value as an error message shows it."""
        if self.entries is not None:
            return "a mapping"
        if self.items is not None:
            return "a list"
        text = self.scalar or ""
        return text if len(text) <= 60 else f"{text[:57]}..."

    def mapping(self, allowed: Iterable[str] | None = None, required: Iterable[str] = ()) -> dict[str, Field]:
        """Return the entries; refuse keys that are not allowed and a missing required key."""
        if self.entries is None:
            self.refuse("wrong form", "a mapping (key: value)", self.shown)
        if allowed is not None:
            names = tuple(allowed)
            for key in self.entries:
                if key not in names:
                    self.keys[key].refuse(f'unknown key "{key}"', ", ".join(names), key, nearest(key, names))
        for key in required:
            if key not in self.entries:
                self.refuse(f'the key "{key}" is missing', f"{key}: ...")
        return self.entries

    def sequence(self) -> list[Field]:
        """Return the members of a list; a single value counts as a list of one."""
        if self.items is not None:
            return self.items
        if self.entries is not None:
            self.refuse("wrong form", "a list", self.shown)
        return [self]

    def text(self) -> str:
        """Return the text."""
        if self.scalar is None:
            self.refuse("wrong form", "a text", self.shown)
        return self.scalar

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(member.text() for member in self.sequence())

    def day(self) -> date:
        """Return a day of the calendar."""
        if _DAY.fullmatch(self.text()):  # fromisoformat also reads weeks, and passes over what follows
            with contextlib.suppress(ValueError):
                return date.fromisoformat(self.text())
        self.refuse("not a day of the calendar", "a day such as 2024-09-07", self.shown)

    def boolean(self) -> bool:
        """Return yes or no."""
        word = self.text().lower()
        if word in ("yes", "true"):
            return True
        if word in ("no", "false"):
            return False
        self.refuse("wrong form", "yes or no", self.shown)

    def choice(self, known: Iterable[str]) -> str:
        """Return one of the words known."""
        names = tuple(known)
        word = self.text()
        if word not in names:
            self.refuse("unknown word", ", ".join(names), word, nearest(word, names))
        return word


def from_python(value: Any, file: str, error: type[LicetError] = LawError, path: str = "") -> Field:
    """Return a value that Python code or a JSON reader brought as fields.

    >>> from_python({"item": {"wavelength": 193}}, "shipment").mapping()["item"].mapping()["wavelength"].text()
    '193'
    """
    made = Field(file, path=path, error=error)
    depth = path.count(".") + path.count("[")
    if depth > MAX_DEPTH:
        made.refuse("nested too deeply", f"at most {MAX_DEPTH} levels")
    if isinstance(value, Mapping):
        made.entries = {str(key): from_python(part, file, error, f"{path}.{key}".lstrip(".")) for key, part in value.items()}
        made.keys = {key: Field(file, path=part.path, error=error) for key, part in made.entries.items()}
    elif isinstance(value, (list, tuple, set, frozenset)):
        made.items = [from_python(part, file, error, f"{path}[{index}]") for index, part in enumerate(value)]
    elif isinstance(value, bool):
        made.scalar = "yes" if value else "no"
    elif value is None:
        made.scalar = ""
    elif isinstance(value, int) and value.bit_length() > MAX_BITS:
        made.refuse("out of bounds", "a number of this world", "a huge number")
    else:
        made.scalar = value.isoformat() if isinstance(value, date) else str(value)
        if not made.scalar.isascii() and any("\ud800" <= letter <= "\udfff" for letter in made.scalar):
            made.scalar = ""
            made.refuse("not a text", "whole characters", "half of a character, as JSON can write it")
        made.quoted = isinstance(value, str)
    return made


def to_python(found: Field) -> Any:
    """Return fields as plain Python values; scalars stay texts.

    >>> to_python(from_python({"a": [1, {"b": "c"}]}, "x"))
    {'a': ['1', {'b': 'c'}]}
    """
    if found.entries is not None:
        return {key: to_python(value) for key, value in found.entries.items()}
    if found.items is not None:
        return [to_python(value) for value in found.items]
    return found.scalar


def pairs(found: Field) -> Iterator[tuple[str, Field]]:
    """Yield the keys and values of a mapping, in the order of the file."""
    yield from found.mapping().items()


def place_of(condition: Field) -> Place:
    """Return where a condition stands, for the errors of the language."""
    return Place(condition.file, condition.line, condition.column, condition.raw, condition.quote)
