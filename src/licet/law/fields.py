"""YAML with positions: every value knows its file, line and column, so that every refusal can name them.

Own composing from PyYAML's events, because duplicate keys, aliases (bombs) and depth must be refused before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

import yaml

from licet.language.check import Place
from licet.model.errors import LawError, LicetError, Problem, nearest

MAX_DEPTH = 60

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover  # PyYAML without its C part reads the same, only slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


@dataclass(slots=True, eq=False)
class Field:
    """A value with its place: a text (`scalar`), a list (`items`) or a mapping (`entries`)."""

    file: str
    line: int = 0
    column: int = 0
    scalar: str | None = None
    quoted: bool = False
    raw: str = ""
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
        try:
            return date.fromisoformat(self.text())
        except ValueError:
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


def read_yaml(text: str, file: str, error: type[LicetError] = LawError) -> Field:
    """Read one YAML document.

    Args:
        text: the document.
        file: its name, for messages.
        error: the error to raise, `LawError` for law and `ShipmentError` for shipments.

    Raises:
        LicetError: not YAML, more than one document, a duplicate key, an alias, or nested too deeply.

    """
    try:
        return _compose(text, file, error)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        raise error(Problem(where, "not YAML", "YAML or JSON", problem.problem or "", "Check indentation, colons and quotes.")) from None
    except (yaml.YAMLError, ValueError) as problem:
        raise error(Problem(file, "not a text that can be read", "YAML or JSON in UTF-8", str(problem).splitlines()[0])) from None


def _compose(text: str, file: str, error: type[LicetError]) -> Field:
    composer = _Composer(text, file, error)
    for event in yaml.parse(text, Loader=_Loader):
        composer.take(event)
    if composer.root is None:
        raise error(Problem(file, "empty", "a mapping (key: value)"))
    return composer.root


class _Composer:
    """Builds fields from the events of the YAML parser, one at a time."""

    def __init__(self, text: str, file: str, error: type[LicetError]) -> None:
        self.text, self.file, self.error = text, file, error
        self.root: Field | None = None
        self.stack: list[Field] = []
        self.pending: list[Field | None] = []  # beside each open mapping, the key that waits for its value

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        mark = event.start_mark
        if mark is None:
            return
        if isinstance(event, yaml.ScalarEvent):
            quoted = event.style in ("'", '"')
            made = Field(self.file, mark.line + 1, mark.column + 1 + quoted, event.value, quoted, error=self.error)
            if event.end_mark is not None and event.end_mark.line > mark.line:
                _keep_raw(made, self.text[mark.index : event.end_mark.index], event.style in ("|", ">"))
            self._place(made)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            made = Field(self.file, mark.line + 1, mark.column + 1, error=self.error)
            self._open(made, isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            made = self.stack.pop()
            self.pending.pop()
            self._place(made)
        elif isinstance(event, yaml.AliasEvent):
            alias = Field(self.file, mark.line + 1, mark.column + 1, error=self.error)
            alias.refuse("aliases are not read", "the value itself", f"*{event.anchor}", "Write the value out.")
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            where = f"{self.file}:{mark.line + 1}"
            raise self.error(Problem(where, "more than one document", "one document a file", "---"))

    def _open(self, made: Field, is_mapping: bool) -> None:
        if is_mapping:
            made.entries = {}
        else:
            made.items = []
        if self.stack:
            parent, key = self.stack[-1], self.pending[-1]
            if parent.items is not None:
                made.path = f"{parent.path}[{len(parent.items)}]"
            elif key is None:
                made.refuse("a key must be a text", "key: value", made.shown)
            else:
                made.path = f"{parent.path}.{key.scalar}".lstrip(".")
        if len(self.stack) >= MAX_DEPTH:
            made.refuse("nested too deeply", f"at most {MAX_DEPTH} levels")
        self.stack.append(made)
        self.pending.append(None)

    def _place(self, made: Field) -> None:
        if not self.stack:
            self.root = made
            return
        parent, key = self.stack[-1], self.pending[-1]
        if parent.items is not None:
            made.path = f"{parent.path}[{len(parent.items)}]"
            parent.items.append(made)
        elif key is None:
            self.pending[-1] = made
        else:
            _put(parent, key, made)
            self.pending[-1] = None


def _keep_raw(made: Field, raw: str, block: bool) -> None:
    """Keep the characters of a text over several lines, without the header of a block (`>-`)."""
    if block:
        _, _, raw = raw.partition("\n")
        made.line, made.column = made.line + 1, 1
    made.raw = raw


def _put(parent: Field, key: Field, value: Field) -> None:
    assert parent.entries is not None  # noqa: S101  # only called for mappings
    name = key.scalar or ""
    if name in parent.entries:
        first = parent.keys[name]
        key.refuse(f'the key "{name}" stands twice', f"one value (the first is in line {first.line})", name, "Remove one of them.")
    value.path = f"{parent.path}.{name}".lstrip(".")
    parent.entries[name] = value
    parent.keys[name] = key


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
    else:
        made.scalar = value.isoformat() if isinstance(value, date) else str(value)
        made.quoted = isinstance(value, str)
    return made


def to_python(found: Field) -> Any:
    """Return fields as plain Python values; scalars stay texts.

    >>> to_python(read_yaml("a: [1, {b: c}]", "x"))
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
    return Place(condition.file, condition.line, condition.column, condition.raw)
