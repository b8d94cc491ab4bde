"""Options that several commands share, and the shipment they describe."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from licet.intake.flags import Flags, shipment_from_flags
from licet.intake.shipments import MAX_BYTES, read_written
from licet.law.beside import Concept
from licet.law.catalogue import find_product
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

_DESCRIPTION = (
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
_SHIPMENT = (
    click.argument("file", required=False),
    click.option("--item", help='A product of the catalogue, such as "NXT:1980Di".'),
    *_DESCRIPTION,
)


def shipment_options(command: Command) -> Command:
    """Give a command the options that describe a shipment."""
    for option in reversed(_SHIPMENT):
        command = option(command)
    return command


def description_options(command: Command) -> Command:
    """Give a command that takes its item as an argument the further options that describe a shipment."""
    for option in reversed(_DESCRIPTION):
        command = option(command)
    return command


def flags_of(options: dict[str, Any]) -> Flags:
    """Return the options of a command that describe a shipment."""
    return Flags(**{name: options.get(name) or None for name in Flags.__dataclass_fields__})


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


chart_option = click.option(
    "--chart", metavar="FILE", type=click.Path(path_type=Path), help="Also draw it, as .svg or .png (needs licet[plots])."
)


def day_of(option: str, text: str | None) -> date | None:
    """Return the day that an option names, or None.

    Raises:
        ShipmentError: it is no day of the calendar.

    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ShipmentError(Problem(option, "not a day of the calendar", "a day such as 2024-09-07", text or "")) from None


def concept_named(law: Law, name: str | None) -> Concept | None:
    """Return the concept of the alignment that a name means, or None.

    >>> from licet.law import load_law
    >>> concept_named(load_law(), "Immersion older").id
    'immersion_older'
    """
    word = (name or "").strip().lower().replace(" ", "_").replace("-", "_")
    return law.concepts.get(word)


def refuse_unknown_item(law: Law, name: str | None) -> None:
    """Refuse a name that is neither a product nor a concept, with what comes near among both.

    Raises:
        ShipmentError: nothing is called so.

    """
    if name is None or (found := find_product(law.products, name)).product is not None:
        return
    words = set(re.split(r"[\W_]+", name.lower()))
    near = [*found.near, *(concept for concept in law.concepts if words & set(concept.split("_")))][:5]
    do = f"Did you mean {' or '.join(near)}?" if near else "Describe the item by its facts: --kind scanner --fact wavelength=193nm"
    must_be = f"a product of the catalogue, or one of {len(law.concepts)} concepts such as {next(iter(law.concepts), 'none')}"
    raise ShipmentError(Problem("ITEM", f'nothing is called "{name}"', must_be, name, do))
