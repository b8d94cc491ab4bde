"""YAML to fields, with positions.

Own composing from PyYAML's events, because duplicate keys, aliases (bombs) and depth must be refused before anything is built.
"""

from __future__ import annotations

import yaml

from licet.law.fields import MAX_DEPTH, Field
from licet.model.errors import LawError, LicetError, Problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover  # PyYAML without its C part reads the same, only slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


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
            if event.end_mark is not None:
                _keep_raw(made, self.text[mark.index : event.end_mark.index], event.style or "")
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


def _keep_raw(made: Field, raw: str, style: str) -> None:
    """Keep the characters of the file where they differ from the text: several lines, or escapes."""
    if style in ("|", ">"):  # the header of a block stands on a line of its own
        _, _, raw = raw.partition("\n")
        made.line, made.column = made.line + 1, 1
    elif style in ("'", '"'):
        raw, made.quote = raw[1:-1], style
    if raw != made.scalar:
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
