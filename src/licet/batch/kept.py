"""Keeps a law that was compiled for tables of a shape, since to compile it takes longer than to decide a few thousand shipments.

Cells hang on each other many levels deep, so they are kept as a list, and all else names them by their numbers. The law itself is not kept
again.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Mapping
from datetime import date
from hashlib import blake2b
from io import BytesIO
from typing import IO, Any

from licet.batch.compile import Compiled, compile_law
from licet.language.cells import Cell, below
from licet.language.shape import Shape
from licet.law import cache
from licet.law.statute import Law

_LAW = "law"
_CODE = ("language", "law", "model", "batch", "intake", "reasoning")


def compiled_law(law: Law, shape: Shape, first: date, last: date, regimes: Collection[str] = ()) -> Compiled:
    """Return a law over tables of one shape, as `compile_law` does, from the cache if it was made before.

    Raises:
        LawError: the law says something that columns cannot carry.

    """
    path = cache.place("batch", _fingerprint(law, shape, first, last, regimes), _CODE)
    found = cache.kept(path, lambda stream: _read(stream, law))
    if isinstance(found, Compiled):
        return found
    made = compile_law(law, shape, first, last, regimes)
    cache.keep(path, lambda stream: _write(stream, made))
    return made


def _fingerprint(law: Law, shape: Shape, first: date, last: date, regimes: Collection[str]) -> str:
    columns = sorted((table, name) for table, names in shape.columns.items() for name in names)
    counts = [sorted(counted.items()) for counted in (shape.counts, shape.parties, shape.kinds)]
    return blake2b(repr((law.hash, columns, counts, first, last, sorted(regimes))).encode(), digest_size=16).hexdigest()


def _write(stream: IO[bytes], made: Compiled) -> None:
    body = BytesIO()
    writer = _Writer(body, made.law)
    writer.dump(made)
    tables: dict[frozenset[str], int] = {}
    cells = [
        (cell.id, cell.op, cell.args, tuple(part.id for part in cell.parts), tables.setdefault(cell.uses, len(tables)))
        for cell in below(writer.cells.values())
    ]
    pickle.dump((list(tables), cells), stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(body.getvalue())


def _read(stream: IO[bytes], law: Law) -> Any:
    tables, listed = pickle.load(stream)  # noqa: S301  # our own file, owned by this user, named by the hash of its content
    cells: dict[int, Cell] = {}
    for number, op, args, parts, uses in listed:  # parts come before what is made of them
        cells[number] = Cell(number, op, args, tuple([cells[part] for part in parts]), tables[uses])
    return _Reader(stream, law, cells).load()


class _Writer(pickle.Pickler):
    """Writes numbers in place of cells, and a word in place of the law."""

    def __init__(self, stream: IO[bytes], law: Law) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._law = law
        self.cells: dict[int, Cell] = {}

    def persistent_id(self, thing: Any) -> int | str | None:
        if isinstance(thing, Cell):
            self.cells[thing.id] = thing
            return thing.id
        return _LAW if thing is self._law else None


class _Reader(pickle.Unpickler):
    """Reads what was written so."""

    def __init__(self, stream: IO[bytes], law: Law, cells: Mapping[int, Cell]) -> None:
        super().__init__(stream)
        self._law, self._cells = law, cells

    def persistent_load(self, name: int | str) -> Cell | Law:
        return self._law if name == _LAW else self._cells[int(name)]
