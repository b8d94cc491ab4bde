"""`licet`: the entry point. Errors a user can mend end in one message and exit code 2."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from licet.cli import exits
from licet.cli.check import ask, check
from licet.cli.law import law_app
from licet.model.errors import LicetError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="May this chip technology go to that party, for that use, on that day, under every law that applies at once, and why?",
    epilog="Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in sorted(exits.MEANINGS.items())) + ".",
)
app.command()(check)
app.command()(ask)
app.add_typer(law_app, name="law")


def _version(asked: bool) -> None:
    if asked:
        from licet import __version__  # noqa: PLC0415  # only read when asked

        typer.echo(f"licet {__version__}")
        raise typer.Exit


@app.callback()
def main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    """Licet decides from law written as data. It is not legal advice."""


def run() -> None:
    """Run the command line."""
    try:
        app()
    except LicetError as error:
        if "--json" in sys.argv:
            typer.echo(json.dumps({"errors": [problem.as_dict() for problem in error.problems]}, ensure_ascii=False, indent=2))
        else:
            typer.echo(str(error), err=True)
        sys.exit(exits.BAD_INPUT)
    except BrokenPipeError:  # somebody piped us into `head`
        sys.stderr.close()
        sys.exit(exits.BAD_INPUT)
