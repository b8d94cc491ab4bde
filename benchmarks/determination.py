"""How long one determination takes in process, with full reasons, over every worked case that ships with the law.

Beside it, in the same run: the limit of the project, the outcome alone, and writing the answer as JSON.
Run: python benchmarks/determination.py
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import licet
from licet.casework import read_cases
from licet.law.fields import to_python
from licet.model.shipment import Shipment

LIMIT = 1e-3
ROUNDS = 7
EVERY = 10
"""Everything with all changes takes long; it is timed on every tenth case."""


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of several runs: what the machine needs when nothing disturbs it."""
    found = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - start)
    return found


def main() -> None:
    law = licet.load_law()
    engine = licet.Engine(law)
    shipments: list[Shipment] = []
    for case in read_cases(law):
        shipments.append(licet.read_shipment(to_python(case.written), law))
    for shipment in shipments:  # compile what is compiled once
        engine.determine(shipment)
    rows = {
        "determination with full reasons": engine.determine,
        "outcome alone": engine.outcome,
        "reasons written as JSON, without changes": lambda shipment: json.dumps(
            licet.determination_as_dict(engine.determine(shipment), law, changes=False)
        ),
        "everything, with changes tried out and traces": lambda shipment: json.dumps(
            licet.determination_as_dict(engine.determine(shipment), law, why=True)
        ),
    }
    print(f"{len(shipments)} shipments, {len(law.paragraphs)} paragraphs, {len(law.rules)} rules; best of {ROUNDS} runs each")
    print(f"{'':<50}{'median':>10}{'95 %':>10}{'worst':>10}   limit {LIMIT * 1e3:.1f} ms")
    for name, work in rows.items():
        rounds, some = (ROUNDS, shipments) if "everything" not in name else (1, shipments[::EVERY])
        times = sorted(best_of(rounds, lambda shipment=shipment, work=work: work(shipment)) for shipment in some)  # type: ignore[misc]  # bound as defaults
        shown = [statistics.median(times), times[int(len(times) * 0.95)], times[-1]]
        ratio = f"{shown[0] / LIMIT:>8.2f} of the limit" if name.startswith("determination") else ""
        print(f"{name:<50}" + "".join(f"{value * 1e3:>7.3f} ms" for value in shown) + ratio)


if __name__ == "__main__":
    main()
