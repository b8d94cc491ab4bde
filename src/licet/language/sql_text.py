"""Writes cells as SQL, for any dialect that sqlglot speaks: one expression, or a statement whose shared parts are columns of their own.

SQL's NULL is Kleene's unknown, so the logic needs no translation. What differs between dialects is avoided (greatest of NULLs, IS TRUE) or
left to sqlglot (positions in texts, casts, quotes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from licet.language.cells import DAY, Cell, below

DIALECTS = ("duckdb", "spark", "snowflake", "bigquery", "postgres", "trino")

DAY_COLUMN = "law_day"
"""The column of the day whose law applies."""

_WORDS = {"#": "count"}


def column_name(table: str, column: str) -> str:
    """Return how a column of a table is called in SQL.

    >>> column_name("item", "for.performances[0].rate"), column_name("party.end_user", "#"), column_name("shipment", "destination")
    ('for__performances_0__rate', 'end_user__named', 'destination')
    """
    if table == DAY:
        return DAY_COLUMN
    if table.startswith("party."):
        return _plain(table.removeprefix("party.")) + "__" + ("named" if column == "#" else _plain(column))
    return _plain(column)


def _plain(name: str) -> str:
    return re.sub(r"\[(\d+)\]", r"_\1", name).replace(".", "__").replace("#", "count")


@dataclass(frozen=True, slots=True)
class Layer:
    """Columns that are computed over those of the layer below."""

    columns: tuple[tuple[str, exp.Expression], ...]
    carried: tuple[str, ...]


class SqlText:
    """Writes cells as sqlglot expressions; `named` says which cells stand in columns already."""

    def __init__(self, named: Mapping[int, str] | None = None, dialect: str = "duckdb") -> None:
        self.named = dict(named or {})
        self.dialect = dialect

    def write(self, cell: Cell, at_top: bool = False) -> exp.Expression:
        """Return a cell as an expression; the cell itself in full where `at_top` says so, even if a column holds it."""
        name = self.named.get(cell.id)
        if name is not None and not at_top:
            return column(name)
        written: exp.Expression = getattr(self, f"_{cell.op}")(cell)
        return written

    def _const(self, cell: Cell) -> exp.Expression:
        return constant(cell.value)

    def _col(self, cell: Cell) -> exp.Expression:
        return column(column_name(cell.args[0], cell.args[1]))

    def _and(self, cell: Cell) -> exp.Expression:
        return _joined(exp.And, [self.write(part) for part in cell.parts])

    def _or(self, cell: Cell) -> exp.Expression:
        return _joined(exp.Or, [self.write(part) for part in cell.parts])

    def _not(self, cell: Cell) -> exp.Expression:
        return exp.Not(this=exp.Paren(this=self.write(cell.parts[0])))

    def _cmp(self, cell: Cell) -> exp.Expression:
        return _SIGNS[cell.args[0]](this=self._operand(cell.parts[0]), expression=self._operand(cell.parts[1]))

    def _arith(self, cell: Cell) -> exp.Expression:
        left, right = (self._operand(part) for part in cell.parts)
        if cell.args[0] == "/":
            return exp.Div(this=left, expression=exp.Nullif(this=right, expression=constant(0.0)), typed=False, safe=False)
        return _SIGNS[cell.args[0]](this=left, expression=right)

    def _operand(self, cell: Cell) -> exp.Expression:
        written = self.write(cell)
        return exp.Paren(this=written) if isinstance(written, (exp.Binary, exp.Not)) else written

    def _fn(self, cell: Cell) -> exp.Expression:
        name, parts = cell.args[0], [self._operand(part) for part in cell.parts]
        if name == "abs":
            return exp.Abs(this=parts[0])
        if name == "log2":
            return self._log2(parts[0])
        best = parts[0]
        sign = exp.GTE if name == "max" else exp.LTE
        for part in parts[1:]:  # greatest() passes over NULL in some dialects, which would turn unknown into known
            first = exp.If(this=sign(this=best, expression=part), true=best.copy())
            other = exp.If(this=sign(this=part.copy(), expression=best.copy()), true=part.copy())
            best = exp.Case(ifs=[first, other])
        return best

    def _log2(self, part: exp.Expression) -> exp.Expression:
        positive = exp.GT(this=part.copy(), expression=constant(0.0))
        if self.dialect == "duckdb":
            return exp.Case(ifs=[exp.If(this=positive, true=exp.Anonymous(this="LOG2", expressions=[part]))])
        ratio = exp.Div(this=exp.Ln(this=part.copy()), expression=exp.Ln(this=constant(2.0)), typed=False, safe=False)
        whole = exp.Round(this=ratio.copy())  # a power of two has a whole logarithm, which the quotient can miss by a hair
        is_power = exp.EQ(this=exp.Pow(this=constant(2.0), expression=whole.copy()), expression=part.copy())
        inner = exp.Case(ifs=[exp.If(this=is_power, true=whole)], default=ratio)
        return exp.Case(ifs=[exp.If(this=positive, true=inner)])

    def _in(self, cell: Cell) -> exp.Expression:
        return exp.In(this=self._operand(cell.parts[0]), expressions=[constant(value) for value in cell.args[0]])

    def _has(self, cell: Cell) -> exp.Expression:
        found = exp.StrPosition(this=self._operand(cell.parts[0]), substr=constant(f"|{cell.args[0]}|"))
        return exp.GT(this=found, expression=exp.Literal.number(0))

    def _starts(self, cell: Cell) -> exp.Expression:
        return exp.StartsWith(this=self._operand(cell.parts[0]), expression=constant(cell.args[0]))

    def _known(self, cell: Cell) -> exp.Expression:
        return exp.Not(this=exp.Is(this=self._operand(cell.parts[0]), expression=exp.Null()))

    def _sure(self, cell: Cell) -> exp.Expression:
        return exp.Coalesce(this=self.write(cell.parts[0]), expressions=[exp.false()])

    def _first(self, cell: Cell) -> exp.Expression:
        first, *others = (self.write(part) for part in cell.parts)
        return exp.Coalesce(this=first, expressions=others)

    def _if(self, cell: Cell) -> exp.Expression:
        *cases, otherwise = cell.parts
        ifs = [exp.If(this=self.write(when), true=self.write(then)) for when, then in zip(cases[::2], cases[1::2], strict=True)]
        return exp.Case(ifs=ifs, default=self.write(otherwise))

    def _dated(self, cell: Cell) -> exp.Expression:
        ifs = [
            exp.If(this=exp.LT(this=column(DAY_COLUMN), expression=constant(day)), true=self.write(part))
            for day, part in zip(cell.args, cell.parts, strict=False)
        ]
        return exp.Case(ifs=ifs, default=self.write(cell.parts[-1]))


_SIGNS: dict[str, Callable[..., exp.Expression]] = {
    "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "==": exp.EQ, "!=": exp.NEQ, "+": exp.Add, "-": exp.Sub, "*": exp.Mul,
}  # fmt: skip


def column(name: str) -> exp.Expression:
    """Return a reference to a column."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def constant(value: Any) -> exp.Expression:
    """Return a constant; numbers are written so that every dialect reads them as binary floating point, to the last digit."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, float):
        text = repr(abs(value))
        number = exp.Literal.number(text if "e" in text else f"{text}e0")
        return exp.Neg(this=number) if value < 0 else number
    if isinstance(value, date):
        return exp.Cast(this=exp.Literal.string(value.isoformat()), to=exp.DataType.build("date"))
    return exp.Literal.string(str(value))


def _joined(kind: Callable[..., exp.Expression], parts: list[exp.Expression]) -> exp.Expression:
    """Join many parts as a balanced tree, so that no reader of the SQL has to nest as deep as a list is long."""
    wrapped = [exp.Paren(this=part) if isinstance(part, (exp.Connector, exp.Not)) else part for part in parts]
    while len(wrapped) > 1:
        pairs = [kind(this=one, expression=other) for one, other in zip(wrapped[::2], wrapped[1::2], strict=False)]
        pairs = [exp.Paren(this=pair) for pair in pairs] if len(pairs) > 1 or len(wrapped) % 2 else pairs
        wrapped = pairs + (wrapped[-1:] if len(wrapped) % 2 else [])
    return wrapped[0]


_SMALL = ("const", "col")


def layers(
    outputs: Mapping[str, Cell],
    sources: Iterable[str],
    dialect: str = "duckdb",
    given: Mapping[int, str] | None = None,
    carry: Iterable[str] = (),
) -> list[Layer]:
    """Return the layers that compute some cells: what is used more than once is a column, computed once, below all that uses it.

    Args:
        outputs: the cells asked for, by the name of their column.
        sources: the columns that are there to begin with; each is carried as far as it is read.
        dialect: the SQL that will be written.
        given: the cells that stand in columns of the table already, with the names of those.
        carry: the columns of the table that are wanted at the end.

    """
    given = given or {}
    everything = [cell for cell in below(outputs.values(), lambda cell: cell.id in given) if cell.id not in given]
    uses: dict[int, int] = {}
    for cell in everything:
        for part in cell.parts:
            uses[part.id] = uses.get(part.id, 0) + 1
    shared = {cell.id: f"c{cell.id}" for cell in everything if cell.op not in _SMALL and uses.get(cell.id, 0) > 1}
    depth: dict[int, int] = {}
    for cell in everything:
        under = max((depth[part.id] + (part.id in shared) for part in cell.parts if part.id not in given), default=0)
        depth[cell.id] = under
    top = max((depth.get(cell.id, 0) + (cell.id in shared) for cell in outputs.values()), default=0)
    by_layer: list[list[tuple[str, Cell]]] = [[] for _ in range(top + 1)]
    for cell in everything:
        if cell.id in shared:
            by_layer[depth[cell.id]].append((shared[cell.id], cell))
    writer = SqlText({**given, **shared}, dialect)
    kept, always = list(sources), set(carry)
    last_use = _last_uses(everything, outputs, {**given, **shared}, shared, depth, top)
    made: list[Layer] = []
    carried = list(kept)
    for number, here in enumerate(by_layer[:-1] if not by_layer[-1] else by_layer):
        made.append(Layer(tuple((name, writer.write(cell, at_top=True)) for name, cell in here), tuple(carried)))
        carried = [name for name in (*carried, *(name for name, _ in here)) if name in always or last_use.get(name, -1) > number]
    final = tuple((name, writer.write(cell)) for name, cell in outputs.items())
    made.append(Layer(final, ()))
    return made


def _last_uses(
    everything: list[Cell],
    outputs: Mapping[str, Cell],
    named: Mapping[int, str],
    shared: Mapping[int, str],
    depth: Mapping[int, int],
    top: int,
) -> dict[str, int]:
    """Return the last layer that reads a column, so that it is carried no further."""
    found: dict[str, int] = {}

    def note(cell: Cell, layer: int) -> None:
        stack, first = [cell], True
        while stack:
            one = stack.pop()
            name = named.get(one.id) if not first or one.id not in shared else None
            if one.op == "col" and name is None:
                name = column_name(one.args[0], one.args[1])
            if name is not None:
                found[name] = max(found.get(name, 0), layer)
            else:
                if one.op == "dated":
                    found[DAY_COLUMN] = max(found.get(DAY_COLUMN, 0), layer)
                stack.extend(one.parts)
            first = False

    for cell in everything:
        if cell.id in shared:
            note(cell, depth[cell.id])
    for cell in outputs.values():
        if cell.id in named:
            found[named[cell.id]] = top + 1
        else:
            note(cell, top + 1)
    return found


def statement(made: list[Layer], source: str, keep: Iterable[str] = ()) -> exp.Select:
    """Return one statement that computes the layers over a table, with the columns `keep` beside the result."""
    below_it: str = source
    query = exp.select()
    steps: list[tuple[str, exp.Select]] = []
    for number, layer in enumerate(made):
        columns = [column(name) for name in (layer.carried if number < len(made) - 1 else tuple(keep))]
        query = exp.select(*columns, *(exp.alias_(cell, name, quoted=True) for name, cell in layer.columns)).from_(below_it)
        below_it = f"layer_{number + 1}"
        if number < len(made) - 1:
            steps.append((below_it, query))
    for name, step in steps:
        query = query.with_(name, as_=step, copy=False)
    return query
