from __future__ import annotations

import csv
import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from licet import Engine, Law, ShipmentError, read_shipment
from licet.batch.mapping import guess_mapping, written_of
from licet.batch.results import ResultError, beside
from licet.batch.run import Summary, run_batch
from licet.batch.sources import Source
from tests.support.batches import apart, read_answers
from tests.support.overlays import base_folder

HEADERS = (
    "order", "item", "kind", "wavelength_nm", "classification.eu", "from", "to", "date", "end_user.country", "end_user.entity_listed",
    "for.kind",
)  # fmt: skip


def rows(count: int, start: int = 1) -> list[dict[str, Any]]:
    """Draw rows as they come from an order system: some without a value, one in twenty with nonsense."""
    draw = random.Random(start)  # noqa: S311  # not for secrets
    pool: dict[str, tuple[Any, ...]] = {
        "item": ("NXT:1980Di", "H200", "A pump", None, "SKU-1"),
        "kind": ("scanner", "gpu", "other", "cvd", None, "component", "technology"),
        "wavelength_nm": ("193", "248", None, None, "13.5"),
        "classification.eu": ("none", "3B001", "3A001.a", None, None),
        "from": ("NL", "US", "Germany", "JP", None),
        "to": ("CN", "KR", "FR", "RU", "US", None),
        "date": ("2023-08-31", "2023-09-01", "2024-09-07", "2025-02-01", "2026-11-01"),
        "end_user.country": ("CN", "KR", "US", None),
        "end_user.entity_listed": ("yes", "no", None),
        "for.kind": (None, None, None, "scanner"),
    }
    made = []
    for number in range(count):
        row: dict[str, Any] = {"order": f"A{number}", **{name: draw.choice(values) for name, values in pool.items()}}
        if draw.random() < 0.05:
            row[draw.choice(("to", "date", "kind", "wavelength_nm"))] = draw.choice(("Atlantis", "yesterday", "?", "12 kg"))
        made.append(row)
    return made


def write(path: Path, made: list[dict[str, Any]], headers: Sequence[str] = HEADERS) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.table({name: pa.array([row[name] for row in made], pa.string()) for name in headers}), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps({name: row[name] for name in headers if row[name] is not None}) + "\n" for row in made))
    else:
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, headers, "", "ignore", delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(made)
    return path


def run(law: Law, path: Path, target: Path, **options: Any) -> Summary:
    source = Source(path)
    return run_batch(law, source, guess_mapping(source.headers, law), target, **options)


def read_rejects(target: Path) -> list[dict[str, str]]:
    path = beside(target, "rejects.csv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("ending", ["parquet", "csv", "tsv", "jsonl"])
def test_every_row_is_decided_as_check_decides_it_or_rejected_as_check_refuses_it(ending: str, tmp_path: Path, base: Law) -> None:
    made = rows(100)
    path = write(tmp_path / f"in.{ending}", made)
    target = tmp_path / "out.parquet"
    summary = run(base, path, target)
    out = read_answers(target)
    rejected = {int(row["row"]) for row in read_rejects(target)}
    assert set(out) | rejected == set(range(1, 101))
    assert not set(out) & rejected
    assert (summary.rows, summary.decided, summary.rejected) == (100, len(out), len(rejected))
    mapping, engine = guess_mapping(Source(path).headers, base), Engine(base)
    for number, row in enumerate(made, start=1):
        try:
            found = engine.determine(read_shipment(written_of(row, mapping), base))
        except ShipmentError:
            assert number in rejected, row
            continue
        assert apart(out[number], found) == {}, row


def test_nothing_is_lost_of_a_file_full_of_garbage(tmp_path: Path, base: Law) -> None:
    path = tmp_path / "in.csv"
    good = b"scanner,193,NL,CN,2024-09-07\n"
    bad = [
        b"scanner,193,NL\n",
        b"scanner,193,NL,CN,2024-09-07,more,and more\n",
        b"sc\xffnner,193,NL,CN,2024-09-07\n",
        b"scanner,193 kg,NL,CN,2024-09-07\n",
        b"scanner,193,NL,CN,\n",
        b'"a\nb",193,NL,CN,2024-09-07\n',
        b"scanner,13.5,NL,CN,2024-02-30\n",
    ]
    path.write_bytes(b"kind,wavelength_nm,from,to,date\n" + b"".join(good + one for one in bad) + good)
    target = tmp_path / "out.csv"
    summary = run(base, path, target)
    assert (summary.rows, summary.decided, summary.rejected) == (15, 8, 7)
    assert [int(row["row"]) for row in read_rejects(target)] == [2, 4, 6, 8, 10, 12, 14]
    assert all(row["reason"] for row in read_rejects(target))
    with target.open(encoding="utf-8", newline="") as stream:
        assert [row["row"] for row in csv.DictReader(stream)] == ["1", "3", "5", "7", "9", "11", "13", "15"]


def test_an_empty_file_with_a_header_has_an_empty_result(tmp_path: Path, base: Law) -> None:
    path = tmp_path / "in.csv"
    path.write_text("kind,from,to,date\n")
    assert run(base, path, tmp_path / "out.parquet").rows == 0
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_parts_make_the_same_result_as_one_part(tmp_path: Path, base: Law) -> None:
    path = write(tmp_path / "in.csv", rows(60))
    run(base, path, tmp_path / "one.parquet")
    run(base, path, tmp_path / "many.parquet", part_rows=31)
    assert told(tmp_path / "one.parquet") == told(tmp_path / "many.parquet")


def told(target: Path) -> list[dict[str, Any]]:
    """Return the rows of a result, with the reasons in words in the place of their numbers."""
    lines = {row["reasons"]: (row["rules"], row["paragraphs"]) for row in pq.read_table(beside(target, "reasons.parquet")).to_pylist()}
    return [{**row, "reasons": lines[row["reasons"]]} for row in pq.read_table(target).to_pylist()]


RUN = """
import sys
from pathlib import Path
from licet import load_law
from licet.batch.mapping import guess_mapping
from licet.batch.run import run_batch
from licet.batch.sources import Source
law, source = load_law(base=sys.argv[3]), Source(Path(sys.argv[1]))
def tell(rows):
    print(rows, flush=True)
run_batch(law, source, guess_mapping(source.headers, law), Path(sys.argv[2]), part_rows=40, progress=tell)
"""


def test_a_run_that_is_killed_leaves_no_result_and_goes_on_when_started_again(tmp_path: Path, base: Law) -> None:
    path = write(tmp_path / "in.parquet", rows(320))
    run(base, path, tmp_path / "whole.parquet", part_rows=40)
    target = tmp_path / "out.parquet"
    for moment in (2, 4):  # the first line comes before the first of eight parts
        process = subprocess.Popen(  # noqa: S603  # our own Python
            [sys.executable, "-c", RUN, str(path), str(target), str(base_folder())], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(moment):
            process.stdout.readline()
        time.sleep(0.01 * moment)  # in the middle of a part
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert not target.exists()
    summary = run(base, path, target, part_rows=40)
    assert summary.resumed > 0
    assert summary.rows == 320
    assert told(target) == told(tmp_path / "whole.parquet")
    assert not target.with_name("out.parquet.partial").exists()


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path, base: Law) -> None:
    path = write(tmp_path / "in.csv", rows(200))
    target = tmp_path / "out.csv"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    try:
        with pytest.raises(ResultError, match="the result cannot be written"):
            run(base, path, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not target.exists()
    assert run(base, path, target).rows == 200
    assert target.exists()


def test_rows_without_a_day_take_the_one_that_is_given_for_all(tmp_path: Path, base: Law) -> None:
    path = tmp_path / "in.csv"
    path.write_text("kind,from,to\nscanner,NL,CN\n")
    with pytest.raises(Exception, match="no column says the day"):
        run(base, path, tmp_path / "out.csv")
    from datetime import date  # noqa: PLC0415  # only here

    assert run(base, path, tmp_path / "out.csv", day=date(2024, 9, 7)).decided == 1
