"""`licet check` and `licet ask`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli import exits
from licet.intake.flags import Flags, shipment_from_flags
from licet.intake.shipments import MAX_BYTES, read_shipment, read_written
from licet.law.fields import to_python
from licet.law.load import load_law
from licet.law.statute import Law
from licet.model.determination import Determination
from licet.model.errors import LicetError, Problem, ShipmentError
from licet.reasoning import Engine
from licet.reporting import determination_as_dict, determination_as_text

FileArgument = Annotated[str | None, typer.Argument(help="A shipment in YAML or JSON; - reads standard input.", show_default=False)]
ItemOption = Annotated[str | None, typer.Option("--item", help='A product of the catalogue, such as "NXT:1980Di".')]
KindOption = Annotated[str | None, typer.Option("--kind", help="The kind of the item, such as scanner.")]
FromOption = Annotated[str | None, typer.Option("--from", help="The country it leaves: code or name.")]
ToOption = Annotated[str | None, typer.Option("--to", help="The country it goes to: code or name.")]
DateOption = Annotated[str | None, typer.Option("--date", help="The day of shipment, such as 2024-03-27. [default: today]")]
FactOption = Annotated[list[str] | None, typer.Option("--fact", "-f", help='A fact, such as "wavelength=193 nm"; repeatable.')]
PartyOption = Annotated[list[str] | None, typer.Option("--party", help='A party, such as "end_user=Some Fab Ltd@CN"; repeatable.')]
ForOption = Annotated[str | None, typer.Option("--for", help="The product this part, software or technology is for.")]
ClassOption = Annotated[list[str] | None, typer.Option("--classification", help="A code already given, such as nl=3B001.f.4; repeatable.")]
KnownOption = Annotated[str | None, typer.Option("--known-on", help="Decide by the law as the world knew it on this day.")]
LawOption = Annotated[list[Path] | None, typer.Option("--law", help="A folder of law to lay over the shipped law; repeatable.")]
WhyOption = Annotated[bool, typer.Option("--why", help="Show every rule, source, doubt and condition.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def _written(file: str | None, law: Law, flags: Flags) -> dict[str, Any]:
    """Return the shipment as plain data, from the file, the flags, or a file that the flags complete."""
    base: dict[str, Any] = {}
    if file is not None:
        if file == "-":
            text = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            path = Path(file)
            if not path.is_file():
                raise ShipmentError(Problem(file, "no such file", "a file with a shipment, or - for standard input", file))
            with path.open("rb") as stream:
                text = stream.read(MAX_BYTES + 1)
        base = to_python(read_written(text, "standard input" if file == "-" else file))
        if not isinstance(base, dict):
            raise ShipmentError(Problem(file, "not a shipment", "a mapping (key: value) with item, from, to, date"))
    elif not flags:
        raise ShipmentError(
            Problem(
                "licet check",
                "no shipment",
                "a file, - or flags",
                "nothing",
                'For example: licet check --item "NXT:1980Di" --from NL --to CN',
            )
        )
    return shipment_from_flags(base, law, flags)


def check(
    file: FileArgument = None,
    item: ItemOption = None,
    kind: KindOption = None,
    departure: FromOption = None,
    destination: ToOption = None,
    date: DateOption = None,
    fact: FactOption = None,
    party: PartyOption = None,
    host: ForOption = None,
    classification: ClassOption = None,
    known_on: KnownOption = None,
    law: LawOption = None,
    why: WhyOption = False,
    as_json: JsonOption = False,
) -> None:
    """Decide one shipment: may it go, under which laws, and why?

    Example: licet check --item "NXT:1980Di" --from NL --to CN --date 2024-03-27
    """
    loaded = load_law(*(law or ()))
    flags = Flags(item, kind, departure, destination, date, fact, party, host, classification, known_on)
    found = Engine(loaded).determine(read_shipment(_written(file, loaded, flags), loaded))
    show(found, loaded, why, as_json)
    raise typer.Exit(exits.OF_VERDICT[found.verdict])


def show(found: Determination, law: Law, why: bool, as_json: bool) -> None:
    """Print a determination as text or JSON."""
    if as_json:
        shown = determination_as_dict(found, law, why)
        typer.echo(json.dumps({**shown, "exit_code": exits.OF_VERDICT[found.verdict]}, ensure_ascii=False, indent=2))
    else:
        typer.echo(determination_as_text(found, law, why), nl=False)


def ask(
    file: FileArgument = None,
    item: ItemOption = None,
    kind: KindOption = None,
    departure: FromOption = None,
    destination: ToOption = None,
    date: DateOption = None,
    fact: FactOption = None,
    party: PartyOption = None,
    host: ForOption = None,
    classification: ClassOption = None,
    known_on: KnownOption = None,
    law: LawOption = None,
    why: WhyOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the next question as JSON instead of asking.")] = False,
) -> None:
    """Ask only what can still change the answer, say why, and decide.

    An empty answer means "I do not know". Example: licet ask --kind scanner --from NL --to CN
    """
    loaded = load_law(*(law or ()))
    engine = Engine(loaded)
    flags = Flags(item, kind, departure, destination, date, fact, party, host, classification, known_on)
    given = bool(flags) or file is not None
    written = _written(file, loaded, flags) if given else {"item": {}}
    written.setdefault("item", {})
    found = engine.determine(read_shipment(written, loaded))
    if as_json:
        shown = determination_as_dict(found, loaded, changes=False)
        question = {"next": shown["missing"][0] if shown["missing"] else None, "outcome": shown["outcome"], "verdict": shown["verdict"]}
        typer.echo(json.dumps(question, ensure_ascii=False, indent=2))
        raise typer.Exit(exits.OF_VERDICT[found.verdict])
    found = _dialogue(engine, written, found)
    typer.echo("")
    show(found, loaded, why, False)
    raise typer.Exit(exits.OF_VERDICT[found.verdict])


def _dialogue(engine: Engine, written: dict[str, Any], found: Determination) -> Determination:
    from licet.intake.answers import answered  # noqa: PLC0415  # only `ask` needs it

    unknown: set[str] = set()
    while True:
        left = [fact for fact in found.missing if fact.path not in unknown]
        if not left:
            return found
        fact = left[0]
        typer.echo(f"\n{fact.question}")
        for value, meaning in fact.values.items():
            typer.echo(f"    {value}: {meaning}")
        hangs = ", ".join(fact.hangs[:3]) + (f" and {len(fact.hangs) - 3} more" if len(fact.hangs) > 3 else "")
        typer.echo(f"    so far: {found.outcome.label}; asked because of {hangs}")
        typer.echo(f"  {fact.path}{f' [{fact.unit}]' if fact.unit else ''}: ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return found
        if not line.strip():
            unknown.add(fact.path)
            continue
        try:
            attempt = answered(written, fact, line.strip())
            found = engine.determine(read_shipment(attempt, engine.law))
            written = attempt
        except LicetError as error:
            typer.echo(str(error))
