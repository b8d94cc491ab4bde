"""`licet screen` and `licet cleared`: is this party listed, and what was decided about it?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.cli import exits
from licet.cli.lists import day_of, print_json
from licet.cli.options import json_option

if TYPE_CHECKING:
    from licet.screening.in_play import InPlay
    from licet.screening.listing import Listing
    from licet.screening.matching.evidence import Query
    from licet.screening.parties_file import Watch

SHOWN = 8
"""How many hits are shown where all were not asked for."""

country_option = click.option("--country", "countries", multiple=True, help="A country of the party: code or name; repeatable.")
day_option = click.option("--date", help="The day whose lists count, such as 2026-07-31.  [default: today]")


@click.command()
@click.argument("party")
@country_option
@click.option("--schema", default="", help="person, organisation, vessel or aircraft.  [default: not known]")
@click.option("--address", "addresses", multiple=True, help="An address of the party; repeatable.")
@click.option("--number", "numbers", multiple=True, help="A registration or other number of the party; repeatable.")
@click.option("--birth", "births", multiple=True, help="A day or year of birth; repeatable.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="PARTY is a file of parties; write hits here (.csv, .jsonl, .parquet)."
)
@click.option("--near", is_flag=True, help="Show near misses too, and why they are no match.")
@click.option("--why", is_flag=True, help="Show every hit, and write what was compared into a file of hits.")
@click.option("--processes", type=click.IntRange(min=0), default=0, help="How many processes screen a file.  [default: one a processor]")
@day_option
@json_option
@click.pass_context
def screen(
    context: click.Context,
    /,
    party: str,
    countries: tuple[str, ...],
    schema: str,
    addresses: tuple[str, ...],
    numbers: tuple[str, ...],
    births: tuple[str, ...],
    output: Path | None,
    near: bool,
    why: bool,
    processes: int,
    date: str | None,
    as_json: bool,
) -> None:
    """Look for PARTY, a name, in the lists held: is it listed, as far as names tell, and why?

    With --output, PARTY is a file (.csv, .tsv, .jsonl or .parquet) with a column `name` and perhaps `country`, `kind`, `address`, `number`,
    `birth` and `other_names`; a row that cannot be screened is written with the reason.

    licet screen "SMIC Beijing" --country CN
    """
    from licet.screening.in_play import InPlay  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.screen import Screening, lists_as_dict  # noqa: PLC0415

    day = day_of(date)
    if output is not None:
        _screen_file(context, Path(party), output, InPlay(day=day), why, processes, as_json)
        return
    from licet.screening.words_of_hits import hits_as_text  # noqa: PLC0415

    query = _query(party, countries, schema, addresses, numbers, births)
    lists = InPlay(day=day)
    open_lists(lists)
    found = Screening(lists).screen(query, near=near)
    if as_json:
        hits = [hit.as_dict() for hit in found.hits]
        grade = found.grade.value if found.grade else "not compared whole" if found.is_cut else "none"
        print_json({"party": party, "day": lists.day.isoformat(), "grade": grade, "hits": hits, "lists": lists_as_dict(lists)})
    else:
        click.echo(hits_as_text(found, lists, None if why else SHOWN))
    nothing = exits.MAYBE_LISTED if found.is_cut else exits.CLEAR
    context.exit({"sure": exits.LISTED, "possible": exits.MAYBE_LISTED}.get(found.grade or "", nothing))


def _query(
    name: str,
    countries: tuple[str, ...] = (),
    schema: str = "",
    addresses: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
    births: tuple[str, ...] = (),
) -> Query:
    from licet.model.errors import nearest  # noqa: PLC0415
    from licet.screening.countries import code_of  # noqa: PLC0415
    from licet.screening.errors import refuse  # noqa: PLC0415
    from licet.screening.matching.evidence import Query  # noqa: PLC0415
    from licet.screening.parties_file import KINDS, kind_of  # noqa: PLC0415
    from licet.screening.text import cleaned  # noqa: PLC0415

    if not any(letter.isalnum() for letter in name) and not numbers:
        refuse("PARTY", "no name", "a name with letters or digits", name)
    kind = kind_of(schema)
    if kind is None:
        refuse("--schema", f'unknown word "{schema}"', "person, organisation, vessel, aircraft", schema, nearest(schema, KINDS))
    codes = []
    for country in countries:
        if not (code := code_of(country)):
            refuse("--country", f'unknown country "{country}"', "a code such as CN or a name", country)
        codes.append(code)
    return Query(cleaned(name), kind, tuple(codes), addresses, numbers, births)


def open_lists(lists: InPlay) -> None:
    """Open the index, with a bar where it has to be made and somebody watches."""
    if not sys.stderr.isatty():
        lists.matcher  # noqa: B018  # opened here once
        return
    from licet.reporting.progress import counted  # noqa: PLC0415

    def watch(listings: Iterator[Listing]) -> Iterator[Listing]:
        return counted(listings, "reading the lists (once)", "listings")

    lists.matcher = lists.open(watch)


def _screen_file(context: click.Context, path: Path, output: Path, lists: InPlay, why: bool, processes: int, as_json: bool) -> None:
    from licet.screening.parties_file import screen_file  # noqa: PLC0415
    from licet.screening.screen import lists_as_dict  # noqa: PLC0415
    from licet.screening.words_of_hits import lists_as_text  # noqa: PLC0415

    open_lists(lists)
    with _rows_bar(path.name) as watch:
        done = screen_file(path, output, day=lists.day, store=lists.store, why=why, processes=processes, watch=watch)
    if as_json:
        print_json({**done.as_dict(), "output": str(output), "day": lists.day.isoformat(), "lists": lists_as_dict(lists)})
    else:
        click.echo(f"{done.rows:,} rows: {done.sure:,} listed, {done.possible:,} perhaps listed, {done.clear:,} without a match")
        if done.not_screened:
            click.echo(f"{done.not_screened:,} rows could not be screened; they are in {output} with the reason")
        click.echo(f"{done.hits:,} lines written to {output}")
        click.echo(lists_as_text(lists))
    context.exit(exits.LISTED if done.sure else exits.MAYBE_LISTED if done.possible or done.not_screened else exits.CLEAR)


@contextmanager
def _rows_bar(name: str) -> Iterator[Watch | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, only needed for a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None, rows=0, rate=0.0)

        def watch(rows: int, read: int, of: int | None) -> None:
            elapsed = progress.tasks[0].elapsed or 1.0
            progress.update(task, completed=read, total=of, rows=rows, rate=rows / max(elapsed, 0.001))

        yield watch


@click.group()
def cleared() -> None:
    """Keep decisions that a party is not a listed one: by whom, why, until when."""


@cleared.command("add")
@click.argument("party")
@click.argument("listed")
@country_option
@click.option("--by", required=True, help="Who decided.")
@click.option("--why", required=True, help="What was compared.")
@click.option("--until", required=True, help="The first day on which the decision no longer counts.")
@json_option
def add(party: str, listed: str, countries: tuple[str, ...], by: str, why: str, until: str, as_json: bool) -> None:
    """Decide that PARTY is not the listed party LISTED (a name or id as `licet screen` shows it).

    The match is set aside until the day, and comes back earlier if the listing changes.
    """
    from licet.screening.errors import refuse  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.in_play import InPlay  # noqa: PLC0415
    from licet.screening.screen import Screening  # noqa: PLC0415

    query = _query(party, countries)
    day = day_of(until, "--until")
    assert day is not None  # noqa: S101  # the option is required
    lists = InPlay()
    open_lists(lists)
    screening = Screening(lists)
    hits = screening.screen(query).hits
    chosen = [hit for hit in hits if listed in (hit.match.listing.id, hit.match.listing.name, hit.match.name.text)]
    if not chosen:
        shown = "; ".join(dict.fromkeys(hit.match.listing.name for hit in hits)) or "no match"
        refuse("LISTED", "no match of this party has that name or id", shown, listed, "Run licet screen with the same name and countries.")
    made = [screening.cleared.add(query, hit.match.listing, by, why, day).as_dict() for hit in chosen]
    if as_json:
        print_json(made)
    else:
        for one in made:
            click.echo(f"{one['party']} is not {one['listed_name']} [{one['list']}], by {one['by']}, until {one['until']}")


@cleared.command("list")
@json_option
def list_cleared(as_json: bool) -> None:
    """Show the decisions."""
    from licet.screening.cleared import ClearedPairs  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.store import default_folder  # noqa: PLC0415

    found = [one.as_dict() for one in ClearedPairs(default_folder()).every()]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(
            f"{one['on']}  {one['party']} is not {one['listed_name']} [{one['list']}], by {one['by']}, until {one['until']}: {one['why']}"
        )
    if not found:
        click.echo("no cleared pairs")
