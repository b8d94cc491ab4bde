"""Where a condition stands in the files of the law, down to the character."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: the file, and the line and column of its first character (both from 1).

    `raw` holds the characters of the file for a condition that runs over several lines, which YAML folds into one.
    """

    file: str
    line: int
    column: int
    raw: str = ""

    def at(self, text: str, offset: int) -> str:
        r"""Return `file:line:column` of a character of the condition.

        >>> Place("a.yaml", 3, 9, "one and\n    two").at("one and two", 8)
        'a.yaml:4:5'
        """
        if not self.raw:
            return f"{self.file}:{self.line}:{self.column + offset}"
        passed = sum(not character.isspace() for character in text[:offset])
        shown = [index for index, character in enumerate(self.raw) if not character.isspace()]
        index = shown[min(passed, len(shown) - 1)]
        before = self.raw[:index]
        line = before.count("\n")
        column = index - before.rfind("\n") if line else self.column + index
        return f"{self.file}:{self.line + line}:{column}"
