from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from licet.screening.errors import ListError
from licet.screening.lists.uk_ofsi import OF_2022
from licet.screening.snapshots import MANIFEST
from licet.screening.sources import load_sources
from licet.screening.store import Added, Store, default_folder
from licet.screening.update import status_of
from tests.screening.samples import write

HEADER = "source,name,alt_names,programs,federal_register_notice,license_requirement,license_policy\n"
EL = "Entity List (EL) - Bureau of Industry and Security"
DAY = date(2026, 7, 31)


def csl(count: int, word: str = "Party") -> str:
    return HEADER + "".join(f"{EL},{word} {number},,,,,\n" for number in range(count))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lists")


def add(store: Store, content: str, as_of: date | None = None, *, accept_loss: bool = False, fetched: datetime | None = None) -> Added:
    files = {"list.csv": write(store.folder.parent, "list.csv", content)}
    straight = fetched is not None
    return store.add("us-csl", files, origin="x", as_of=as_of, limit=10**7, now=fetched, fetched=straight, accept_loss=accept_loss)


def refusal(store: Store, content: str, as_of: date | None = None) -> str:
    with pytest.raises(ListError) as caught:
        add(store, content, as_of)
    return str(caught.value)


def held(store: Store) -> list[tuple[date, int]]:
    return [(snapshot.as_of, snapshot.listings) for snapshot in store.snapshots("us-csl")]


def leftovers(store: Store) -> list[str]:
    return [path.name for path in (store.folder / "us-csl").glob(".*") if path.name != ".checked"]


def test_a_list_is_kept_packed_hashed_and_dated_and_read_again(store: Store) -> None:
    added = add(store, csl(10), DAY)
    snapshot = added.snapshot
    assert (added.is_new, added.before) == (True, None)
    assert (snapshot.as_of, snapshot.rows, snapshot.listings, snapshot.bytes) == (DAY, 10, 10, len(csl(10)))
    assert snapshot.folder.name == f"2026-07-31-{snapshot.sha256[:16]}"
    assert gzip.decompress((snapshot.folder / "list.gz").read_bytes()).decode() == csl(10)
    assert [one.name for one in store.read("us-csl")][:2] == ["Party 0", "Party 1"]
    assert leftovers(store) == []


def workbook(*rows: tuple[str, ...]) -> bytes:
    """Make up an Excel workbook of one sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows)

    def related(kind: str, target: str) -> str:
        return f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/{kind}" Target="{target}"/></Relationships>'

    parts = {
        "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def test_a_workbook_that_was_kept_is_read_again_though_it_unfolds_beyond_its_own_size(store: Store, tmp_path: Path) -> None:
    header = OF_2022.required
    rows = [
        tuple({"Name 6": f"Party {number}", "Group ID": str(number), "Group Type": "Entity"}.get(column, "") for column in header)
        for number in range(500)
    ]
    content = workbook(("Last Updated", "04/05/2022"), header, *rows)
    store.add("uk-ofsi", {"list.xlsx": write(tmp_path, "list.xlsx", content)}, origin="x", as_of=None, limit=10**7)
    assert store.snapshots("uk-ofsi")[-1].bytes == len(content)
    assert len(list(store.read("uk-ofsi"))) == 500


def test_the_same_content_gives_the_same_hash_and_is_kept_once(store: Store, tmp_path: Path) -> None:
    first = add(store, csl(10), DAY).snapshot
    again = add(store, csl(10), DAY + timedelta(days=3))
    assert (again.is_new, again.snapshot.sha256) == (False, first.sha256)
    assert held(store) == [(DAY, 10)]
    packed = write(tmp_path, "packed.csv", csl(10), packed=True)
    assert not store.add("us-csl", {"packed.csv": packed}, origin="x", as_of=DAY, limit=10**6).is_new


def test_old_snapshots_are_kept_and_a_list_is_read_as_it_stood(store: Store) -> None:
    add(store, csl(10), date(2024, 1, 10))
    add(store, csl(12), date(2025, 1, 10))
    add(store, csl(10), date(2026, 1, 10))
    assert held(store) == [(date(2024, 1, 10), 10), (date(2025, 1, 10), 12), (date(2026, 1, 10), 10)]
    assert [len(list(store.read("us-csl", day))) for day in (date(2025, 1, 9), date(2025, 1, 10), date(2030, 1, 1))] == [10, 12, 10]
    with pytest.raises(ListError) as caught:
        store.read("us-csl", date(2024, 1, 9))
    assert str(caught.value).startswith(
        "us-csl: the list of 2024-01-09 is not held\n  must be: a snapshot\n  came:    held: 2024-01-10, 2025-01-10, 2026-01-10\n"
    )


def test_an_older_list_brought_later_takes_its_place_in_time(store: Store) -> None:
    add(store, csl(100), date(2026, 1, 1))
    add(store, csl(10), date(2020, 1, 1))
    add(store, csl(100), date(2019, 1, 1))
    assert held(store) == [(date(2019, 1, 1), 100), (date(2020, 1, 1), 10), (date(2026, 1, 1), 100)]
    latest = store.latest("us-csl")
    assert latest is not None and latest.as_of == date(2026, 1, 1)


def test_a_list_that_lost_a_fifth_overnight_is_refused_unless_told(store: Store) -> None:
    add(store, csl(100), DAY)
    text = refusal(store, csl(80), DAY + timedelta(days=1))
    assert text == (
        "us-csl: much of the list is gone\n"
        "  must be: more than 80% of the 100 listings of 2026-07-31\n"
        "  came:    80 listings, 20% fewer\n"
        "  do:      Look at the file. If the publisher did remove them, update again with --accept-loss."
    )
    assert held(store) == [(DAY, 100)] and leftovers(store) == []
    assert add(store, csl(81), DAY + timedelta(days=1)).is_new
    assert add(store, csl(1), DAY + timedelta(days=2), accept_loss=True).is_new


def test_files_that_shrank_by_half_are_refused_though_no_listing_is_gone(store: Store) -> None:
    add(store, csl(100, "A party with a very long name, street address and number of registration".replace(",", "")), DAY)
    assert refusal(store, csl(100, "P"), DAY + timedelta(days=1)).startswith(
        "us-csl: the files of the list have shrunk\n  must be: at least 50% of"
    )


def test_nothing_is_kept_of_a_list_that_cannot_be_read_to_its_end(store: Store) -> None:
    add(store, csl(10), DAY)
    assert "wrong encoding" in _refused_bytes(store, csl(10).encode() + f"{EL},M\xfcller,,,,,\n".encode("latin-1"))
    assert held(store) == [(DAY, 10)] and leftovers(store) == []


def _refused_bytes(store: Store, content: bytes) -> str:
    path = write(store.folder.parent, "list.csv", content)
    with pytest.raises(ListError) as caught:
        store.add("us-csl", {"list.csv": path}, origin="x", as_of=DAY, limit=10**6)
    return str(caught.value)


def test_the_place_of_an_error_is_the_file_that_was_given(store: Store) -> None:
    assert _refused_bytes(store, b"source,name\n").startswith("list.csv: not in the known layout of this list")


def test_a_day_that_contradicts_the_file_is_refused(store: Store, tmp_path: Path) -> None:
    text = '<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS/>'
    text += "<ENTITIES><ENTITY><FIRST_NAME>A</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    path = write(tmp_path, "un.xml", text)
    with pytest.raises(ListError, match="two days for one list"):
        store.add("un", {"un.xml": path}, origin="x", as_of=date(2020, 1, 1), limit=10**6)
    assert store.add("un", {"un.xml": path}, origin="x", limit=10**6).snapshot.as_of == date(2026, 2, 27)


def test_a_snapshot_that_was_tampered_with_is_refused_when_read(store: Store) -> None:
    snapshot = add(store, csl(10), DAY).snapshot
    (snapshot.folder / "list.gz").write_bytes(gzip.compress(csl(9).encode()))
    with pytest.raises(ListError) as caught:
        store.read("us-csl")
    assert str(caught.value).startswith("us-csl 2026-07-31: list.gz: the snapshot is not the one that was kept\n  must be: SHA-256 ")
    (snapshot.folder / "list.gz").unlink()
    with pytest.raises(ListError, match="cannot be read"):
        store.read("us-csl")


def test_a_damaged_manifest_is_an_error_and_not_an_older_list(store: Store) -> None:
    add(store, csl(10), date(2024, 1, 1))
    snapshot = add(store, csl(11), DAY).snapshot
    (snapshot.folder / MANIFEST).write_text("{}")
    with pytest.raises(ListError, match="the snapshot cannot be read"):
        store.read("us-csl")


def test_a_manifest_cannot_lead_out_of_its_folder(store: Store) -> None:
    snapshot = add(store, csl(10), DAY).snapshot
    said = json.loads((snapshot.folder / MANIFEST).read_text())
    said["parts"][0]["file"] = "../../../../../etc/passwd"
    (snapshot.folder / MANIFEST).write_text(json.dumps(said))
    with pytest.raises(ListError, match=r"2026-07-31: passwd: the file of the list cannot be read"):
        store.read("us-csl")


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    blocked = Store(write(tmp_path, "a-file", "x"))
    with pytest.raises(ListError, match="Name another folder with LICET_LISTS"):
        add_to(blocked, tmp_path)


def add_to(store: Store, folder: Path) -> None:
    store.add("us-csl", {"f": write(folder, "f", csl(1))}, origin="x", limit=10**6)


def test_the_folder_is_named_by_the_environment_or_lies_with_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LICET_LISTS", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("LICET_LISTS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_folder().name == "lists"


def test_what_a_crash_left_behind_is_swept_after_a_day(store: Store) -> None:
    add(store, csl(10), DAY)
    old, fresh = (store.folder / "us-csl" / name for name in (".new-old", ".new-fresh"))
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "list.gz").write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert held(store) == [(DAY, 10)]
    add(store, csl(11), DAY + timedelta(days=1))
    assert leftovers(store) == [".new-fresh"]


KILLED = """
import sys, time
from pathlib import Path
from licet.screening import snapshots, store

before = getattr(snapshots, sys.argv[1])

def stop(*arguments, **named):
    if sys.argv[2] == "after":
        before(*arguments, **named)
    print("now", flush=True)
    time.sleep(60)

for module in (snapshots, store):
    if hasattr(module, sys.argv[1]):
        setattr(module, sys.argv[1], stop)
store.Store(sys.argv[3]).add("us-csl", {"f": Path(sys.argv[4])}, origin="x", limit=10**7)
"""


@pytest.mark.parametrize("moment", [("pack", "before"), ("pack", "after"), ("write_manifest", "before"), ("write_manifest", "after")])
def test_a_writer_that_is_killed_leaves_the_old_list_and_nothing_else_to_read(
    store: Store, tmp_path: Path, moment: tuple[str, str]
) -> None:
    add(store, csl(10), DAY)
    new = write(tmp_path, "new.csv", csl(11))
    command = [sys.executable, "-c", KILLED, *moment, str(store.folder), str(new)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603  # our own program
        assert writer.stdout is not None
        assert writer.stdout.readline() == "now\n"
        writer.send_signal(signal.SIGKILL)
    assert held(store) == [(DAY, 10)]
    assert len(list(store.read("us-csl"))) == 10
    assert len(leftovers(store)) == 1
    assert add(store, csl(11), DAY + timedelta(days=1)).is_new
    assert held(store) == [(DAY, 10), (DAY + timedelta(days=1), 11)]


def test_two_writers_of_one_list_at_once_leave_one_whole_snapshot(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "f", csl(2000))
    code = "import sys; from pathlib import Path; from datetime import date; from licet.screening.store import Store; "
    code += "Store(sys.argv[1]).add('us-csl', {'f': Path(sys.argv[2])}, origin='x', as_of=date(2026, 7, 31), limit=10**7)"
    writers = [subprocess.Popen([sys.executable, "-c", code, str(store.folder), str(path)]) for _ in range(3)]  # noqa: S603  # our own
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert held(store) == [(DAY, 2000)] and leftovers(store) == []


def test_status_says_what_is_held_and_whether_it_is_stale(store: Store) -> None:
    source = load_sources()["us-csl"]
    now = datetime(2026, 8, 10, tzinfo=UTC)
    assert status_of(store, source, now).stale
    add(store, csl(10), DAY)
    brought = status_of(store, source, now)
    assert (brought.stale, brought.age_days, brought.checked) == (True, 10, None)
    add(store, csl(10), DAY, fetched=now - timedelta(days=5))
    old = status_of(store, source, now)
    assert (old.stale, old.age_days, old.snapshots) == (True, 5, 1)
    add(store, csl(10), DAY, fetched=now - timedelta(days=1))
    fresh = status_of(store, source, now)
    assert (fresh.stale, fresh.age_days, fresh.snapshots) == (False, 1, 1)
    assert fresh.as_dict()["as_of"] == "2026-07-31"


def test_a_list_fetched_by_hand_is_as_old_as_its_content(store: Store, tmp_path: Path) -> None:
    rows = [{"id": "1", "entity_name": "A", "aliases": [], "addresses": ["Hong Kong"], "reason": "N"}]
    path = write(tmp_path, "eul.json", json.dumps(rows))
    now = datetime(2026, 11, 21, tzinfo=UTC)
    store.add("jp-end-user", {"eul.json": path}, origin="x", as_of=date(2025, 9, 29), limit=10**6, now=now)
    status = status_of(store, load_sources()["jp-end-user"], now)
    assert (status.age_days, status.stale) == (418, True)
