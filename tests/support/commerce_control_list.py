"""The official Commerce Control List, read from its XML: the designators of every entry, and which of them are missing silently."""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from licet import Law

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "official" / "us_ccl_part774_supp1_2026-06-24.xml.gz"
DAY = date(2026, 6, 24)

CHIP_ENTRIES = [
    "3A001", "3A002", "3A090", "3A901", "3A904", "3A991", "3A992", "3B001", "3B002", "3B903", "3B904", "3B991", "3B992", "3B993",
    "3B994", "3C001", "3C002", "3C003", "3C004", "3C005", "3C006", "3C907", "3C908", "3C909", "3C992", "3D001", "3D002", "3D003",
    "3D004", "3D005", "3D006", "3D901", "3D907", "3D991", "3D992", "3D993", "3D994", "3E001", "3E002", "3E003", "3E004", "3E901",
    "3E905", "3E991", "3E992", "3E993", "3E994", "4A001", "4A003", "4A004", "4A005", "4A090", "4A906", "4A994", "4D001", "4D090",
    "4D906", "4D993", "4D994", "4E001", "4E091", "4E906", "4E992", "5A002", "5A004", "5A991", "5A992", "5D002", "5D992", "5E002",
    "5E992",
]  # fmt: skip

ONLY_HEADINGS = {"3A002"}
"""Entries that count as one, by their heading."""

_BLOCKS = {"P", "FP", "FP-1", "FP-2", "HD1", "HD2"}
_NOT_THE_LIST = {"NOTE", "TABLE"}
"""Notes begin their numbering anew; a table is the licence table or belongs to a note."""

_ENTRY = re.compile(r"(\d[A-E]\d{3})\b")
_CODE = re.compile(r"\d[A-E]\d{3}(\.(\d+|[a-z]))*")
_DESIGNATOR = re.compile(r"([a-z](?:\.(?:\d+|[a-z]))*)(\.?)\s+(?=\S)")


def official_designators(xml: bytes) -> dict[str, list[str]]:
    """Return for every entry its code and those of its paragraphs, such as 3B001.c.1.a, in the order of the text, without reserved ones.

    Paragraphs are flat: the designator is the beginning of the text. It may lack its final full stop if it has several steps, and
    "Items:" may stand before the first.
    """
    found: dict[str, list[str]] = {}
    entry, in_items = "", False
    for tag, text in _blocks(ET.fromstring(xml)):  # noqa: S314
        if tag == "FP-2" and (heading := _ENTRY.match(text)):
            entry, in_items = heading[1], False
            found[entry] = [entry]
        elif text.startswith("EAR99") or (tag.startswith("HD") and not text.startswith("List")):
            entry, in_items = "", False
        elif text.startswith("Items:"):
            in_items, text = True, text.removeprefix("Items:").strip()  # noqa: PLW2901
        if entry and in_items and (designator := _designator(text)) and "[Reserved]" not in text:
            found[entry].append(f"{entry}.{designator}")
    return found


def read_official() -> dict[str, list[str]]:
    """Return the designators of the official text that lies beside the repository."""
    return official_designators(gzip.decompress(OFFICIAL.read_bytes()))


def _blocks(element: ET.Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if child.tag in _NOT_THE_LIST:
            continue
        if child.tag in _BLOCKS:
            yield child.tag, " ".join("".join(child.itertext()).split())
        else:
            yield from _blocks(child)


def _designator(text: str) -> str:
    """Return the designator that a paragraph begins with; one letter alone counts only with its full stop."""
    found = _DESIGNATOR.match(text)
    return found[1] if found and (found[2] or "." in found[1]) else ""


def encoded_codes(law: Law, day: date) -> set[str]:
    """Return the codes of the encoded list whose text covers a day."""
    return {one.code for one in law.paragraphs if one.list == "us:ccl" and one.valid.in_force(day) is not False}


def named_codes(rows: Iterable[Mapping[str, object]]) -> set[str]:
    """Return the codes that rows of coverage speak of: those whose part is nothing but codes, with commas between them."""
    parts = (str(row["part"]).split(", ") for row in rows)
    return {code for part in parts if all(_CODE.fullmatch(one) for one in part) for code in part}


def claimed_in_vain(rows: Iterable[Mapping[str, object]], encoded: Collection[str]) -> list[str]:
    """Return what rows call encoded without saying where, although the code itself is not."""
    plain = [row for row in rows if row["status"] == "encoded" and not row["refs"]]
    return sorted(code for code in named_codes(plain) if code not in encoded)


def own_steps(rows: Iterable[Mapping[str, object]]) -> set[str]:
    """Return the codes that are declared as our own: rows whose part begins with "own steps" refer to them."""
    found: set[str] = set()
    for row in rows:
        refs = row["refs"]
        if str(row["part"]).startswith("own steps") and isinstance(refs, list):
            found.update(str(ref).partition("/")[2] for ref in refs)
    return found


def silently_missing(official: Collection[str], encoded: Collection[str], named: Collection[str]) -> list[str]:
    """Return what is neither encoded nor named by a row.

    A paragraph is encoded through those below it, which are looked for one by one. A row stands for all below its code too, unless
    something below it is encoded: then what is missing there must be named itself.
    """
    return [code for code in official if code not in encoded and not _is_named(code, encoded, named)]


def _is_named(code: str, encoded: Collection[str], named: Collection[str]) -> bool:
    if code in named or any(one.startswith(code + ".") for one in encoded):
        return True
    return any(above in named and not any(one.startswith(above + ".") for one in encoded) for above in _above(code))


def undeclared(official: Collection[str], encoded: Collection[str], own: Collection[str]) -> list[str]:
    """Return what is encoded but is no official designator, no step above one, and not declared as our own step."""
    known = {*official, *(above for code in official for above in _above(code))}
    ours = {*own, *(above for code in own for above in _above(code))}
    return sorted(code for code in encoded if code not in known | ours and not any(above in own for above in _above(code)))


def idle(named: Collection[str], official: Collection[str]) -> list[str]:
    """Return what rows name although the official text has no such code."""
    known = {*official, *(above for code in official for above in _above(code))}
    return sorted(code for code in named if code not in known)


def _above(code: str) -> Iterator[str]:
    while "." in code:
        code = code.rpartition(".")[0]
        yield code
