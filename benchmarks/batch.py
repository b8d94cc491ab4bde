"""How many shipments a second `licet batch` decides, how it grows, and what its peers do with the same rows in the same run.

Peers: the scalar engine; one decision table of zen-engine with five rules (if installed); the floor, which is reading every column
that the law reads and writing every column of the result with DuckDB, and no law.
Run: python benchmarks/batch.py --rows 10000000
Where the time goes, stage by stage: python benchmarks/batch.py --rows 10000000 --stages
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MEASURED = """
import json, resource, sys, time
from pathlib import Path
import licet.batch.run as run
from licet import load_law
from licet.batch import answers, encode, results
from licet.batch.mapping import guess_mapping
from licet.batch.sources import Source

stages = {}

def peak():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):  # what getrusage says counts the process that started this one
            return int(line.split()[1]) / 1024

def timed(owner, name, shown):
    function = getattr(owner, name)
    def measured(*given, **named):
        wall, busy = time.perf_counter(), time.process_time()
        try:
            return function(*given, **named)
        finally:
            found = stages.setdefault(shown, [0.0, 0.0])
            found[0] += time.perf_counter() - wall
            found[1] += time.process_time() - busy
    setattr(owner, name, measured)

timed(run, "compiled_law", "compile the law, or read it compiled (the file is read meanwhile)")
timed(run.Ahead, "__next__", "wait for what another thread reads or makes ahead")
timed(encode.Encoder, "add", "values and rows as numbers")
timed(encode.Encoder, "finish", "tables of distinct rows")
timed(answers, "find_situations", "find and decide the situations")
timed(answers, "reasons_of", "number the reasons and make their dictionary")
timed(run, "answer", "the situations, what they come to, and their reasons")
timed(results.Result, "add", "write the rows (questions are asked meanwhile)")
timed(results.Result, "finish", "put the result into place")
start = time.perf_counter()
law, source = load_law(), Source(Path(sys.argv[1]))
stages["load the law"] = [time.perf_counter() - start, time.process_time()]
found = run.run_batch(law, source, guess_mapping(source.headers, law), Path(sys.argv[2]), regimes=tuple(sys.argv[3:]))
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "memory": peak(), "situations": found.situations,
    "rows": found.rows, "stages": stages,
}))
"""

TABLE = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": "table",
            "position": {"x": 1, "y": 0},
            "content": {
                "hitPolicy": "first",
                "inputs": [{"id": name, "name": name, "field": name} for name in ("kind", "wavelength", "overlay", "from", "to")],
                "outputs": [{"id": "outcome", "name": "outcome", "field": "outcome"}],
                "rules": [
                    {
                        "kind": '"scanner"',
                        "wavelength": "< 193",
                        "overlay": "",
                        "from": '"NL"',
                        "to": '"CN"',
                        "outcome": '"licence_required"',
                    },
                    {
                        "kind": '"scanner"',
                        "wavelength": ">= 193",
                        "overlay": "<= 1.5",
                        "from": '"NL"',
                        "to": "",
                        "outcome": '"licence_required"',
                    },
                    {
                        "kind": '"scanner"',
                        "wavelength": ">= 193",
                        "overlay": "<= 2.4",
                        "from": '"NL"',
                        "to": "",
                        "outcome": '"licence_required"',
                    },
                    {"kind": '"gpu"', "wavelength": "", "overlay": "", "from": '"US"', "to": '"CN"', "outcome": '"licence_required"'},
                    {"kind": "", "wavelength": "", "overlay": "", "from": "", "to": "", "outcome": '"no_licence_required"'},
                ],
            },
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ],
    "edges": [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ],
}


HALF = "us"
"""A regime with about half of all rules and paragraphs."""

CSV_ROWS = 5_000_000
"""Of CSV at most so many rows are measured, since it takes longest to write."""


def measured(path: Path, target: Path, *regimes: str) -> dict[str, Any]:
    run = subprocess.run([sys.executable, "-c", MEASURED, str(path), str(target), *regimes], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def floor(path: Path, result: Path, target: Path) -> tuple[float, float]:
    """Return the seconds, and those of processor, that DuckDB takes to read every column of a file and to write those of a result."""
    import duckdb  # noqa: PLC0415  # only the floor needs it

    start, busy = time.perf_counter(), time.process_time()
    reader = "read_parquet" if path.suffix == ".parquet" else "read_csv"
    duckdb.execute(f"SELECT count(COLUMNS(*)) FROM {reader}('{path}')").fetchall()
    duckdb.sql(f"COPY (SELECT * FROM read_parquet('{result}')) TO '{target}' (FORMAT parquet)")
    return time.perf_counter() - start, time.process_time() - busy


def scalar(path: Path, rows: int) -> float:
    import pyarrow.parquet as pq  # noqa: PLC0415  # the peers are measured apart

    import licet  # noqa: PLC0415
    from licet.batch.mapping import guess_mapping, written_of  # noqa: PLC0415

    law = licet.load_law()
    engine, table = licet.Engine(law), pq.read_table(path).slice(0, rows)
    mapping, shipments = guess_mapping(table.column_names, law), []
    for row in table.to_pylist():
        try:
            shipments.append(licet.read_shipment(written_of(row, mapping), law))
        except licet.ShipmentError:
            continue
    start = time.perf_counter()
    for shipment in shipments:
        engine.determine(shipment)
    return len(shipments) / (time.perf_counter() - start)


def zen(path: Path, rows: int) -> float | None:
    try:
        import zen  # noqa: PLC0415  # a peer, if it is there
    except ImportError:
        return None
    import pyarrow.parquet as pq  # noqa: PLC0415

    decision = zen.ZenEngine().create_decision(json.dumps(TABLE))
    columns = {"kind": "kind", "wavelength": "wavelength_nm", "overlay": "dedicated_chuck_overlay_nm", "from": "from", "to": "to"}
    table = pq.read_table(path, columns=list(columns.values())).slice(0, rows).to_pylist()
    asked = [{name: row[column] for name, column in columns.items()} for row in table]
    start = time.perf_counter()
    for one in asked:
        decision.evaluate(one)
    return len(asked) / (time.perf_counter() - start)


def show_stages(found: dict[str, Any]) -> None:
    """Print where the time of a run went; processor time is that of the whole process, so what runs side by side counts twice."""
    print(f"{'stage':<55}{'seconds':>10}{'CPU':>9}")
    for stage, (seconds, cpu) in sorted(found["stages"].items(), key=lambda one: -one[1][0]):
        print(f"{stage:<55}{seconds:>10.2f}{cpu:>9.2f}")
    rate = found["rows"] / found["seconds"]
    print(f"{'in all':<55}{found['seconds']:>10.2f}{found['cpu']:>9.2f}  {rate:,.0f} rows/s, {found['memory']:.0f} MB")


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from trade import write  # noqa: PLC0415  # beside this file

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--regime", action="append", default=[], help="only this regime; can be repeated")
    options.add_argument("--stages", action="store_true", help="one run of that many rows, stage by stage, and nothing else")
    chosen = options.parse_args()
    most, regimes = chosen.rows, chosen.regime
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.stages:
            write(most, folder / "in.parquet")
            show_stages(measured(folder / "in.parquet", folder / "out.parquet", *regimes))
            return
        print(
            f"{'rows':>12}{'seconds':>10}{'CPU':>9}{'rows/s':>12}{'memory MB':>11}{'situations':>12}{'floor':>9}{'its CPU':>9}{'times':>8}"
        )
        size = min(10_000, most)
        while True:
            path = folder / f"{size}.parquet"
            write(size, path)
            found = measured(path, folder / "out.parquet", *regimes)
            bare, busy = floor(path, folder / "out.parquet", folder / "floor.parquet")
            shown = f"{size:>12,}{found['seconds']:>10.2f}{found['cpu']:>9.2f}{size / found['seconds']:>12,.0f}"
            shown += f"{found['memory']:>11.0f}{found['situations']:>12,}"
            print(f"{shown}{bare:>9.2f}{busy:>9.2f}{found['seconds'] / bare:>8.1f}", flush=True)
            if size >= most:
                break
            size = min(size * 10, most)
        half = measured(path, folder / "out.parquet", HALF)
        print(
            f"half of the rules ({HALF}): {half['seconds']:.2f} s, {half['cpu']:.2f} of CPU, {half['situations']:,} situations", flush=True
        )
        csv = folder / "in.csv"
        write(min(most, CSV_ROWS), csv)
        found = measured(csv, folder / "out.parquet", *regimes)
        shown = f"{found['rows']:,} rows in {found['seconds']:.2f} s, {found['cpu']:.2f} of CPU, {found['memory']:.0f} MB"
        print(f"CSV: {found['rows'] / found['seconds']:,.0f} rows/s ({shown})", flush=True)
        print(f"peer, the scalar engine: {scalar(path, 3000):,.0f} rows/s")
        rate = zen(path, 20_000)
        print(f"peer, zen-engine, one table of five rules: {f'{rate:,.0f} rows/s' if rate else 'not installed'}")


if __name__ == "__main__":
    main()
