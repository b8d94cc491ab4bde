"""Options that several commands share, and the shipment they describe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from licet.intake.flags import Flags, shipment_from_flags
from licet.intake.shipments import MAX_BYTES, read_written
from licet.law.fields import to_python
from licet.law.statute import Law
from licet.model.errors import LicetError, Problem, ShipmentError, nearest
from licet.reasoning import Engine

Command = TypeVar("Command", bound=Callable[..., Any])

law_option = click.option(
    "--law",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of law to lay over the shipped law; repeatable.",
)
regime_option = click.option(
    "--regime", "regimes", metavar="ID", multiple=True, help="Ask only this regime, such as us; repeatable.  [default: all]"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
why_option = click.option("--why", is_flag=True, help="Show every rule, source, doubt and condition.")

_SHIPMENT = (
    click.argument("file", required=False),
    click.option("--item", help='A product of the catalogue, such as "NXT:1980Di".'),
    click.option("--kind", help="The kind of the item, such as scanner."),
    click.option("--from", "departure", help="The country it leaves: code or name."),
    click.option("--to", "destination", help="The country it goes to: code or name."),
    click.option("--date", help="The day of shipment, such as 2024-03-27.  [default: today]"),
    click.option("--fact", "-f", "facts", multiple=True, help='A fact, such as "wavelength=193 nm"; repeatable.'),
    click.option("--party", "parties", multiple=True, help='A party, such as "end_user=Some Fab Ltd@MY; headquarters=CN"; repeatable.'),
    click.option("--for", "host", help="The product this part, software or technology is for."),
    click.option("--classification", multiple=True, help="A code given already, such as nl=3B001.f.4; repeatable."),
    click.option("--known-on", help="Decide by the law as the world knew it on this day."),
    law_option,
)


def shipment_options(command: Command) -> Command:
    """Give a command the options that describe a shipment."""
    for option in reversed(_SHIPMENT):
        command = option(command)
    return command


def flags_of(options: dict[str, Any]) -> Flags:
    """Return the options of a command that describe a shipment."""
    return Flags(**{name: options[name] or None for name in Flags.__dataclass_fields__})


def engine_of(law: Law, regimes: tuple[str, ...]) -> Engine:
    """Return an engine for the regimes that were asked for; none named means all.

    Raises:
        LicetError: a regime is not among those loaded.

    """
    check_regimes(law, regimes)
    return Engine(law, regimes)


def check_regimes(law: Law, regimes: tuple[str, ...]) -> None:
    """Refuse a regime that is not among those loaded.

    Raises:
        LicetError: which one, and which there are.

    """
    for regime in regimes:
        if regime not in law.regimes:
            do = nearest(regime, law.regimes)
            raise LicetError(Problem("--regime", f'unknown regime "{regime}"', ", ".join(law.regimes), regime, do))


def written_shipment(file: str | None, law: Law, flags: Flags) -> dict[str, Any]:
    """Return the shipment as plain data: from the file, from the flags, or from a file that flags complete.

    Raises:
        ShipmentError: there is no such file, it is no mapping, or nothing was said at all.

    """
    if file is None:
        if not flags:
            do = 'For example: licet check --item "NXT:1980Di" --from NL --to CN'
            raise ShipmentError(Problem("licet", "no shipment", "a file, - for standard input, or flags", "nothing", do))
        return shipment_from_flags({}, law, flags)
    name = "standard input" if file == "-" else file
    base = to_python(read_written(_bytes(file), name))
    if not isinstance(base, dict):
        raise ShipmentError(Problem(name, "not a shipment", "a mapping (key: value) with item, from, to and date"))
    return shipment_from_flags(base, law, flags)


def _bytes(file: str) -> bytes:
    """Read at most a little more than a shipment may have, so that a huge file is refused without being read."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        must_be = "a file with a shipment, or - for standard input"
        raise ShipmentError(Problem(file, "cannot be read", must_be, error.strerror or "nothing")) from None
