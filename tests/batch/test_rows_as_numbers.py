"""What is done for every row is exact: distinct rows, pairs, columns as small numbers, blocks of CSV."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from licet import Law
from licet.batch import numbering, per_row, vectors
from licet.batch.csv_blocks import CsvFile
from licet.batch.encode import Encoder
from licet.batch.mapping import guess_mapping
from licet.batch.narrow import narrowed
from licet.batch.numbering import Numbering
from licet.batch.parquet import read_parquet
from licet.batch.per_row import PerRow, RowPairs, counted
from licet.batch.sources import Source, SourceError
from licet.batch.threads import Ahead
from licet.batch.values import Reader

SIZES = ([3, 40, 5], [300, 2, 70_000, 12], [1 << 20, 1 << 20, 1 << 20], [9])


@pytest.mark.parametrize("widest", [25, 6])
@pytest.mark.parametrize("sizes", SIZES)
def test_a_row_has_one_number_in_every_chunk_and_different_rows_have_different_ones(
    sizes: list[int], widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "_WIDEST", widest)  # beyond it keys are hashed
    monkeypatch.setattr(numbering, "_BLOCK", 64)
    draw = np.random.default_rng(len(sizes))
    rows, known = Numbering(len(sizes)), dict[tuple[int, ...], int]()
    for chunk in range(1, 6):
        here = [max(1, size * chunk // 5) for size in sizes]  # values become more from chunk to chunk
        columns = [draw.integers(0, size, 500).astype(np.int32) for size in here]
        found = rows.numbers(columns, here)
        for row, number in zip(zip(*(column.tolist() for column in columns), strict=True), found.tolist(), strict=True):
            assert known.setdefault(row, number) == number
    assert len(set(known.values())) == len(known) == rows.size
    distinct = rows.distinct()
    assert all(tuple(distinct[number].tolist()) == row for row, number in known.items())


@pytest.mark.parametrize(("wide", "small"), [(1 << 27, 1 << 20), (1 << 27, 10), (10, 5)])
def test_pairs_of_rows_are_those_that_occur(wide: int, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_row, "_WIDE", wide)
    monkeypatch.setattr(per_row, "_SMALL", small)
    monkeypatch.setattr(per_row, "_BLOCK", 100)
    draw = np.random.default_rng(1)
    left, right, meaning = draw.integers(0, 30, 1000), draw.integers(0, 7, 1000).astype(np.uint8), draw.integers(0, 5, 30)
    pairs = RowPairs(PerRow(left).through(meaning), PerRow(right), 5, 7)
    wanted = list(zip(meaning[left].tolist(), right.tolist(), strict=True))
    listed = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    assert set(listed) == set(wanted)
    assert len(set(listed)) == len(listed)
    assert [listed[number] for number in pairs.numbers(np.arange(len(listed)))] == wanted
    assert counted(PerRow(left), 30).tolist() == [left.tolist().count(number) for number in range(30)]


@pytest.mark.parametrize(("width", "alike"), [(1, False), (8, False), (13, False), (13, True), (24, False), (24, True)])
def test_rows_of_bytes_are_told_apart_even_if_chance_gives_them_one_mark(width: int, alike: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if alike:
        monkeypatch.setattr(vectors, "_marks", lambda words: np.zeros(len(words), dtype=np.uint64))
    some = np.random.default_rng(width).integers(0, 3, (500, width)).astype(np.uint8)
    rows = some[np.random.default_rng(1).integers(0, 40, 500)]
    codes, first = vectors.distinct_rows(rows)
    assert [rows[first[code]].tolist() for code in codes] == rows.tolist()
    assert len(first) == len({bytes(row) for row in rows})
    assert all(row == codes.tolist().index(code) for code, row in enumerate(first.tolist()))


@pytest.mark.parametrize("header", ["item", "end_user.name", "value", "to", "wavelength_nm"])
def test_a_column_says_the_same_as_texts_and_as_a_list_of_values(header: str, base: Law) -> None:
    draw = random.Random(header)  # noqa: S311  # not for secrets
    some = [
        "",
        None,
        " unknown",
        "unknown",
        "SMIC",
        "12",
        " 7.5",
        "1e3",
        "CN",
        "nowhere",
        "-4",
        "H200",
        *(f"SKU {number}" for number in range(30)),
    ]
    target = guess_mapping([header], base).targets[header]
    compared: dict[tuple[str, str], Any] = {("party.end_user", "party_name"): frozenset({"SMIC"}), ("item", "wavelength"): [1e-7, 2e-7]}
    apart, listed = (Encoder._column(target, compared, Reader(base)) for _ in range(2))
    for size in (3, 200, 200, 400, 50):
        cells = pa.array([draw.choice(some[: size // 4 + 3]) for _ in range(size)], pa.string())
        made = [
            [column.problems.get(int(code), column.values[code]) for code in column.codes(array)]
            for column, array in ((apart, cells), (listed, cells.dictionary_encode()))
        ]
        assert made[0] == made[1]


def test_no_rows_have_no_pairs() -> None:
    none = np.zeros(0, dtype=np.int32)
    assert RowPairs(PerRow(none), PerRow(none), 0, 0).numbers(none).tolist() == []


@pytest.mark.parametrize(
    "values",
    [
        pa.array(["a", None, "b", "a"]).dictionary_encode(),
        pa.array([None, None], pa.string()).dictionary_encode(),
        pa.array([str(number % 300) for number in range(900)]).dictionary_encode(),
        pa.array([date(2024, 1, 1), None, date(2020, 2, 29)]),
        pa.array([date(1, 1, 1), date(9999, 12, 31)]),
        pa.array([None, None, 1.5, None, 2.5, None, 1.5, None]),
        pa.array([None, None], pa.float64()),
        pa.array([], pa.date32()),
        pa.array([1, 2, 3]),
        pa.array(["x", None]),
    ],
)
def test_a_column_of_small_numbers_says_the_same(values: pa.Array) -> None:
    made = narrowed(values)
    assert made.to_pylist() == values.to_pylist()
    if pa.types.is_dictionary(made.type):
        assert made.indices.null_count == 0
        assert narrowed(made) is made


@pytest.mark.parametrize(("group", "size"), [(1000, 1000), (7, 100), (1000, 90), (1000, 450)])
def test_parquet_is_read_whole_whatever_its_row_groups(group: int, size: int, tmp_path: Path) -> None:
    table = pa.table(
        {
            "a": [None if number % 7 == 0 else f"v{number % 11}" for number in range(1000)],
            "a.b": [f"name {number}" for number in range(1000)],
            "n": pa.array([None if number % 3 else float(number) for number in range(1000)]),
            "order": range(1000),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=group)
    for columns in (table.column_names, ["a", "n"], []):
        found = list(read_parquet(tmp_path / "in.parquet", columns, size))
        assert sum(part.num_rows for part in found) == 1000
        assert all(part.num_rows <= 2 * size for part in found)
        for name in columns:
            assert [value for part in found for value in part.column(name).to_pylist()] == table.column(name).to_pylist()


def lines(count: int, newlines: bool) -> list[list[str]]:
    draw = random.Random(count)  # noqa: S311  # not for secrets
    words = ["scanner", "a, b", 'say "so"', "", "x" * 30, *(["two\nlines"] if newlines else [])]
    return [[str(number), draw.choice(words), draw.choice(words)] for number in range(1, count + 1)]


@pytest.mark.parametrize(("newlines", "block"), [(False, 300), (True, 300), (True, 700), (False, 1 << 20), (True, 4000)])
def test_blocks_of_csv_hold_every_row_once_with_its_number(newlines: bool, block: int, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    made = lines(400, newlines)
    wrong = {50: "50,a\n", 51: "51,a,b,c,d\n", 399: "399\n"}
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("n", "b", "c"))
        for number, row in enumerate(made, start=1):
            if number in wrong:
                stream.write(wrong[number])
            else:
                writer.writerow(row)
    rows: dict[int, Any] = {}
    bad: list[int] = []
    for found in CsvFile(path, ("n", "b", "c"), ",", ("n", "b", "c")).rows(block):
        for number, row in zip(found.numbers.tolist(), found.table.to_pylist(), strict=True):
            assert number not in rows
            rows[number] = [value.decode() for value in row.values()]
        bad += [number for number, _ in found.bad]
    assert sorted(bad) == sorted(wrong)
    assert rows == {number: row for number, row in enumerate(made, start=1) if number not in wrong}


def test_what_lies_ahead_comes_in_order_and_errors_come_where_they_are_taken() -> None:
    def broken() -> Any:
        yield 1
        raise ValueError("torn")

    with Ahead(iter(range(100)), 3) as things:
        assert list(things) == list(range(100))
        assert list(things) == []
    with Ahead(broken(), 3) as things:
        assert next(things) == 1
        with pytest.raises(ValueError, match="torn"):
            next(things)
    with Ahead(iter(range(1000)), 1) as things:
        assert next(things) == 0  # and nobody takes the rest


def test_a_parquet_file_that_is_damaged_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"a": [str(number) for number in range(5000)]}), path)
    text = bytearray(path.read_bytes())
    text[40:400] = bytes(360)
    path.write_bytes(bytes(text))
    with pytest.raises(SourceError, match="cannot be read"):
        list(Source(path).chunks(["a"]))
