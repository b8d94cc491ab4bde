"""Reads the alignment: which code each regime has for the same equipment, since when and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from licet.law.beside import Cell, Concept
from licet.law.entries import Chapter, read_ref
from licet.law.fields import Field
from licet.law.provenance import Documents, read_sources
from licet.law.statute import Law
from licet.law.vocabulary import Layers
from licet.model.errors import nearest
from licet.model.source import Confidence

_ROW_KEYS = ("concept", "title", "when", "note")
_CELL_KEYS = ("code", "ref", "since", "until", "none", "open", "note", "confidence", "sources")


def read_alignment(layers: Layers, law: Law, chapters: Mapping[str, Chapter]) -> dict[str, Concept]:
    """Return the concepts of all layers by id; a later layer replaces.

    Raises:
        LawError: a regime is unknown, a cell points at no paragraph, says nothing, or its days are out of order.

    """
    codes: dict[str, set[str]] = {}
    for paragraph in law.paragraphs:
        codes.setdefault(paragraph.list, set()).add(paragraph.code)
    found: dict[str, Concept] = {}
    for layer in layers:
        here: dict[str, Field] = {}
        for file in layer:
            if "alignment" not in file.mapping():
                continue
            for row in file.mapping()["alignment"].sequence():
                concept = _read_row(row, law, chapters, codes)
                if concept.id in here:
                    row.refuse(f'the concept "{concept.id}" stands twice', "one row a concept", concept.id)
                here[concept.id] = row
                found[concept.id] = concept
    return found


def _read_row(row: Field, law: Law, chapters: Mapping[str, Chapter], codes: Mapping[str, set[str]]) -> Concept:
    entries = row.mapping(None, ("concept", "title"))
    for key in entries:
        if key not in _ROW_KEYS and key not in law.regimes:
            known = (*law.regimes, *_ROW_KEYS)
            row.keys[key].refuse(f'unknown regime "{key}"', ", ".join(known), key, nearest(key, known))
    cells = {
        regime: tuple(_read_cell(cell, regime, chapters[regime].documents, codes) for cell in entries[regime].sequence())
        for regime in law.regimes
        if regime in entries
    }
    for regime, own in cells.items():
        _refuse_overlaps(entries[regime], own)
    return Concept(
        id=entries["concept"].text(),
        title=entries["title"].text(),
        when=Chapter(law.vocabulary, Documents()).condition(entries.get("when")),
        cells=cells,
        note=_words(entries, "note"),
        at=f"{row.file}:{row.line}",
    )


def _read_cell(cell: Field, regime: str, documents: Documents, codes: Mapping[str, set[str]]) -> Cell:
    entries = cell.mapping(_CELL_KEYS, ("confidence",))
    none, open_ = (key in entries and entries[key].boolean() for key in ("none", "open"))
    if none and ({"code", "ref", "since", "until"} & set(entries)):
        cell.refuse("a cell that says none has a code or days", "none: yes alone, with a note, confidence and sources if needed")
    if not none and not open_ and "code" not in entries:
        cell.refuse("a cell says nothing", "code: ..., none: yes, or open: yes")
    if "ref" in entries:
        _refuse_dangling(entries["ref"], regime, codes)
    since, until = (entries[key].day() if key in entries else None for key in ("since", "until"))
    if since is not None and until is not None and until <= since:
        entries["until"].refuse("ends before it begins", "until after since", f"from {since}, until {until}")
    return Cell(
        code=_words(entries, "code"),
        ref=_words(entries, "ref"),
        since=since,
        until=until,
        none=none,
        open=open_,
        note=_words(entries, "note"),
        confidence=Confidence(entries["confidence"].choice(Confidence)),
        sources=read_sources(entries.get("sources"), documents),
        at=f"{cell.file}:{cell.line}",
    )


def _refuse_dangling(written: Field, regime: str, codes: Mapping[str, set[str]]) -> None:
    ref = read_ref(written.text())
    if ref.list.partition(":")[0] != regime:
        written.refuse(f'a paragraph of another regime than "{regime}"', f"a paragraph of a list of {regime}", written.text())
    if ref.list not in codes:
        written.refuse(f'unknown list "{ref.list}"', "a list of the regime", written.text(), nearest(ref.list, codes))
    if not any(ref.takes_in(code) for code in codes[ref.list]):
        do = nearest(ref.code, codes[ref.list])
        written.refuse(f'no paragraph "{ref.code}" in {ref.list}', "a code of the list", written.text(), do)


def _refuse_overlaps(written: Field, cells: tuple[Cell, ...]) -> None:
    """Refuse two cells with one paragraph on one day: a code that moved has the day on which it did."""
    last: dict[str, Cell] = {}
    for part, cell in zip(written.sequence(), cells, strict=True):
        before = last.get(cell.ref) if cell.ref else None
        if before is not None and (before.until is None or (cell.since or date.min) < before.until):
            came = f"since {cell.since or 'the beginning'}, and before it until {before.until or 'further notice'}"
            part.refuse(f"two cells have {cell.ref} on the same day", "cells in the order of their days, each until the next", came)
        if cell.ref:
            last[cell.ref] = cell


def _words(entries: Mapping[str, Field], key: str) -> str:
    return " ".join(entries[key].text().split()) if key in entries else ""
