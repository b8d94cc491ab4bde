"""`licet check` and `licet ask`."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.cli import exits
from licet.cli.options import engine_of, flags_of, json_option, regime_option, shipment_options, why_option, written_shipment
from licet.intake.shipments import read_shipment
from licet.law.load import load_law
from licet.law.statute import Law
from licet.model.determination import Determination
from licet.model.errors import LicetError
from licet.model.shipment import Shipment
from licet.reasoning import Engine
from licet.reporting import determination_as_dict, determination_as_text

if TYPE_CHECKING:
    from datetime import date

    from licet.screened.parties import ScreenedShipment
    from licet.screening.screen import Screening


@click.command()
@shipment_options
@regime_option
@click.option("--screen/--no-screen", "screens", default=True, help="Look for the named parties in the lists held.  [default: screen]")
@click.option("--owners", type=click.Path(path_type=Path), help="Who owns whom: CSV of owner, owned, percent, or FollowTheMoney lines.")
@why_option
@json_option
@click.pass_context
def check(
    context: click.Context,
    /,
    file: str | None,
    folders: tuple[Path, ...],
    regimes: tuple[str, ...],
    screens: bool,
    owners: Path | None,
    why: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Decide one shipment: may it go, under which laws, and why?

    FILE is a shipment in YAML or JSON; - reads standard input. Flags complete it or stand alone:

    licet check --item "NXT:1980Di" --from NL --to CN --date 2024-03-27
    """
    gc.disable()  # one answer and gone: collecting among the tens of thousands of nodes of the law would find nothing to free
    law = load_law(*folders)
    shipment = read_shipment(written_shipment(file, law, flags_of(options)), law)
    screened = _Lists(law, screens, owners).screened(shipment)
    found = engine_of(law, regimes).determine(screened.shipment if screened else shipment)
    show(found, law, why, as_json, screened)
    context.exit(exits.OF_VERDICT[found.verdict])


class _Lists:
    """The lists of parties, opened when a party has a name, and kept for the next answer of a dialogue."""

    def __init__(self, law: Law, wanted: bool = True, owners: Path | None = None) -> None:
        self.law, self.wanted, self.owners = law, wanted, owners
        self._screenings: dict[date, Screening] = {}

    def screened(self, shipment: Shipment) -> ScreenedShipment | None:
        """Return the shipment with what the lists of its day say of its parties; None where no party has a name."""
        if not self.wanted or not any("party_name" in party.facts for party in shipment.parties):
            return None
        from licet.cli.screen import open_lists  # noqa: PLC0415  # only a named party needs the lists
        from licet.screened.parties import screen_parties  # noqa: PLC0415
        from licet.screening.in_play import InPlay  # noqa: PLC0415
        from licet.screening.screen import Screening  # noqa: PLC0415

        if shipment.day not in self._screenings:
            lists = InPlay(day=shipment.day)
            open_lists(lists)
            self._screenings[shipment.day] = Screening(lists)
        graph = None
        if self.owners is not None:
            from licet.screening.ownership.graph import read_graph  # noqa: PLC0415

            graph = read_graph(self.owners)
        return screen_parties(shipment, self.law, self._screenings[shipment.day], graph)

    def determine(self, engine: Engine, written: dict[str, Any]) -> Determination:
        """Return the determination of a shipment as it is written, with its parties screened."""
        shipment = read_shipment(written, self.law)
        screened = self.screened(shipment)
        return engine.determine(screened.shipment if screened else shipment)


def show(found: Determination, law: Law, why: bool, as_json: bool, screened: ScreenedShipment | None = None) -> None:
    """Print a determination as text or JSON, with what screening found."""
    if as_json:
        shown = determination_as_dict(found, law, why)
        if screened is not None:
            from licet.screened.parties import screening_as_dict  # noqa: PLC0415

            shown["screening"] = screening_as_dict(screened)
        click.echo(json.dumps({**shown, "exit_code": exits.OF_VERDICT[found.verdict]}, ensure_ascii=False, indent=2))
    else:
        beside: list[tuple[str, str]] = []
        if screened is not None:
            from licet.screened.words import screening_as_text  # noqa: PLC0415

            beside = list(screening_as_text(screened, why))
        click.echo(determination_as_text(found, law, why, beside), nl=False)


@click.command()
@shipment_options
@regime_option
@why_option
@click.option("--json", "as_json", is_flag=True, help="Print the next question as JSON instead of asking.")
@click.pass_context
def ask(
    context: click.Context,
    /,
    file: str | None,
    folders: tuple[Path, ...],
    regimes: tuple[str, ...],
    why: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Ask only what can still change the answer, say why, and decide.

    An empty answer means "I do not know". For example: licet ask --kind scanner --from NL --to CN
    """
    law = load_law(*folders)
    engine = engine_of(law, regimes)
    flags = flags_of(options)
    written = written_shipment(file, law, flags) if flags or file is not None else {}
    written.setdefault("item", {})
    lists = _Lists(law)
    found = lists.determine(engine, written)
    if as_json:
        shown = determination_as_dict(found, law, changes=False)
        question = {"next": shown["missing"][0] if shown["missing"] else None, "outcome": shown["outcome"], "verdict": shown["verdict"]}
        click.echo(json.dumps(question, ensure_ascii=False, indent=2))
    else:
        found = _dialogue(engine, lists, written, found)
        click.echo("")
        show(found, law, why, False)
    context.exit(exits.OF_VERDICT[found.verdict])


def _dialogue(engine: Engine, lists: _Lists, written: dict[str, Any], found: Determination) -> Determination:
    """Ask until nothing that is left to ask can change the answer, or nobody answers any more."""
    from licet.intake.answers import answered  # noqa: PLC0415  # only `ask` needs it

    unknown: set[str] = set()
    while True:
        left = [fact for fact in found.missing if fact.path not in unknown]
        if not left:
            return found
        fact = left[0]
        click.echo(f"\n{fact.question}")
        for value, meaning in fact.values.items():
            click.echo(f"    {value}: {meaning}")
        hangs = ", ".join(fact.hangs[:3]) + (f" and {len(fact.hangs) - 3} more" if len(fact.hangs) > 3 else "")
        click.echo(f"    so far: {found.outcome.label}; asked because of {hangs}")
        click.echo(f"  {fact.path}{f' [{fact.unit}]' if fact.unit else ''}: ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return found
        if not line.strip():
            unknown.add(fact.path)
            continue
        try:
            attempt = answered(written, fact, line.strip())
            found = lists.determine(engine, attempt)
            written = attempt
        except LicetError as error:
            click.echo(str(error))
