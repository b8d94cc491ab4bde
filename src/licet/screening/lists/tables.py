"""Rows of delimited text: the columns checked by name, the cells counted, the encoding held to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from licet.screening.errors import refuse
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.parts import Part

LARGEST_CELL = 1_000_000
"""No cell of a list is this long; an unclosed quotation mark, which would swallow the rows after it, soon is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a layout: those it cannot do without, and those it knows besides."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    def check(self, found: Sequence[str], where: str, count: Count) -> None:
        """Stop where a required column is missing; count what is unknown, or known and missing.

        Raises:
            ListError: a required column is not there.

        """
        for name in self.required:
            if name not in found:
                changed_layout(where, f'a column "{name}"', ", ".join(found)[:160])
        known = {*self.required, *self.optional}
        count.unknown_columns.update(name for name in found if name not in known and name)
        count.missing_columns.extend(name for name in self.optional if name not in found)


def lines_of_cells(part: Part, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row with the number of the line on which it ends.

    Raises:
        ListError: the bytes are not of that encoding, or a quotation mark stays open.

    """
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        with part.open() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
            reader = csv.reader(text, delimiter=delimiter)
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
    except UnicodeDecodeError as error:
        came = f"byte 0x{error.object[error.start]:02x}"
        do = "Is this the publisher's own file? Programs that show tables often save in another encoding."
        refuse(part.where, "wrong encoding", encoding.removesuffix("-sig").upper(), came, do)
    except csv.Error as error:
        refuse(part.where, "a row cannot be read", "rows whose quotation marks are closed", str(error), "Fetch the file again.")
    finally:
        csv.field_size_limit(before)


def named_rows(rows: Iterable[tuple[int, list[str]]], columns: Columns, where: str, count: Count) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row below a header as cells by column; a row with too few or too many cells is skipped and counted.

    Raises:
        ListError: there is no header, or a required column is not there.

    """
    rows = iter(rows)
    header = [name.strip() for name in next(rows, (0, []))[1]]
    columns.check(header, where, count)
    for line, cells in rows:
        count.rows += 1
        if len(cells) != len(header):
            count.skip(f"{len(cells)} cells instead of {len(header)}", f"{where}:{line}", broken=True)
            continue
        yield line, dict(zip(header, cells, strict=True))


def as_published(cells: Iterable[tuple[str, str]]) -> str:
    r"""Return a row for people: a line for each cell that is filled.

    >>> as_published([("name", "SMIC"), ("remarks", ""), ("source", "Entity List")])
    'name: SMIC\nsource: Entity List'
    """
    return "\n".join(f"{name}: {cell}" for name, cell in cells if cell.strip())
