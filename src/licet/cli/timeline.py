"""`licet timeline`: what changed when, in the law that is encoded and around it."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import click

from licet.cli.options import (
    chart_option,
    check_regimes,
    concept_named,
    day_of,
    description_options,
    engine_of,
    flags_of,
    json_option,
    refuse_unknown_item,
    regime_option,
    written_shipment,
)
from licet.model.errors import Problem, ShipmentError


@click.command()
@click.argument("subject", metavar="[ITEM|REGIME]", required=False)
@click.option("--from-date", help="The first day to tell of, such as 2023-01-01.  [default: the beginning]")
@click.option("--to-date", help="The last day to tell of.  [default: the end]")
@click.option("--all", "everything", is_flag=True, help="Show every text and source, not only the most telling.")
@description_options
@regime_option
@chart_option
@json_option
def timeline(
    subject: str | None,
    from_date: str | None,
    to_date: str | None,
    everything: bool,
    folders: tuple[Path, ...],
    regimes: tuple[str, ...],
    chart: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Tell what changed when: the law itself, by day and instrument, and what was announced, said and decided around it.

    With a REGIME such as nl, only its law. With an ITEM (a product, a concept of the alignment, or --kind and --fact), only what touches
    it; with --from and --to also what each regime says of it.

    licet timeline "NXT:1980Di" --from NL --to CN
    """
    from licet.comparing import timeline as of  # noqa: PLC0415  # a help page needs no law
    from licet.intake.shipments import read_shipment  # noqa: PLC0415
    from licet.law.load import load_law  # noqa: PLC0415
    from licet.reporting.timeline_dict import timeline_as_dict  # noqa: PLC0415
    from licet.reporting.timeline_text import timeline_as_text  # noqa: PLC0415

    gc.disable()  # one answer and gone, as for `licet check`
    first, last = day_of("--from-date", from_date), day_of("--to-date", to_date)
    if first is not None and last is not None and last < first:
        raise ShipmentError(Problem("--to-date", "the last day lies before the first", f"{first} or later", str(last)))
    law = load_law(*folders)
    check_regimes(law, regimes)
    asked = [regime for regime in law.regimes if not regimes or regime in regimes]
    flags = flags_of({**options, "item": subject})
    concept = concept_named(law, subject)
    if subject is None and not flags:
        found = of.timeline_of_law(law, asked, first, last)
    elif subject is not None and subject.lower() in law.regimes:
        found = of.timeline_of_law(law, [subject.lower()], first, last)
    elif concept is not None:
        found = of.timeline_of_concept(law, concept, asked, first, last)
    else:
        refuse_unknown_item(law, subject)
        found = of.timeline_of_item(engine_of(law, regimes), read_shipment(written_shipment(None, law, flags), law), first, last)
    if chart is not None:
        from licet.reporting.timeline_chart import draw_timeline  # noqa: PLC0415  # drawing is optional

        draw_timeline(found, law, chart)
    if as_json:
        click.echo(json.dumps({**timeline_as_dict(found, law), **({"chart": str(chart)} if chart else {})}, ensure_ascii=False, indent=2))
        return
    click.echo(timeline_as_text(found, law, everything), nl=False)
    if chart is not None:
        click.echo(f"\n  Chart: {chart}")
