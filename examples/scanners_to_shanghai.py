"""Two immersion scanners to Shanghai on six days: what each law said, which laws collide, and the full reasons of one answer.

Run it with `make demo`.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

import licet

SCANNERS = ("NXT:1980Di", "NXT:2000i")
DAYS = ("2023-08-31", "2023-09-01", "2024-03-27", "2024-09-06", "2024-09-07", "2025-11-15")
SHOWN_IN_FULL = ("NXT:2000i", "2024-03-27")

REGIMES = ("eu", "nl", "us")


def decide(scanner: str, day: str) -> licet.Determination:
    """Return the determination of one scanner leaving Veldhoven for Shanghai on one day."""
    return licet.check({"item": scanner, "from": "Veldhoven", "to": "Shanghai", "date": day})


def said(found: licet.Determination, regime: str) -> str:
    """Return what one law says, in its colour; where it is open, from the least to the most restrictive."""
    outcome = found.regime(regime).outcome
    colour = "green" if outcome.is_clear else "red" if outcome.is_settled else "yellow"
    words = dict.fromkeys(bound.label.removesuffix(" to this law").removesuffix(" required") for bound in (outcome.lower, outcome.upper))
    return f"[{colour}]{' … '.join(words)}[/]"


def collides(found: licet.Determination, law: licet.Law) -> str:
    """Return the laws that Chinese law may forbid to heed, or perhaps."""
    sure = {reason.against: reason.value for _, reason in reversed(found.conflicts)}
    return ", ".join(f"{'' if value else 'perhaps '}{law.regimes[other].name}" for other, value in reversed(sure.items()))


def main() -> None:
    """Print the table and one answer in full."""
    console = Console(width=100)
    table = Table(title="ASML immersion scanners from Veldhoven to Shanghai, law by law", title_justify="left")
    law = licet.load_law()
    for heading in ("Scanner", "Day", *(law.regimes[regime].name for regime in REGIMES), "Collides with Chinese law"):
        table.add_column(heading, no_wrap=heading in ("Scanner", "Day"))
    for scanner in SCANNERS:
        for day in DAYS:
            found = decide(scanner, day)
            table.add_row(scanner, day, *(said(found, regime) for regime in REGIMES), collides(found, law), end_section=day == DAYS[-1])
    console.print(table)
    console.print(f"\nIn full: {SHOWN_IN_FULL[0]} on {SHOWN_IN_FULL[1]}\n")
    console.print(licet.determination_as_text(decide(*SHOWN_IN_FULL), law, why=True), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
