"""Rows of the first sheet of an Excel workbook, as text; a workbook that would unfold beyond the limit is refused unread."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from licet.screening.errors import refuse
from licet.screening.lists.parts import Part

MAGIC = b"PK\x03\x04"


def rows_of_workbook(part: Part) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row with its number.

    Raises:
        ListError: it is no whole workbook, or would unfold beyond the limit.

    """
    with part.open() as stream:
        content = BytesIO(stream.read())
    try:
        with zipfile.ZipFile(content) as packed:
            unfolded = sum(entry.file_size for entry in packed.infolist())
        if unfolded > part.limit:
            do = "Is this the right file?"
            refuse(part.where, "the workbook is too large", f"at most {part.limit:,} bytes when unpacked", f"{unfolded:,}", do)
        content.seek(0)
        sheet = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0)
    except (zipfile.BadZipFile, CalamineError, OSError, IndexError) as error:
        refuse(part.where, "the workbook cannot be read", "a whole Excel workbook (.xlsx)", str(error), "Fetch the file again.")
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [cell if isinstance(cell, str) else _text(cell) for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
