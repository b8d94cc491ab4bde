"""`licet batch`: decide a whole file of shipments, and explain any row of the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from licet.cli import exits
from licet.cli.options import day_of, engine_of, json_option, law_option, regime_option
from licet.model.errors import Problem, ShipmentError


class _OneOrTheOther(click.Group):
    """A group that runs `run` where the first word is no command: `licet batch orders.parquet -o out.parquet`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in front where it was left out."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OneOrTheOther)
def batch() -> None:
    """Decide a file of shipments, such as licet batch orders.parquet -o out.parquet.

    The same answers as `licet check --no-screen`, for every row: names of parties are not looked up in lists. Reads Parquet, CSV, TSV,
    JSON lines and Excel; writes Parquet, CSV and JSON lines. Rows that cannot be read go to OUT.rejects.csv with the reason. See
    `licet batch run --help` for the options.
    """


@batch.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="The result; its ending says the form.")
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), help="What the columns mean; see --guess.")
@click.option("--guess", is_flag=True, help="Only show what the columns seem to mean, as a mapping file.")
@click.option("--date", "day", help="The day of shipment of all rows that say none.")
@click.option(
    "--engine",
    type=click.Choice(("embedded", "duckdb", "spark")),
    default="embedded",
    show_default=True,
    help="What decides the distinct situations.",
)
@click.option("--report", type=click.Path(path_type=Path), help="Also write a page with plots.")
@click.option(
    "--part-rows", type=click.IntRange(min=1), default=None, help="How many rows are kept when a run is interrupted.", hidden=True
)
@regime_option
@law_option
@json_option
def run(
    file: Path,
    target: Path | None,
    mapping_file: Path | None,
    guess: bool,
    day: str | None,
    engine: str,
    report: Path | None,
    part_rows: int | None,
    regimes: tuple[str, ...],
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Decide every row of FILE and write the result to OUT.

    What the columns mean is taken from --mapping, else guessed from the headers. An interrupted run goes on when started again.
    """
    from licet.batch.mapping import guess_mapping, mapping_as_yaml, read_mapping  # noqa: PLC0415  # heavy libraries, only needed here
    from licet.batch.run import PART, run_batch  # noqa: PLC0415
    from licet.batch.sources import Source  # noqa: PLC0415
    from licet.batch.summary import summary_as_dict, summary_as_page, summary_as_text  # noqa: PLC0415
    from licet.law.load import load_law  # noqa: PLC0415

    law = load_law(*folders)
    engine_of(law, regimes)  # refuses a regime that is not there
    source = Source(file)
    mapping = read_mapping(mapping_file, source.headers, law) if mapping_file is not None else guess_mapping(source.headers, law)
    if guess or target is None:
        unused = [header for header in source.headers if header not in mapping.targets and header not in mapping.keep]
        if as_json:
            click.echo(json.dumps({"mapping": mapping_as_yaml(mapping), "unused": unused}, ensure_ascii=False, indent=2))
        else:
            click.echo(mapping_as_yaml(mapping), nl=False)
            click.echo("".join(f"# not used: {header}\n" for header in unused), nl=False)
        if not guess:
            raise ShipmentError(
                Problem("-o", "no place for the result", "a file such as out.parquet", "nothing", "Or ask with --guess only.")
            )
        return
    with _bar(source.rows) as progress:
        summary = run_batch(
            law, source, mapping, target, regimes=regimes, day=day_of("--date", day), layers=[str(folder) for folder in folders],
            part_rows=part_rows or PART, progress=progress, engine=engine,
        )  # fmt: skip
    if report is not None:
        report.write_text(summary_as_page(summary, law, target), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(summary_as_dict(summary, target), ensure_ascii=False, indent=2))
    else:
        click.echo(summary_as_text(summary, law, target), nl=False)


@contextmanager
def _bar(rows: int | None) -> Iterator[Any]:
    """Show how far the work is, how fast, and how long it will take, where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, only needed for a terminal
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("shipments"), BarColumn(), TaskProgressColumn(show_speed=True), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=rows)
        yield lambda done: bar.update(task, advance=done)


@batch.command()
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--row", type=int, required=True, help="The number of the row in the file that was decided, from 1.")
@json_option
@click.pass_context
def explain(context: click.Context, /, target: Path, row: int, as_json: bool) -> None:
    """Say why a row of the result OUT came out as it did, as `licet check --why --no-screen` says it."""
    from licet.batch.explain import explain_row  # noqa: PLC0415  # heavy libraries, only needed here
    from licet.reporting import determination_as_dict, determination_as_text  # noqa: PLC0415

    told = explain_row(target, row)
    for text in told.changed:
        click.echo(f"! {text}", err=True)
    if as_json:
        shown = determination_as_dict(told.found, told.law, True)
        stored = {"result": told.stored, "rules": told.rules, "paragraphs": told.paragraphs}
        click.echo(
            json.dumps(
                {**shown, "stored": stored, "exit_code": exits.OF_VERDICT[told.found.verdict]}, ensure_ascii=False, indent=2, default=str
            )
        )
    else:
        click.echo(determination_as_text(told.found, told.law, True), nl=False)
    context.exit(exits.OF_VERDICT[told.found.verdict])
