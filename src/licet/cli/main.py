"""`licet`: the entry point. Errors a user can mend end in one message and exit code 2."""

from __future__ import annotations

import json
import sys

import click

from licet.cli import exits
from licet.cli.batch import batch
from licet.cli.check import ask, check
from licet.cli.compare import compare
from licet.cli.law import law
from licet.cli.lists import lists
from licet.cli.screen import cleared, screen
from licet.cli.timeline import timeline
from licet.model.errors import LicetError


def _exit_codes() -> str:
    return "\n".join(["Exit codes:", "", *(f"  {code:>2}  {meaning}" for code, meaning in sorted(exits.MEANINGS.items()))])


class _Licet(click.Group):
    """The group of commands, with the exit codes at the end of its help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes as they are, one a line."""
        formatter.write(f"\n{_exit_codes()}\n\n")


@click.group(cls=_Licet, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="licet", prog_name="licet", message="%(prog)s %(version)s")
def app() -> None:
    """May this chip technology go to that party, for that use, on that day, under every law that applies at once, and why?

    Licet decides from law written as data. It is not legal advice.
    """


app.add_command(check)
app.add_command(ask)
app.add_command(compare)
app.add_command(timeline)
app.add_command(batch)
app.add_command(law)
app.add_command(lists)
app.add_command(screen)
app.add_command(cleared)


def run() -> None:
    """Run the command line."""
    try:
        app()
    except LicetError as error:
        if "--json" in sys.argv:
            click.echo(json.dumps({"errors": [problem.as_dict() for problem in error.problems]}, ensure_ascii=False, indent=2))
        else:
            click.echo(str(error), err=True)
        sys.exit(exits.BAD_INPUT)
