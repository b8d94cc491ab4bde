"""Which facts would settle the open rows of a batch: the engine is asked for one shipment of each open situation."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from licet.batch.answers import VERDICTS, Answers
from licet.batch.encode import Encoder
from licet.batch.narrow import gathered
from licet.batch.per_row import PerRow, RowPairs, counted
from licet.batch.situations import Rows
from licet.language.shape import ITEM, SHIPMENT
from licet.law.statute import Law, Product
from licet.model.determination import Verdict
from licet.model.shipment import Given, Item, Origin, Record, Shipment
from licet.reasoning import Engine

LOOKED_AT, SECONDS = 300, 1.0
"""How many open situations of a part are looked at, and for how long at most in a run; the summary says how many rows they cover."""

_OPEN = VERDICTS.index(Verdict.OPEN)


def settling_facts(  # all that is known of the part
    law: Law, engine: Engine, encoder: Encoder, rows: Rows, answers: Answers, seconds: float
) -> dict[str, Any]:
    """Return which facts could settle how many open rows, and how many of the open rows were looked at.

    Args:
        law: the law.
        engine: decides the one shipment that stands for a situation.
        encoder: knows the values of every row.
        rows: the rows of the part.
        answers: what came out.
        seconds: how long to look at most.

    """
    if not len(answers.of_row):
        return {"open": 0, "looked_at": 0, "facts": {}}
    apart = answers.told_apart
    per = counted(apart.rows, len(apart.situation))
    is_open = ((answers.lower != answers.upper) & (answers.refused < 0) & (answers.verdict == _OPEN))[apart.situation]
    order = [int(one) for one in np.argsort(-per * is_open, kind="stable")[:LOOKED_AT] if is_open[one] and per[one]]
    first = _first_rows(apart.rows, order, len(per))
    facts: dict[str, dict[str, Any]] = {}
    looked_at, until = 0, time.monotonic() + seconds
    group = np.full(len(per), -1, dtype=np.int64)
    names: list[str] = []
    for situation in order:
        if time.monotonic() > until:
            break
        found = engine.determine(shipment_at(law, encoder, rows, first[situation]))
        asked = (
            " and ".join(sorted(fact.path for fact in found.missing if fact.settles)) or "no fact (the law itself could not be confirmed)"
        )
        looked_at += int(per[situation])
        if asked not in facts:
            facts[asked] = {"rows": 0, "situations": 0, "items": 0, "ask": [fact.question for fact in found.missing if fact.settles][:3]}
            names.append(asked)
        facts[asked]["rows"] += int(per[situation])
        facts[asked]["situations"] += 1
        group[situation] = names.index(asked)
    pairs = RowPairs(apart.rows.through(group + 1), PerRow(rows.codes[ITEM]), len(names) + 1, encoder.rows[ITEM].size)
    for asked, items in zip(names, np.bincount(pairs.left, minlength=len(names) + 1)[1:], strict=True):
        facts[asked]["items"] = int(items)
    return {"open": int(per[is_open].sum()), "looked_at": looked_at, "facts": facts}


def _first_rows(of_row: PerRow, situations: Sequence[int], size: int) -> dict[int, int]:
    """Return a row of each of some situations, the first there is."""
    wanted = np.zeros(size, dtype=np.bool_)
    wanted[situations] = True
    left, found = len(situations), {}
    for start in range(0, len(of_row.codes), 1 << 16):
        if not left:
            break
        part = of_row.part(slice(start, start + (1 << 16)))
        for row in np.flatnonzero(gathered(wanted, part)):
            situation = int(part[row])
            if wanted[situation]:
                wanted[situation], found[situation], left = False, start + int(row), left - 1
    return found


def shipment_at(law: Law, encoder: Encoder, rows: Rows, row: int) -> Shipment:
    """Return a shipment of the situation of a row: numbers may stand for others that the law does not tell apart from them."""
    values: dict[tuple[str, str], Any] = {}
    for name, headers in encoder.tables.items():
        distinct = encoder.rows[name].distinct()[rows.codes[name][row]] if headers else ()
        for header, code in zip(headers, distinct, strict=True):
            column = encoder.columns[header]
            values[name, column.target.column] = (column.target, column.values[int(code)])
    facts = {target.column: value for (name, _), (target, value) in values.items() if name == SHIPMENT and value not in (None, "")}
    parties = []
    for role in law.vocabulary.roles:
        said = {target.column: value for (name, _), (target, value) in values.items() if name == f"party.{role}" and value is not None}
        if said:
            parties.append(Record({key: value for key, value in said.items() if value != ""}, role, {}, f"parties.{role}"))
    own = {column: found for (name, column), found in values.items() if name == ITEM}
    day = date.fromordinal(date(1970, 1, 1).toordinal() + int(rows.days[rows.segment[row]]))
    facts.pop("date", None)
    return Shipment(_item(law, own, ""), day, facts, {}, tuple(parties))


def _item(law: Law, values: Mapping[str, tuple[Any, Any]], path: str) -> Item:
    """Return the item at a path, with what the catalogue knows of it and what it is for or contains."""
    facts: dict[str, Any] = {}
    declared: dict[str, str] = {}
    records: dict[str, tuple[Record, ...]] = {}
    given: dict[str, Given] = {}
    product: Product | None = None
    for target, value in values.values():
        if target.path != path or value is None:
            continue
        last = target.column.removeprefix(f"{path}.") if path else target.column
        if isinstance(value, Product):
            product = value
        elif target.what == "declared":
            declared[last.removeprefix("declared.")] = value
        elif target.what == "performances":
            records["performance"] = tuple(Record(row) for row in value)
        elif "." not in last and value != "":
            facts[last] = value
    if product is not None:
        facts = {**product.facts, **facts}
        given = dict(product.given)
        records = {**{name: tuple(Record(row) for row in found) for name, found in product.records.items()}, **records}
    below = {target.path for target, value in values.values() if value is not None and target.path != path and target.path.startswith(path)}
    host = f"{path}.for" if path else "for"
    hosts = (_item(law, values, host),) if any(one == host or one.startswith(host + ".") for one in below) else None
    inside = f"{path}.contains[" if path else "contains["
    numbers = sorted({int(one.removeprefix(inside).partition("]")[0]) for one in below if one.startswith(inside)})
    components = tuple(_item(law, values, f"{inside}{number}]") for number in numbers) or None
    for scope, members in (("host", hosts), ("component", components)):
        means = law.vocabulary.scopes[scope].given_means if scope in law.vocabulary.scopes else ""
        if means and members is not None and means not in facts:
            facts[means] = True
            given[means] = Given("yes", Origin.DERIVED)
    return Item(facts, given, hosts, components, records, declared, product.name if product else "", f"item.{path}".rstrip("."))
