from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from licet import Law
from licet.comparing.compare import under
from licet.law.beside import Cell
from licet.law.statute import Paragraph
from tests.support.overlays import load, load_over_base, write


def texts(law: Law, cell: Cell) -> list[Paragraph]:
    return [one for one in law.paragraphs if one.condition is not None and under(cell.ref, one.ref)]


def cells(law: Law) -> list[tuple[str, str, Cell]]:
    return [(concept.id, regime, cell) for concept in law.concepts.values() for regime, own in concept.cells.items() for cell in own]


def test_the_shipped_alignment_has_every_row_and_regimes_enough(law: Law) -> None:
    assert len(law.concepts) >= 35
    assert all({"us", "jp"} <= set(concept.cells) for concept in law.concepts.values())


def test_each_cell_begins_when_a_text_of_its_paragraph_does(law: Law) -> None:
    wrong: list[tuple[object, ...]] = []
    for concept, regime, cell in cells(law):
        if not cell.ref:
            continue
        starts = {one.valid.start for one in texts(law, cell)}
        if cell.since not in starts and not (cell.since and None in starts):
            wrong.append((concept, regime, cell.ref, cell.since))
        day = cell.since or date(2022, 12, 31)
        in_force = [one for one in texts(law, cell) if one.valid.in_force(day) is not False]
        if not in_force and cell.since is not None:
            wrong.append((concept, regime, cell.ref, "no text on its first day"))
    assert wrong == []


def test_each_cell_that_ends_has_a_text_until_then(law: Law) -> None:
    for concept, _, cell in cells(law):
        if cell.ref and cell.until is not None:
            before = cell.until - timedelta(days=1)
            assert any(one.valid.in_force(before) is not False for one in texts(law, cell)), (concept, cell.ref)


def test_a_cell_without_a_paragraph_is_open_or_none(law: Law) -> None:
    assert [(concept, regime) for concept, regime, cell in cells(law) if not cell.ref and not cell.open and not cell.none] == []


def test_the_alignment_and_the_timeline_are_counted_in_nothing_else(law: Law, tmp_path: Path) -> None:
    without = load(tmp_path / "without", none="places: {}")
    row = "alignment: [{concept: x, title: X, nl: [{code: A, since: 1999-09-09, confidence: confirmed}]}]"
    event = (
        "timeline: [{date: 1998-08-08, kind: report, by: Press, title: X, regimes: [nl], sources: [{title: P, link: L, read: 2026-11-21}]}]"
    )
    added = load(tmp_path / "with", row=row, event=event)
    assert (added.days_of_change, added.days_of_publication) == (without.days_of_change, without.days_of_publication)
    assert (len(added.paragraphs), len(added.rules), added.doubts) == (len(without.paragraphs), len(without.rules), without.doubts)
    assert (list(added.concepts), len(added.events)) == (["x"], 1)


def test_a_later_layer_replaces_a_row(tmp_path: Path) -> None:
    first = write(tmp_path / "1", {"a.yaml": "alignment: [{concept: x, title: First}, {concept: y, title: Stays}]"})
    second = write(tmp_path / "2", {"b.yaml": "alignment: [{concept: x, title: Second}]"})
    law = load_over_base(first, second)
    assert {concept.id: concept.title for concept in law.concepts.values()} == {"x": "Second", "y": "Stays"}
