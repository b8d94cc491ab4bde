"""Where a condition stands in the files of the law, down to the character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: the file, and the line and column of its first character (both from 1).

    `raw` holds the characters of the file where they differ from the condition: over several lines, which YAML folds into one, or
    behind escapes in a quoted text, where `quote` is the quote.
    """

    file: str
    line: int
    column: int
    raw: str = ""
    quote: str = ""

    def at(self, text: str, offset: int) -> str:
        r"""Return `file:line:column` of a character of the condition.

        >>> Place("a.yaml", 3, 9, "one and\n    two").at("one and two", 8)
        'a.yaml:4:5'
        """
        if not self.raw:
            return f"{self.file}:{self.line}:{self.column + offset}"
        passed = sum(not character.isspace() for character in text[:offset])
        shown = [index for index, character in self._characters() if not character.isspace()]
        index = shown[min(passed, len(shown) - 1)]
        before = self.raw[:index]
        line = before.count("\n")
        column = index - before.rfind("\n") if line else self.column + index
        return f"{self.file}:{self.line + line}:{column}"

    def _characters(self) -> Iterator[tuple[int, str]]:
        """Yield the characters of the condition with their index in the file's, an escape as one."""
        index = 0
        while index < len(self.raw):
            pair = self.raw[index : index + 2]
            escaped = (self.quote == '"' and pair[0] == "\\") or (self.quote == "'" and pair == "''")
            yield index, pair[-1] if escaped else pair[0]
            index += 2 if escaped else 1
