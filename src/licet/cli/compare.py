"""`licet compare`: one item, or one kind of equipment, under every regime."""

from __future__ import annotations

import gc
import json
from datetime import date as calendar_date
from pathlib import Path
from typing import Any

import click

from licet.cli.options import (
    chart_option,
    concept_named,
    day_of,
    description_options,
    engine_of,
    flags_of,
    json_option,
    refuse_unknown_item,
    regime_option,
    why_option,
    written_shipment,
)


@click.command()
@click.argument("item", required=False)
@description_options
@regime_option
@why_option
@chart_option
@json_option
def compare(
    item: str | None,
    folders: tuple[Path, ...],
    regimes: tuple[str, ...],
    why: bool,
    chart: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare one item under every regime: which codes it meets, since when, and what other lists call the same equipment.

    ITEM is a product of the catalogue or a concept of the alignment, such as immersion_older; or leave it out and give --kind and --fact.

    licet compare "NXT:1980Di" --date 2024-09-07
    """
    from licet.comparing import compare_concept, compare_item  # noqa: PLC0415  # a help page needs no law
    from licet.intake.shipments import read_shipment  # noqa: PLC0415
    from licet.law.load import load_law  # noqa: PLC0415
    from licet.reporting.compare_dict import comparison_as_dict  # noqa: PLC0415
    from licet.reporting.compare_text import comparison_as_text  # noqa: PLC0415

    gc.disable()  # one answer and gone, as for `licet check`
    law = load_law(*folders)
    engine = engine_of(law, regimes)
    concept = concept_named(law, item)
    if concept is not None:
        found = compare_concept(law, concept, day_of("--date", options["date"]) or calendar_date.today())
    else:
        refuse_unknown_item(law, item)
        found = compare_item(engine, read_shipment(written_shipment(None, law, flags_of({**options, "item": item})), law))
    if chart is not None:
        from licet.reporting.matrix_chart import draw_comparison  # noqa: PLC0415  # drawing is optional

        draw_comparison(found, law, chart)
    if as_json:
        shown = comparison_as_dict(found, law)
        click.echo(json.dumps({**shown, **({"chart": str(chart)} if chart else {})}, ensure_ascii=False, indent=2))
        return
    click.echo(comparison_as_text(found, law, why), nl=False)
    if chart is not None:
        click.echo(f"\n  Chart: {chart}")
