"""The law over columns for a few shipments, and what it says of each in the words of a determination."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from licet import Determination, Law, Shipment
from licet.batch.arrays import Table, Texts, days_since_epoch, truth_of, unpack
from licet.batch.compile import Compiled, compile_law
from licet.batch.engines import Engine
from licet.batch.paragraphs import HYPOTHESIS
from licet.language.cells import DAY, Cell
from tests.support.rows import row_of, shape_of, tables_of

Said = dict[str, Any]


def table_of(shipments: Sequence[Shipment], law: Law, regimes: Sequence[str] = ()) -> tuple[Compiled, Table]:
    """Return the law over the columns that some shipments have, and a table of them."""
    rows = [row_of(shipment, law.vocabulary) for shipment in shipments]
    days = [shipment.day for shipment in shipments]
    compiled = compile_law(law, shape_of(rows, law.vocabulary), min(days), max(days), regimes)
    table = Table(len(rows))
    for key in tables_of(rows):
        table.columns[key] = _column([row.get(key) for row in rows])
    table.columns[DAY, "date"] = table.columns["shipment", "date"]
    table.columns[HYPOTHESIS, "h"] = np.zeros(len(rows))
    return compiled, table


def _column(values: list[Any]) -> Any:
    known = next(value for value in values if value is not None)
    if isinstance(known, bool):
        return truth_of(values)
    if isinstance(known, str):
        number: dict[str, int] = {}
        codes = [-1 if value is None else number.setdefault(value, len(number)) for value in values]
        return Texts(np.array(codes, dtype=np.int32), list(number))
    if isinstance(known, date):
        return np.array([np.nan if value is None else days_since_epoch(value) for value in values])
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def said_by_columns(compiled: Compiled, table: Table, engine: Engine) -> list[dict[str, Said]]:
    """Return for each shipment what every regime says over columns, apart from reasoning by cases."""
    cells: dict[int, Cell] = {cell.id: cell for cell in (*compiled.roots, *compiled.paragraphs.values())}
    for regime in compiled.regimes:
        cells.update({cell.id: cell for cell in regime.bounds.values()})
        for found in (regime.hooks, regime.duties, regime.conflicts, regime.paragraphs):
            cells.update({cell.id: cell for _, cell in found})
        for bite in regime.bites:
            cells.update({cell.id: cell for cell in (bite.value, *(cell for _, cell in (*bite.releases, *bite.reviews)))})
    results = engine.run(list(cells.values()), (), table)
    values = {key: _values(result, table.rows) for key, result in zip(cells, results, strict=True)}
    return [{regime.regime: _regime(compiled, regime, values, row) for regime in compiled.regimes} for row in range(table.rows)]


def _values(result: Any, rows: int) -> list[Any]:
    if isinstance(result, tuple):
        true, false = (unpack(bits, rows).tolist() for bits in result)
        return [True if one else False if other else None for one, other in zip(true, false, strict=True)]
    return [int(value) for value in np.broadcast_to(result, (rows,))]


def _regime(compiled: Compiled, regime: Any, values: dict[int, list[Any]], row: int) -> Said:
    rules, paragraphs = compiled.law.rules, compiled.law.paragraphs

    def shown(found: Any) -> list[tuple[str, Any]]:
        return [(rules[at].id, value) for at, cell in found if (value := values[cell.id][row]) is not False]

    requirements: list[Any] = []
    releases: dict[str, Any] = {}
    for bite in regime.bites:
        value = values[bite.value.id][row]
        if value is not False:
            released = shown(bite.releases)
            releases.update(released)
            requirements.append((rules[bite.rule].id, value, sorted(name for name, _ in released), shown(bite.reviews)))
    met = [(paragraphs[index].ref, value) for index, cell in regime.paragraphs if (value := values[cell.id][row]) is not False]
    return {
        "outcome": (values[regime.bounds["lower"].id][row], values[regime.bounds["upper"].id][row]),
        "enforced": (values[regime.bounds["enforced_lower"].id][row], values[regime.bounds["enforced_upper"].id][row]),
        "reach": shown(regime.hooks),
        "requirements": requirements,
        "releases": releases,
        "owed": sorted(shown([*regime.duties, *regime.conflicts])),
        "paragraphs": sorted(met),
    }


def said_by_determination(found: Determination) -> dict[str, Said]:
    """Return the same of a determination."""
    return {
        one.regime: {
            "outcome": (one.outcome.lower, one.outcome.upper),
            "enforced": (one.enforced.lower, one.enforced.upper),
            "reach": [(reason.id, reason.value) for reason in one.reach],
            "requirements": [
                (reason.id, reason.value, sorted(reason.answered_by), [(policy.id, policy.value) for policy in reason.reviews])
                for reason in one.requirements
            ],
            "releases": {reason.id: reason.value for reason in one.releases},
            "owed": sorted((reason.id, reason.value) for reason in (*one.duties, *one.conflicts)),
            "paragraphs": sorted((reason.id, reason.value) for reason in one.paragraphs),
        }
        for one in found.regimes
    }
