"""The law as SQL for people and warehouses: a query that says of every row of a table what a text of the law says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from licet.batch.paragraphs import HYPOTHESIS, Paragraphs
from licet.batch.rules import Rules
from licet.language.cells import DAY, Cell, Cells, below
from licet.language.shape import SHIPMENT, full_shape
from licet.language.sql_text import DAY_COLUMN, DIALECTS, column_name, layers, statement
from licet.law.statute import ItemRef, Law
from licet.model.errors import LicetError, Problem, nearest


class NoSuchTextError(LicetError):
    """A text of the law, or a dialect of SQL, that is not there."""


def law_as_sql(law: Law, text: str = "", dialect: str = "duckdb", table: str = "shipments", day: date | None = None) -> str:
    """Return a query over a table of shipments with one column for each text asked for.

    Args:
        law: the law.
        text: a paragraph or a group of them (`us:ccl/3A090`), a rule (`us-742.4-a-4`), a regime, or nothing for all regimes.
        dialect: the SQL to write.
        table: how the table of shipments is called.
        day: only the texts in force on this day; without it, those of all days, chosen by the column of the day.

    Raises:
        NoSuchTextError: there is no such text or dialect.

    """
    if dialect not in DIALECTS:
        raise NoSuchTextError(
            Problem("--dialect", "a dialect that is not written", ", ".join(DIALECTS), dialect, nearest(dialect, DIALECTS))
        )
    cells = Cells(day, day) if day is not None else Cells()
    paragraphs = Paragraphs(law, cells, full_shape(law.vocabulary, law.regimes))
    outputs = {name: _plain(cells, cell) for name, cell in _asked(law, paragraphs, text).items()}
    made = layers(outputs, _columns(outputs.values()), dialect, carry=("shipment",))
    query = statement(made, table, ("shipment",))
    return str(query.sql(dialect=dialect, pretty=True)) + "\n"


def _columns(outputs: Iterable[Cell]) -> list[str]:
    found = dict.fromkeys(["shipment", DAY_COLUMN])
    for cell in below(outputs):
        if cell.op == "col":
            found[column_name(cell.args[0], cell.args[1])] = None
    return list(found)


def _plain(cells: Cells, cell: Cell) -> Cell:
    """Return a cell without hypotheses, which only reasoning by cases needs."""
    made: dict[int, Cell] = {}
    for one in below([cell]):
        if one.op == "col" and one.args[0] == HYPOTHESIS:
            made[one.id] = cells.constant(0.0)
        elif one.op == "col" and one.args[:2] == (SHIPMENT, "date"):
            made[one.id] = cells.column(DAY, "date", "day")
        else:
            made[one.id] = cells.remade(one, [made[part.id] for part in one.parts])
    return made[cell.id]


def _asked(law: Law, paragraphs: Paragraphs, text: str) -> dict[str, Cell]:
    rules = Rules(law, paragraphs)
    if not text or text in law.regimes:
        found: dict[str, Cell] = {}
        for name, regime in law.regimes.items():
            if text in ("", name):
                made = rules.regime(regime)
                found.update({f"{name}_{side}": made.bounds[side] for side in ("lower", "upper")})
        return found
    named = [rule for rule in law.rules if rule.id == text]
    if named:
        return {text: paragraphs.cells.either(*(rules.holds(rule) for rule in named))}
    list_id, _, code = text.partition("/")
    lists = [list_id] if list_id in paragraphs.lists else list(paragraphs.lists) if not code else []
    wanted = [ItemRef(name, code if list_id in paragraphs.lists else text) for name in lists]
    found = {}
    for ref in wanted:
        for index, paragraph, _ in paragraphs.of(ref):
            cell = paragraphs.value(index)
            found[paragraph.ref] = paragraphs.cells.either(found[paragraph.ref], cell) if paragraph.ref in found else cell
    if not found:
        known = [*(rule.id for rule in law.rules), *(paragraph.ref for paragraph in law.paragraphs)]
        raise NoSuchTextError(
            Problem("licet law sql", f'no text "{text}"', "a paragraph, a rule, a regime, or nothing", text, nearest(text, known))
        )
    return found
