"""Text to parse tree: the grammar with the vocabulary's units, and syntax errors a lawyer can act on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

ParseTree = Tree[Token]

_TERMINALS = {
    "COMPARISON": "a comparison (< <= == != >= >)",
    "NAME": "a name",
    "NUMBER": "a number",
    "QUANTITY": "a number with a unit",
    "STRING": 'a text in "quotes"',
    "LPAR": "(",
    "RPAR": ")",
    "LBRACE": "{",
    "RBRACE": "}",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IN": "in",
    "IS": "is",
    "INCLUDES": "includes",
    "COMMA": ",",
    "$END": "the end",
}


class NotInLanguageError(Exception):
    """A condition that is not in the language: where in its text, and what could have stood there."""

    def __init__(self, offset: int, came: str, expected: str) -> None:
        super().__init__(came)
        self.offset = offset
        self.came = came
        self.expected = expected


@lru_cache(maxsize=4)
def _parser(units: str) -> Lark:
    grammar = files("licet.language").joinpath("grammar.lark").read_text(encoding="utf-8").replace("(UNIT)", f"({units})")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def parse(text: str, units: str) -> ParseTree:
    """Parse one condition.

    Args:
        text: the condition.
        units: alternatives of a regular expression that match the units, from `UnitTable.pattern`.

    Raises:
        NotInLanguageError: the text is not in the language.

    >>> parse("wavelength >= 193 nm", "nm").data
    Token('RULE', 'start')

    """
    try:
        return _parser(units).parse(text)
    except UnexpectedEOF as error:
        raise NotInLanguageError(len(text), "the end", _expected(error.expected)) from None
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        offset = len(text) if at_end else (error.token.start_pos or 0)
        raise NotInLanguageError(offset, "the end" if at_end else str(error.token), _expected(error.accepts or error.expected)) from None
    except UnexpectedCharacters as error:
        raise NotInLanguageError(error.pos_in_stream or 0, text[error.pos_in_stream or 0], _expected(error.allowed or set())) from None
    except UnexpectedInput as error:  # pragma: no cover  # Lark has no further kinds today; a new one must not crash the load
        raise NotInLanguageError(error.pos_in_stream or 0, "this", "a condition") from None


def _expected(names: Iterable[str]) -> str:
    words = sorted({_TERMINALS[name] for name in names if name in _TERMINALS})
    return ", ".join(words) if words else "a condition"
