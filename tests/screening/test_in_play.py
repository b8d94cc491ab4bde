from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from licet.screening.cleared import FILE, ClearedPairs
from licet.screening.errors import ListError
from licet.screening.in_play import INDEXES, InPlay, Standing
from licet.screening.matching.evidence import Query
from licet.screening.screen import Screening
from licet.screening.store import Store

HEAD = "Name,Street_Address,City,State,Country,Effective_Date,Expiration_Date,Standard_Order,FR_Citation\n"
ACME = "ACME SPECIAL CONNECTORS,1 High St,LONDON,,GB,01/31/2020,{end},Y,85 F.R. 1 1/31/20\n"


def keep(store: Store, folder: Path, day: date, end: str = "01/31/2030") -> None:
    path = folder / f"dpl-{day}.csv"
    path.write_text(HEAD + ACME.format(end=end), encoding="utf-8")
    store.add("us-bis-denied", {path.name: path}, origin="test", as_of=day, limit=10**6, accept_loss=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "lists")
    keep(made, tmp_path, date(2026, 7, 31))
    return made


def standings(store: Store, day: date) -> list[tuple[str, bool]]:
    found = Screening(InPlay(store, day)).screen(Query("Acme Special Conectors", countries=("GB",)))
    return [(hit.standing.value, hit.counts) for hit in found.hits if hit.match.listing.publisher == "us-bis-denied"]


@pytest.mark.parametrize(
    ("day", "standing", "counts"),
    [
        (date(2020, 1, 30), Standing.NOT_YET, False),
        (date(2020, 1, 31), Standing.STANDS, True),
        (date(2026, 8, 1), Standing.STANDS, True),
        (date(2030, 1, 31), Standing.STANDS, True),
        (date(2030, 2, 1), Standing.ENDED, False),
    ],
)
def test_a_listing_counts_between_its_days(store: Store, day: date, standing: Standing, counts: bool) -> None:
    assert standings(store, day) == [(standing.value, counts)]


def test_the_snapshot_of_the_day_is_used(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path, date(2026, 9, 1), end="01/31/2027")
    assert [one.as_of for one in InPlay(store, date(2026, 8, 15)).snapshots] == [date(2026, 7, 31)]
    assert [one.as_of for one in InPlay(store, date(2026, 9, 1)).snapshots] == [date(2026, 9, 1)]
    (later,) = [one for one in InPlay(store, date(2024, 1, 1)).held if one.publisher == "us-bis-denied"]
    assert later.later


def test_the_index_is_kept_by_content_and_the_oldest_go(store: Store, tmp_path: Path) -> None:
    first = InPlay(store, date(2026, 8, 1))
    first.open()
    assert InPlay(store, date(2026, 8, 2)).key == first.key
    for month in range(9, 13):
        keep(store, tmp_path, date(2026, month, 1), end=f"01/31/20{30 + month}")
        InPlay(store, date(2026, month, 2)).open()
    folders = [path.name for path in (store.folder / INDEXES).iterdir()]
    assert len(folders) == 4
    assert first.key not in folders


def test_an_index_is_made_anew_where_lists_are_read_otherwise(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = InPlay(store, date(2026, 8, 1)).key
    (tmp_path / "parser.py").write_text("a parser that was mended", encoding="utf-8")
    monkeypatch.setattr("licet.screening.in_play._LISTS", tmp_path)
    assert InPlay(store, date(2026, 8, 1)).key != before


def test_a_cleared_pair_is_set_aside_until_the_day_or_until_the_listing_changes(store: Store, tmp_path: Path) -> None:
    query = Query("Acme Special Connectors", countries=("GB",))
    screening = Screening(InPlay(store, date(2026, 8, 1)))
    (hit,) = screening.screen(query).matches
    screening.cleared.add(query, hit.match.listing, "A. Officer", "other registration number", date(2027, 1, 1), date(2026, 8, 1))
    again = Screening(InPlay(store, date(2026, 8, 2))).screen(query)
    assert again.matches == ()
    assert again.hits[0].cleared is not None
    assert Screening(InPlay(store, date(2026, 8, 2))).screen(Query("Acme Special Connectors", countries=("FR",))).matches != ()
    (back,) = Screening(InPlay(store, date(2027, 1, 1))).screen(query).matches
    assert back.lapsed == "cleared by A. Officer on 2026-08-01; the decision ended on 2027-01-01"
    keep(store, tmp_path, date(2026, 9, 1), end="01/31/2031")
    (changed,) = Screening(InPlay(store, date(2026, 9, 2))).screen(query).matches
    assert changed.lapsed == "cleared by A. Officer on 2026-08-01; the listing has changed since"


def test_a_broken_line_of_cleared_pairs_stops_rather_than_hides(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"party": "A"}) + "\n", encoding="utf-8")
    with pytest.raises(ListError, match="a cleared pair cannot be read"):
        ClearedPairs(tmp_path)


def test_nobody_cannot_clear_and_nothing_is_cleared_backwards(store: Store) -> None:
    query = Query("Acme Special Connectors")
    screening = Screening(InPlay(store, date(2026, 8, 1)))
    found = screening.screen(query).matches[0].match.listing
    with pytest.raises(ListError, match="who decided is missing"):
        screening.cleared.add(query, found, " ", "x", date(2027, 1, 1), date(2026, 8, 1))
    with pytest.raises(ListError, match="would end before it begins"):
        screening.cleared.add(query, found, "me", "x", date(2026, 8, 1), date(2026, 8, 1))
    assert screening.cleared.every() == ()
