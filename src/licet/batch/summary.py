"""What came of a batch, for people: as text, as plain data, and as a page with plots."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from licet.batch.results import beside
from licet.batch.run import Summary
from licet.law.statute import Law
from licet.model.outcome import BY_KEY

_SHOWN = 5


def summary_as_dict(found: Summary, target: Path) -> dict[str, Any]:
    """Return the summary as plain data."""
    return {"result": str(target), **asdict(found)}


def _label(key: str) -> str:
    return BY_KEY[key].label if key in BY_KEY else "open"


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _asks(found: Summary) -> list[str]:
    """Return what could settle most of the open rows, in sentences."""
    order = sorted(found.missing.items(), key=lambda pair: -pair[1]["rows"])[:_SHOWN]
    said = [
        f"knowing {fact} for {_many(one['items'], 'item')} can settle {_many(one['rows'], 'row')}"
        if not fact.startswith("no fact")
        else f"{_many(one['rows'], 'row')} hang on law that could not be confirmed"
        for fact, one in order
    ]
    if found.open_rows and found.looked_at < found.open_rows:
        said.append(f"(looked at the most frequent situations, {found.looked_at / found.open_rows:.0%} of the open rows)")
    return said


def _unscreened(found: Summary) -> str:
    """Return that names were not looked up, and what to do."""
    columns = ", ".join(found.unscreened)
    return f"Names of parties ({columns}) were not looked up in any list: screen them with licet screen, and map what it finds to columns."


def summary_as_text(found: Summary, law: Law, target: Path) -> str:
    """Return the summary as aligned text."""
    lines = [f"{target}: {_many(found.decided, 'row')} decided in {_many(found.situations, 'distinct situation')}"]
    if found.resumed:
        lines.append(f"  taken up again after {_many(found.resumed, 'row')} of an earlier run")
    if found.rejected:
        lines.append(f"  {_many(found.rejected, 'row')} rejected, with reasons in {beside(target, 'rejects.csv').name}")
    lines.append("")
    width = max([len(verdict) for verdict in found.verdicts] or [0])
    for verdict, count in sorted(found.verdicts.items(), key=lambda pair: -pair[1]):
        lines.append(f"  {verdict.replace('_', ' '):<{width}}  {count:>14,}  {count / max(found.decided, 1):>6.1%}")
    lines.append("")
    for regime, outcomes in found.outcomes.items():
        told = ", ".join(f"{_label(key)} {count:,}" for key, count in sorted(outcomes.items(), key=lambda pair: -pair[1]))
        lines.append(f"  {law.regimes[regime].name}: {told}")
    asks = _asks(found)
    if asks:
        lines += ["", "  What could settle most of the open rows:", *(f"    {text}" for text in asks)]
    if found.unscreened:
        lines += ["", f"  {_unscreened(found)}"]
    lines += ["", "  Not legal advice. Why a row came out so: licet batch explain " + f"{target} --row N"]
    return "\n".join(lines) + "\n"


def summary_as_page(found: Summary, law: Law, target: Path) -> str:
    """Return the summary as one HTML page that needs nothing else."""
    parts = [_bars("All laws together", {key.replace("_", " "): count for key, count in found.verdicts.items()})]
    for regime, outcomes in found.outcomes.items():
        parts.append(_bars(law.regimes[regime].name, {_label(key): count for key, count in outcomes.items()}))
    asks = "".join(f"<li>{escape(text)}</li>" for text in _asks(found))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Licet: a batch</title><style>'
        "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#222}"
        "svg{width:100%;height:auto}text{font:13px system-ui,sans-serif}h2{font-size:1.1rem;margin-top:2rem}</style>"
        f"<h1>{escape(target.name)}</h1><p>{_many(found.decided, 'row')} decided, {_many(found.rejected, 'row')} rejected, "
        f"{_many(found.situations, 'distinct situation')}. Law {escape(law.hash[:8])}. Not legal advice.</p>"
        + (f"<p><strong>{escape(_unscreened(found))}</strong></p>" if found.unscreened else "")
        + "".join(parts)
        + (f"<h2>What could settle most of the open rows</h2><ul>{asks}</ul>" if asks else "")
        + "</html>\n"
    )


_RED, _AMBER, _BLUE, _GREEN = "#c0392b", "#b8860b", "#2471a3", "#1e8449"
_COLOURS = {
    **dict.fromkeys(("prohibited", "licence required"), _RED),
    **dict.fromkeys(("open", "notify the authority", "notify authority"), _AMBER),
    "authorisation available": _BLUE,
    **dict.fromkeys(("no licence required", "clear"), _GREEN),
}


def _bars(title: str, counts: dict[str, int]) -> str:
    """Return a plot of bars, the longest first."""
    most, total = max(counts.values(), default=1), max(sum(counts.values()), 1)
    rows = []
    for number, (word, count) in enumerate(sorted(counts.items(), key=lambda pair: -pair[1])):
        y, length = 26 * number, max(1, round(420 * count / most))
        rows.append(
            f'<text x="190" y="{y + 16}" text-anchor="end">{escape(word)}</text>'
            f'<rect x="200" y="{y + 3}" width="{length}" height="18" fill="{_COLOURS.get(word, "#7f8c8d")}"></rect>'
            f'<text x="{206 + length}" y="{y + 16}">{count:,} ({count / total:.1%})</text>'
        )
    height = 26 * len(counts) + 4
    return f'<h2>{escape(title)}</h2><svg viewBox="0 0 800 {height}" role="img" aria-label="{escape(title)}">{"".join(rows)}</svg>'
