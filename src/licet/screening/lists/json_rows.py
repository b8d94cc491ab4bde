"""Objects of a JSON list, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ijson  # type: ignore[import-untyped]  # ships no types

from licet.screening.errors import refuse
from licet.screening.lists.parts import Part

LONGEST_LINE = 50_000_000


def members(part: Part, path: str) -> Iterator[Any]:
    """Yield the members of the array at a path (`item` for an array that is the whole file, `results.item` for one in an object).

    Raises:
        ListError: the JSON is cut off or not well-formed.

    """
    with part.open() as stream:
        try:
            yield from ijson.items(stream, path, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            refuse(part.where, "the JSON cannot be read", "a whole, well-formed JSON file in UTF-8", str(error), "Fetch the file again.")


def lines(part: Part) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file with one on each line, with the number of the line.

    Raises:
        ListError: a line is not a JSON object.

    """
    with part.open() as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                refuse(
                    f"{part.where}:{number}", "the line cannot be read", "a JSON object on each line", str(error), "Fetch the file again."
                )
            if not isinstance(found, dict):
                refuse(f"{part.where}:{number}", "wrong form", "a JSON object on each line", type(found).__name__)
            yield number, found


def text(value: Any) -> str:
    r"""Return a scalar as text, in one line; nothing where an object or array stands in its place.

    >>> text(None), text(" a\n b "), text(906), text(["a"])
    ('', 'a b', '906', '')
    """
    return "" if value is None or isinstance(value, (list, dict)) else " ".join(str(value).split())


def texts(value: Any) -> tuple[str, ...]:
    """Return the scalars of a list as texts that are not empty; a scalar counts as a list of one.

    >>> texts(["SDGT", None, " IFSR"]), texts(None), texts("IRAN")
    (('SDGT', 'IFSR'), (), ('IRAN',))
    """
    if not value:
        return ()
    found = value if isinstance(value, list) else [value]
    return tuple(one for one in map(text, found) if one)


def as_published(row: Any) -> str:
    """Return a row for people: the JSON in one line, without what is empty."""
    if isinstance(row, dict):
        row = {key: value for key, value in row.items() if value not in (None, "", [], {})}
    try:
        return json.dumps(row, ensure_ascii=False)
    except RecursionError:
        return "(a row too deeply nested to be shown)"
