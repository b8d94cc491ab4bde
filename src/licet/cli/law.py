"""`licet law`: the law as a subject: show a text, run the worked cases, say what is encoded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from licet.cli import exits
from licet.cli.options import check_regimes, day_of, json_option, law_option, regime_option


@click.group()
def law() -> None:
    """Read the law itself: show a text, run its cases, see what is encoded."""


@law.command()
@click.argument("code")
@click.option("--date", help="Only the text in force on this day.  [default: every text]")
@law_option
@json_option
def show(code: str, date: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Show the texts of a paragraph or rule, each with its dates, sources and doubts.

    CODE is a code (3B001.f), a list with a code (nl:asme/3B001.f.4), the id of a rule, or a set of places (EU001).
    """
    from licet.law.load import load_law  # noqa: PLC0415  # a help page needs no law
    from licet.reporting.law_text import texts_as_text, texts_of  # noqa: PLC0415

    loaded = load_law(*folders)
    found = texts_of(loaded, code, day_of("--date", date))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else texts_as_text(found), nl=as_json)


@law.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@regime_option
@law_option
@json_option
def test(folder: Path | None, regimes: tuple[str, ...], folders: tuple[Path, ...], as_json: bool) -> None:
    """Run the worked cases beside the law, and those of FOLDER laid over it; every difference is shown, a false clear first.

    With --regime only the cases that expect something of these regimes are run.
    """
    from licet.casework import read_cases, run_case  # noqa: PLC0415  # a help page needs no law
    from licet.law.load import load_law  # noqa: PLC0415
    from licet.reasoning import Engine  # noqa: PLC0415
    from licet.reporting.progress import progress  # noqa: PLC0415

    folders = (*folders, *([folder] if folder is not None else []))
    loaded = load_law(*folders)
    check_regimes(loaded, regimes)
    engine = Engine(loaded)
    cases = [case for case in read_cases(loaded) if not regimes or any(one.regime in regimes for one in case.expects)]
    results = [run_case(case, engine) for case in progress(cases, "cases")]
    failed = sorted((result for result in results if not result.passed), key=lambda result: not result.false_clear)
    oracles: dict[str, int] = {}
    for case in cases:
        oracles[case.oracle] = oracles.get(case.oracle, 0) + 1
    summary: dict[str, Any] = {
        "cases": len(cases),
        "passed": len(cases) - len(failed),
        "false_clears": sum(result.false_clear for result in failed),
        "oracles": oracles,
        "failed": [
            {"at": result.case.at, "name": result.case.name, "false_clear": result.false_clear, "differences": list(result.differences)}
            for result in failed
        ],
    }
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        for result in failed:
            click.echo(f"{'FALSE CLEAR ' if result.false_clear else ''}{result.case.at}: {result.case.name}")
            for difference in result.differences:
                click.echo(f"    {difference}")
        by = ", ".join(f"{count} by {oracle.replace('_', ' ')}" for oracle, count in sorted(oracles.items(), key=lambda pair: -pair[1]))
        click.echo(f"{summary['passed']} of {len(cases)} cases pass; false clears: {summary['false_clears']} ({by})")
    click.get_current_context().exit(exits.FAILED if failed else exits.CLEAR)


@law.command()
@click.argument("regime", required=False)
@click.option("--all", "all_rows", is_flag=True, help="Also list what is encoded in full.")
@law_option
@json_option
def coverage(regime: str | None, all_rows: bool, folders: tuple[Path, ...], as_json: bool) -> None:
    """Say what of each instrument is encoded, what is not and why, and how sure the sources are."""
    from licet.law.coverage import coverage_of  # noqa: PLC0415  # a help page needs no law
    from licet.law.load import load_law  # noqa: PLC0415
    from licet.reporting.coverage_text import coverage_as_text  # noqa: PLC0415

    loaded = load_law(*folders)
    found = coverage_of(loaded, regime)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else coverage_as_text(found, all_rows), nl=as_json)


@law.command()
@click.argument("text", required=False, default="")
@click.option("--dialect", default="duckdb", show_default=True, help="duckdb, spark, snowflake, bigquery, postgres or trino.")
@click.option("--table", default="shipments", show_default=True, help="The name of the table of shipments.")
@click.option("--date", help="Only the texts in force on this day.  [default: all, chosen by the column law_day]")
@law_option
@json_option
def sql(text: str, dialect: str, table: str, date: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Print the law as SQL: one query over a table of shipments, with a column for each text asked for.

    TEXT is a rule (us-742.4-a-4), a paragraph or a group of them (us:ccl/3A090), a regime (nl), or nothing for all. Unknown is NULL.
    The columns of the table are described in docs/scale.md.
    """
    from licet.batch.law_sql import law_as_sql  # noqa: PLC0415  # sqlglot is slow to import
    from licet.law.load import load_law  # noqa: PLC0415

    found = law_as_sql(load_law(*folders), text, dialect, table, day_of("--date", date))
    click.echo(json.dumps({"dialect": dialect, "text": text, "sql": found}, ensure_ascii=False, indent=2) if as_json else found, nl=as_json)
