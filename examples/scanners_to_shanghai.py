"""Two immersion scanners to Shanghai on six days: what Dutch and EU law said, and the full reasons of one answer.

Run it with `make demo`.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

import licet
from licet.model.determination import Verdict

SCANNERS = ("NXT:1980Di", "NXT:2000i")
DAYS = ("2023-08-31", "2023-09-01", "2024-03-27", "2024-09-06", "2024-09-07", "2025-11-15")
SHOWN_IN_FULL = ("NXT:2000i", "2024-03-27")

STYLES = {Verdict.CLEAR: "green", Verdict.LICENCE_REQUIRED: "red"}


def decide(scanner: str, day: str) -> licet.Determination:
    """Return the determination of one scanner leaving Veldhoven for Shanghai on one day."""
    return licet.check({"item": scanner, "from": "Veldhoven", "to": "Shanghai", "date": day})


def because(found: licet.Determination) -> str:
    """Return the paragraphs that the item meets, by regime."""
    met = [reason.id for finding in found.regimes for reason in finding.paragraphs if reason.value is True]
    return ", ".join(met) or "on no list"


def main() -> None:
    """Print the table and one answer in full."""
    console = Console(width=100)
    table = Table(title="ASML immersion scanners from Veldhoven to Shanghai, under Dutch and EU law", title_justify="left")
    for heading in ("Scanner", "Day", "Answer", "Because it is"):
        table.add_column(heading, no_wrap=heading != "Because it is")
    for scanner in SCANNERS:
        for day in DAYS:
            found = decide(scanner, day)
            answer = f"[{STYLES.get(found.verdict, 'yellow')}]{found.outcome.label}[/]"
            table.add_row(scanner, day, answer, because(found), end_section=day == DAYS[-1])
    console.print(table)
    console.print(f"\nIn full: {SHOWN_IN_FULL[0]} on {SHOWN_IN_FULL[1]}\n")
    law = licet.load_law()
    console.print(licet.determination_as_text(decide(*SHOWN_IN_FULL), law, why=True), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
