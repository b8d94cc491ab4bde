"""A comparison as text: item by regime, and the same equipment elsewhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from licet.comparing.compare import Comparison, RegimeRow, doubts_of, sources_of
from licet.comparing.spells import OutcomeSpell, Spell
from licet.law.beside import Cell, Concept
from licet.law.statute import Law
from licet.model.source import Confidence, Doubt, Source
from licet.reporting.columns import columns, paragraph, rule

_WIDTHS = (17, 22, 13, 43)
_ELSEWHERE = (17, 28, 24, 26)
MET, OPEN, ASKED = 4, 2, 3
"""How many paragraphs that are met, paragraphs that are open, and questions a short answer shows of one regime."""

NOT_READ = "Nothing encoded here speaks of this kind of item. That is not the same as not controlled."


def comparison_as_text(found: Comparison, law: Law, why: bool = False) -> str:
    """Return a comparison for a screen.

    Args:
        found: the comparison.
        law: the law it was made under.
        why: whether to add every paragraph, source, doubt and note.

    """
    return "\n".join(_lines(found, law, why)) + "\n"


def _lines(found: Comparison, law: Law, why: bool) -> Iterator[str]:
    lane = ""
    if found.shipment is not None:
        places = [found.shipment.facts.get(name) for name in ("departure", "destination")]
        lane = f"   {places[0] or '?'} → {places[1] or '?'}" if any(places) else ""
    yield from paragraph(f"{found.title}{lane}   on {found.day}", 0)
    if found.rows:
        yield ""
        yield from columns([("Regime", "Code", "Since", "What it says")], _WIDTHS)
        yield rule(_WIDTHS)
        for row in found.rows:
            yield from _row(row, found.day, why)
    for concept, value in found.concepts:
        yield ""
        sure = "The same equipment elsewhere" if value else "May be the same equipment"
        yield from paragraph(f"{sure}: {concept.title} ({concept.id})")
        yield from _concept(concept, found.day, law, why)
    if found.rows and not found.concepts:
        yield ""
        yield from paragraph("No row of the alignment is about this item: what other lists call the same equipment was not compared.")
    yield from _foot(found, why)


def _row(row: RegimeRow, day: date, why: bool) -> Iterator[str]:
    met, may = ([spell for spell in row.now if spell.value is value] for value in (True, None))
    shown_met, shown_may = (met, may) if why else (met[:MET], may[:OPEN])
    cells = [(code_of(spell, row), _since(spell), _title(spell)) for spell in shown_met]
    cells += [(f"? {code_of(spell, row)}", _since(spell), f"open: {_title(spell)}") for spell in shown_may]
    left = len(met) + len(may) - len(shown_met) - len(shown_may)
    if left:
        cells.append((f"and {left} more", "", "(--why)"))
    if not row.now:
        said = NOT_READ if not row.ever_read else f"meets nothing of what was read ({_count(row.read, 'paragraph')} that could concern it)"
        cells.append(("-", "", said))
    later = [spell for spell in row.spells if spell.value is True and not spell.covers(day)]
    if not met and later and row.ever_read:
        cells.append(("", "", "on other days: " + "; ".join(f"{code_of(spell, row)} {_span(spell)}" for spell in later[:3])))
    if row.outcome is not None:
        since = row.outcome.start.isoformat() if row.outcome.start else ""
        cells.insert(0, ("", since, f"outcome: {row.outcome.outcome.label}"))
    if may and row.asks:
        asked = row.asks if why else row.asks[:ASKED]
        more = f" and {len(row.asks) - len(asked)} more" if len(row.asks) > len(asked) else ""
        cells.append(("", "", f"hangs on: {', '.join(fact.path for fact in asked)}{more}"))
    elif may:
        cells.append(("", "", "hangs on law that was not read or confirmed"))
    if row.horizon.beyond:
        late = day > row.horizon.known_through
        cells.append(("", "", f"! read {'through' if late else 'from'} {row.horizon.known_through if late else row.horizon.known_from}"))
    for number, cell in enumerate(cells):
        yield from columns([(row.name if number == 0 else "", *cell)], _WIDTHS)
    if why:
        yield from _sources(source for spell in row.now for source in spell.paragraph.sources)
        yield from _doubts(row.doubts)


def code_of(spell: Spell, row: RegimeRow) -> str:
    """Return the code as the regime writes it; with its list where the item meets several lists of the regime."""
    lists = {one.paragraph.list for one in row.spells}
    name = spell.paragraph.list.partition(":")[2]
    return f"{name}/{spell.paragraph.code}" if len(lists) > 1 else spell.paragraph.code


def _title(spell: Spell) -> str:
    return spell.paragraph.title or spell.paragraph.heading


def _since(spell: Spell) -> str:
    return spell.start.isoformat() if spell.start else "long-standing"


def _span(found: Spell | Cell | OutcomeSpell) -> str:
    """Return the days in words: `since 2023-09-01`, `2023-09-01 to 2024-12-01`."""
    start, end = (found.since, found.until) if isinstance(found, Cell) else (found.start, found.end)
    if end is None:
        return f"since {start}" if start else "long-standing"
    return f"{start} until {end}" if start else f"until {end}"


def _concept(concept: Concept, day: date, law: Law, why: bool) -> Iterator[str]:
    yield from columns([("Regime", "Code", "Days", "Note")], _ELSEWHERE)
    yield rule(_ELSEWHERE)
    for regime, cells in concept.cells.items():
        here = [cell for cell in cells if cell.holds(day)]
        others = [cell for cell in cells if not cell.holds(day)]
        shown = [(cell, _cell(cell)) for cell in here]
        shown += [(cell, ("(" + (cell.code or "open") + ")", _span(cell), _note(cell))) for cell in others]
        known = law.regimes[regime]
        for number, (cell, parts) in enumerate(shown):
            yield from columns([(known.name if number == 0 else "", *parts)], _ELSEWHERE)
            if why:
                yield from _sources(sources_of(law, cell, day))
                yield from _doubts(doubts_of(law, cell, day))
        if day > known.known_through:
            yield from columns([("", "", "", f"! read through {known.known_through}")], _ELSEWHERE)
    left_out = [found.name for regime, found in law.regimes.items() if regime not in concept.cells]
    if left_out:
        yield from paragraph(f"Not compared: {', '.join(left_out)}.")
    if concept.note:
        yield from paragraph(concept.note)


def _cell(cell: Cell) -> tuple[str, str, str]:
    if cell.none:
        return "none found", "", "; ".join(filter(None, (cell.note, "looked for, not confirmed" if _unsure(cell) else _sure(cell))))
    code = f"? {cell.code or 'not confirmed'}" if cell.open else cell.code
    return code, _span(cell) if cell.since or cell.until or not cell.open else "", _note(cell)


def _unsure(cell: Cell) -> bool:
    return cell.open or cell.confidence is Confidence.UNCONFIRMED


def _note(cell: Cell) -> str:
    return "; ".join(filter(None, (cell.note, "open" if cell.open else "", _sure(cell))))


def _sure(cell: Cell) -> str:
    return "" if cell.confidence is Confidence.CONFIRMED else cell.confidence.value.replace("_", " ")


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    for source in dict.fromkeys(sources):
        sure = "" if source.confidence is Confidence.CONFIRMED else f" [{source.confidence.value.replace('_', ' ')}]"
        yield from paragraph(f"§ {source}{sure}, read {source.read}", 20, 2)
        if source.link:
            yield f"{'':22}{source.link}"


def _doubts(doubts: Iterable[Doubt]) -> Iterator[str]:
    for doubt in doubts:
        yield from paragraph(f"? {doubt.says}", 20, 2)


def _foot(found: Comparison, why: bool) -> Iterator[str]:
    yield ""
    doubts = list({doubt.id: doubt for row in found.rows for doubt in row.doubts}.values())
    for doubt in () if why else doubts[:2]:
        yield from paragraph(f"? {textwrap.shorten(doubt.says, 180, placeholder=' …')}", 2, 2)
    if not why and len(doubts) > 2:
        yield from paragraph(f"? and {_count(len(doubts) - 2, 'more doubt')} (--why)")
    if any(row.outcome is None for row in found.rows):
        yield from paragraph("What a list says is not yet what follows: give --from and --to for the outcome under each regime.")
    yield from paragraph('A "-" or "none found" is never "not controlled": it speaks only of what was read. Not legal advice.')


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
