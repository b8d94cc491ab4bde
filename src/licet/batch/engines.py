"""What evaluates cells over tables of distinct rows: arrays in this process, DuckDB, or Spark. Tests prove that all say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from licet.batch.arrays import Arrays, Table, Texts, pack, unpack
from licet.language.cells import DAY, Cell, below
from licet.model.errors import LicetError, Problem

_ROW = "licet_row"
_MOST = 400
"""How many columns one query computes; a planner takes more than twice as long for twice as many."""


class EngineError(LicetError):
    """An engine cannot be used here."""


class Engine(Protocol):
    """Evaluates cells over a table of distinct rows."""

    def run(self, outputs: Sequence[Cell], given: Sequence[Cell], table: Table) -> list[Any]:
        """Return truths as bits and numbers as arrays, in the order of the outputs; the cells `given` stand in the table already."""


class Embedded:
    """Evaluates in this process, over arrays of bits."""

    def run(self, outputs: Sequence[Cell], given: Sequence[Cell], table: Table) -> list[Any]:
        """Return what the outputs say of each row."""
        return Arrays(outputs, given).run(table)


class _Sql:
    """Evaluates as SQL over a table that is handed to a database."""

    dialect = "duckdb"
    _alone = Lock()
    """Parts of the law are decided side by side, but the table that is handed over has one name."""

    def run(self, outputs: Sequence[Cell], given: Sequence[Cell], table: Table) -> list[Any]:
        """Return what the outputs say of each row."""
        constant = [cell for cell in outputs if cell.is_constant]
        made = dict(zip((cell.id for cell in constant), Arrays(constant).run(table), strict=True)) if constant else {}
        unique = list({cell.id: cell for cell in outputs if not cell.is_constant}.values())
        brought = {cell.id: cell for cell in given}
        for start in range(0, len(unique), _MOST):
            wanted = unique[start : start + _MOST]
            with self._alone:
                made.update(self._query(wanted, brought, table))
        return [made[cell.id] for cell in outputs]

    def _query(self, wanted: list[Cell], brought: dict[int, Cell], table: Table) -> dict[int, Any]:
        from licet.language.sql_text import column_name, layers, statement  # noqa: PLC0415  # sqlglot is slow to import

        columns: dict[str, pa.Array] = {_ROW: pa.array(np.arange(table.rows))}
        named: dict[int, str] = {}
        for cell in below(wanted, lambda cell: cell.id in brought):
            if cell.id in brought:
                named[cell.id] = f"g{cell.id}"
                columns[named[cell.id]] = _arrow(table.given[cell.id], table.rows)
            elif cell.op == "col":
                key = (cell.args[0], cell.args[1])
                columns[column_name(*key)] = _arrow(table.columns[key], table.rows, cell.args[2])
            elif cell.op == "dated":
                columns[column_name(DAY, "date")] = _arrow(table.columns[DAY, "date"], table.rows, "day")
        outputs = {f"o{cell.id}": cell for cell in wanted}
        query = statement(layers(outputs, list(columns), self.dialect, named, (_ROW,)), "licet_rows", (_ROW,)).sql(dialect=self.dialect)
        found = self.ask(query, pa.table(columns)).sort_by(_ROW)
        return {cell.id: _result(found.column(f"o{cell.id}")) for cell in wanted}

    def ask(self, query: str, table: pa.Table) -> pa.Table:
        """Run a query over a table that it calls `licet_rows`."""
        raise NotImplementedError


class DuckDb(_Sql):
    """Evaluates in DuckDB, in this process."""

    def __init__(self) -> None:
        """Open a database in memory.

        Raises:
            EngineError: DuckDB is not installed.

        """
        try:
            import duckdb  # noqa: PLC0415  # only this engine needs it
        except ImportError:
            raise EngineError(
                Problem("--engine", "DuckDB is not installed", "the library duckdb", "nothing", "Run: pip install licet[duckdb]")
            ) from None
        self._connection = duckdb.connect()
        self._connection.execute("PRAGMA disable_optimizer")  # it would take longer to think about such a query than to run it

    def ask(self, query: str, table: pa.Table) -> pa.Table:
        """Run a query in DuckDB."""
        self._connection.register("licet_arrow", table)
        self._connection.execute("CREATE OR REPLACE TEMP TABLE licet_rows AS SELECT * FROM licet_arrow")
        return self._connection.sql(query).to_arrow_table()


class Spark(_Sql):
    """Evaluates in Spark SQL: in the session that is there, or in one of this machine."""

    dialect = "spark"

    def __init__(self, session: Any = None) -> None:
        """Take a session, or start one.

        Raises:
            EngineError: PySpark or Java is not installed.

        """
        self.session = session if session is not None else spark_session()

    def ask(self, query: str, table: pa.Table) -> pa.Table:
        """Run a query in Spark; tables go over as Parquet, which every version reads."""
        with tempfile.TemporaryDirectory(prefix="licet-spark-") as name:
            folder = Path(name)
            pq.write_table(table, folder / "rows.parquet")
            self.session.read.parquet(str(folder / "rows.parquet")).createOrReplaceTempView("licet_rows")
            self.session.sql(query).coalesce(1).write.mode("overwrite").parquet(str(folder / "out.parquet"))
            return pq.read_table(folder / "out.parquet")


def spark_session() -> Any:
    """Return a Spark session: the one that is active, else one on this machine.

    Raises:
        EngineError: PySpark is not installed, or Spark does not start (it needs Java).

    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra, and slow to import
    except ImportError:
        raise EngineError(
            Problem("--engine", "PySpark is not installed", "the library pyspark", "nothing", "Run: pip install licet[spark]")
        ) from None
    try:
        builder = SparkSession.builder.appName("licet").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "8")
        builder = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        if not SparkSession.getActiveSession():
            builder = builder.master("local[2]")
        return builder.getOrCreate()
    except Exception as error:  # what Spark raises here has no common class
        do = "Install Java 17 or later and set JAVA_HOME."
        raise EngineError(
            Problem("--engine", "Spark does not start", "a Java that Spark can use", str(error).splitlines()[0][:160], do)
        ) from None


def engine_named(name: str) -> Engine:
    """Return an engine by its name: embedded, duckdb or spark.

    Raises:
        EngineError: what it needs is not installed.

    """
    made: Engine = DuckDb() if name == "duckdb" else Spark() if name == "spark" else Embedded()
    return made


def _arrow(found: Any, rows: int, kind: str = "truth") -> pa.Array:
    if isinstance(found, tuple):
        true, false = unpack(found[0], rows), unpack(found[1], rows)
        return pa.array(true, mask=~(true | false))
    if isinstance(found, Texts):
        return pa.array([found.values[code] if code >= 0 else None for code in found.codes.tolist()], pa.string())
    numbers = np.broadcast_to(np.asarray(found, dtype=np.float64), (rows,))
    missing = np.isnan(numbers)
    if kind == "day":
        return pa.array(np.where(missing, 0, numbers).astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())
    return pa.array(np.array(numbers), mask=missing)


def _result(column: pa.ChunkedArray) -> Any:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.array([], column.type)
    if pa.types.is_boolean(array.type) or pa.types.is_null(array.type):
        known = ~array.is_null().to_numpy(zero_copy_only=False)
        true = array.cast(pa.bool_()).fill_null(False).to_numpy(zero_copy_only=False) & known
        return pack(true), pack(known & ~true)
    if pa.types.is_string(array.type):
        coded = array.dictionary_encode()
        return Texts(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32), coded.dictionary.to_pylist())
    return array.cast(pa.float64()).to_numpy(zero_copy_only=False)
