"""`licet lists`: fetch the lists of parties, see how old they are, look into one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as calendar_date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.cli import exits
from licet.cli.options import json_option
from licet.model.errors import LicetError, Problem

if TYPE_CHECKING:
    from licet.screening.store import Store
    from licet.screening.update import Watch


@click.group()
def lists() -> None:
    """Keep the lists of parties: fetch them, see how old they are, look into one."""


def print_json(found: Any) -> None:
    """Print an answer as JSON."""
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def day_of(text: str | None, option: str = "--date") -> calendar_date | None:
    """Return the day that an option names, or None where it is not given.

    Raises:
        ListError: it is no day.

    """
    from licet.screening.dates import iso_day  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.errors import refuse  # noqa: PLC0415

    day = iso_day(text) if text else None
    if text and day is None:
        refuse(option, "not a day of the calendar", "a day such as 2026-07-31", text)
    return day


@lists.command()
@click.argument("names", nargs=-1)
@click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help="A file fetched by hand; repeatable.")
@click.option("--date", help="The day the file is of, where it does not say.  [default: today]")
@click.option("--accept-loss", is_flag=True, help="Keep a list although much of it is gone since the last snapshot.")
@json_option
def update(names: tuple[str, ...], files: tuple[Path, ...], date: str | None, accept_loss: bool, as_json: bool) -> None:
    """Fetch lists from their official addresses and keep what is new; every list that has one, or those of NAMES.

    With --file, keep one list from files fetched by hand; which list it is shows in the file, or is said by one of NAMES. Old snapshots are
    kept. A list that cannot be read to its last row, or that lost a fifth of its listings, is refused, and the one before stays.
    """
    from licet.screening.errors import refuse  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.lists.reading import known, lists_of  # noqa: PLC0415
    from licet.screening.sources import load_sources  # noqa: PLC0415
    from licet.screening.store import Store  # noqa: PLC0415
    from licet.screening.update import update_from_address, update_from_files  # noqa: PLC0415
    from licet.screening.words import added_as_dict, added_as_text  # noqa: PLC0415

    store = Store()
    sources = load_sources(store.folder)
    for name in names:
        known(name)
    if files:
        names = names or tuple(lists_of(files))
        if len(names) != 1:
            do = "Name the list: licet lists update NAME --file FILE"
            refuse("--file", "which list is it?", "one list", ", ".join(names) or "a file of none that is known", do)
    if date and not files:
        refuse(
            "--date", "a day for a list that is fetched", "--file FILE", "no file", "A list that is fetched is of today or says its day."
        )
    day = day_of(date)
    done: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for name in names or [name for name, source in sources.items() if source.parts]:
        try:
            if files:
                added = update_from_files(store, sources[name], files, as_of=day, accept_loss=accept_loss)
            else:
                with _bar(name) as watch:
                    added = update_from_address(store, sources[name], accept_loss=accept_loss, watch=watch)
        except LicetError as error:
            problems.extend(error.problems)
            continue
        done.append(added_as_dict(name, added))
        if not as_json:
            click.echo(added_as_text(name, added))
    if any(one["new"] for one in done):
        _index(store)
    if as_json:
        print_json({"updated": done, "errors": [problem.as_dict() for problem in problems]})
        click.get_current_context().exit(exits.BAD_INPUT if problems else exits.CLEAR)
    if problems:
        raise LicetError(*problems)


def _index(store: Store) -> None:
    """Make the index of names over the lists as they now are, so that nobody waits for it later; say so if it cannot be made."""
    from licet.cli.screen import open_lists  # noqa: PLC0415
    from licet.screening.in_play import InPlay  # noqa: PLC0415

    try:
        open_lists(InPlay(store))
    except LicetError as error:
        click.echo(f"The lists are kept, and cannot be searched:\n{error}", err=True)


@contextmanager
def _bar(name: str) -> Iterator[Watch | None]:
    """Show on a terminal how much of a list has come; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, only needed for a terminal
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks = {}

        def watch(address: str, size: int, of: int | None) -> None:
            if address not in tasks:
                tasks[address] = progress.add_task(name, total=of)
            progress.update(tasks[address], completed=size)

        yield watch


@lists.command()
@json_option
def status(as_json: bool) -> None:
    """Say which lists are held, of which day, and which are stale."""
    from licet.screening.shipped import NOTICE, curated_day, curated_listings  # noqa: PLC0415  # a help page needs no lists
    from licet.screening.sources import load_sources  # noqa: PLC0415
    from licet.screening.store import Store  # noqa: PLC0415
    from licet.screening.update import status_of  # noqa: PLC0415
    from licet.screening.words import status_as_text  # noqa: PLC0415

    store = Store()
    found = [status_of(store, source) for source in load_sources(store.folder).values()]
    if as_json:
        curated = {"list": "curated", "as_of": curated_day().isoformat(), "listings": len(curated_listings()), "notice": NOTICE}
        print_json({"folder": str(store.folder), "lists": [one.as_dict() for one in found], "curated": curated})
    else:
        click.echo(status_as_text(found))


@lists.command()
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=0), help="How many listings to show; 0 for all.")
@click.option("--date", help="The list as it stood on this day.  [default: the newest held]")
@json_option
def show(name: str, limit: int, date: str | None, as_json: bool) -> None:
    """Show listings of one list: NAME as `licet lists status` prints it, or `curated`."""
    from itertools import islice  # noqa: PLC0415  # a help page needs no lists

    from licet.screening.shipped import PUBLISHER, curated_listings  # noqa: PLC0415
    from licet.screening.store import Store  # noqa: PLC0415
    from licet.screening.words import listing_as_dict, listing_as_text  # noqa: PLC0415

    day = day_of(date)
    found = iter(curated_listings()) if name == PUBLISHER else iter(Store().read(name, day))
    shown = islice(found, limit or None)
    if as_json:
        print_json([listing_as_dict(listing) for listing in shown])
        return
    for listing in shown:
        click.echo(listing_as_text(listing))
