"""From files to listings: the publisher's layouts told apart by their first bytes, and one pass over the rows, all of them counted."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import cast

from licet.model.errors import nearest
from licet.screening.errors import ListError, refuse
from licet.screening.listing import Listing
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.parts import LIST, MAX_BYTES, Part, Parts


class Shape(StrEnum):
    """What a file is, by its first bytes."""

    OBJECTS = "JSON objects"
    ARRAY = "a JSON array"
    XML = "XML"
    WORKBOOK = "an Excel workbook"
    TEXT = "text"


LAYOUTS: dict[str, dict[Shape, str]] = {
    "us-csl": {Shape.TEXT: "us_csl_csv", Shape.OBJECTS: "us_csl_json"},
    "us-ofac-sdn": {Shape.TEXT: "us_ofac_csv", Shape.XML: "us_ofac_xml"},
    "us-ofac-consolidated": {Shape.TEXT: "us_ofac_csv", Shape.XML: "us_ofac_xml"},
    "us-bis-denied": {Shape.TEXT: "us_bis_denied"},
    "eu-fsf": {Shape.XML: "eu_fsf"},
    "uk-sanctions": {Shape.TEXT: "uk_fcdo_csv", Shape.XML: "uk_fcdo_xml"},
    "uk-ofsi": {Shape.TEXT: "uk_ofsi", Shape.WORKBOOK: "uk_ofsi"},
    "un": {Shape.XML: "un"},
    "jp-end-user": {Shape.ARRAY: "jp_end_user"},
    "jp-russia": {Shape.TEXT: "jp_notice"},
    "jp-belarus": {Shape.TEXT: "jp_notice"},
    "jp-third-country": {Shape.TEXT: "jp_notice"},
    "cn-mofcom": {Shape.ARRAY: "cn_mofcom"},
    "ftm": {Shape.OBJECTS: "ftm"},
}
"""The parser of each publisher's file by the file's shape: a module of this package."""

MAIN = "primary"
"""The role of the file with the names, where a list comes in several files."""

ROLES = {"us_ofac_csv": {12: MAIN, 6: "addresses", 5: "aliases", 2: "comments"}}
"""Where a list comes in several files without headers, which of them a file is, by the cells of its first row."""

Parser = Callable[[Parts, Count], Iterator[Listing]]


class Reading:
    """The listings of a list, to be gone through once; afterwards `count` says what went in and what came out.

    Args:
        publisher: who published the list, such as `us-csl`.
        parts: the files by their role.

    """

    def __init__(self, publisher: str, parts: Parts) -> None:
        self.parts = parts
        self.count = Count(publisher)
        self._parse = _parser(publisher, parts)

    def __iter__(self) -> Iterator[Listing]:
        """Yield the listings.

        Raises:
            ListError: a file cannot be read, its layout has changed, or rows are unaccounted for.

        """
        yield from self._parse(self.parts, self.count)
        self.count.close(next(iter(self.parts.values())).where)


def read_list(publisher: str, *paths: str | Path, limit: int = MAX_BYTES) -> Reading:
    r"""Return the listings of a list from its file or files, packed with gzip or not.

    Args:
        publisher: who published the list, such as `us-csl`.
        paths: the files.
        limit: how many bytes a file may have when unpacked.

    Raises:
        ListError: the publisher is not known, or the files are not of a layout of theirs.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "dpl.csv")
    ...     text = "Name,Street_Address,City,State,Country,Effective_Date,Expiration_Date,Standard_Order,FR_Citation\n"
    ...     _ = path.write_text(text + "ACME LTD,1 High St,LONDON,,GB,01/31/2020,01/31/2030,Y,85 F.R. 1 1/31/20\n")
    ...     reading = read_list("us-bis-denied", path)
    ...     [(listing.name, listing.countries, listing.ended.year) for listing in reading]
    [('ACME LTD', ('GB',), 2030)]

    """
    known(publisher)
    return Reading(publisher, by_role(publisher, [Part(Path(path), limit=limit) for path in paths]))


def known(publisher: str) -> None:
    """Refuse a publisher that is not known.

    Raises:
        ListError: there is no such publisher.

    """
    if publisher not in LAYOUTS:
        refuse("list", f'no list "{publisher}"', ", ".join(LAYOUTS), publisher, nearest(publisher, LAYOUTS))


def lists_of(paths: Sequence[Path], limit: int = MAX_BYTES) -> list[str]:
    """Return the lists that files can be: those whose parser takes the first listing.

    Raises:
        ListError: a file cannot be read, is empty, or is a web page.

    """
    shapes = {shape_of(Part(path, limit=limit)) for path in paths}
    return [name for name, layouts in LAYOUTS.items() if shapes <= set(layouts) and _begins(name, paths, limit)]


def _begins(publisher: str, paths: Sequence[Path], limit: int) -> bool:
    try:
        return next(iter(read_list(publisher, *paths, limit=limit)), None) is not None
    except ListError:
        return False


def by_role(publisher: str, parts: Sequence[Part]) -> Parts:
    """Return the files by their role: one list in one file, or the files that together are a list.

    Raises:
        ListError: two files have the same role, or one has none.

    """
    if not parts:
        refuse(publisher, "no file", "the file of the list", "none")
    roles: dict[str, Part] = {}
    for part in parts:
        role = _role(_module(publisher, part), part)
        if role in roles:
            refuse(part.where, "two files of the same kind", f"one file of {role}", f"{roles[role].where} and {part.where}")
        roles[role] = part
    if LIST not in roles and MAIN not in roles:
        do = "Give all the files of the list at once."
        refuse(publisher, "the file with the names is missing", f"a file of {MAIN}", f"only {', '.join(roles)}", do)
    return roles


def _role(module: str, part: Part) -> str:
    cells_of_roles = ROLES.get(module)
    if cells_of_roles is None:
        return LIST
    first = next(csv.reader([part.head().decode("latin-1").partition("\n")[0]]), [])
    if len(first) not in cells_of_roles:
        wanted = ", ".join(f"{cells} ({role})" for cells, role in cells_of_roles.items())
        changed_layout(part.where, f"as many cells in the first row as {wanted}", f"{len(first)} cells")
    return cells_of_roles[len(first)]


def _parser(publisher: str, parts: Parts) -> Parser:
    known(publisher)
    modules = {_module(publisher, part) for part in parts.values()}
    if len(modules) > 1:
        refuse(publisher, "files of different layouts", "files of one layout", ", ".join(sorted(modules)))
    return cast("Parser", import_module(f"licet.screening.lists.{modules.pop()}").parse)


def _module(publisher: str, part: Part) -> str:
    shape = shape_of(part)
    layouts = LAYOUTS[publisher]
    if shape not in layouts:
        changed_layout(part.where, " or ".join(layouts), shape)
    return layouts[shape]


def shape_of(part: Part) -> Shape:
    """Return what a file is by its first bytes.

    Raises:
        ListError: the file is empty, or a web page.

    """
    head = part.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        refuse(part.where, "the file is empty", "a list", "nothing", "Fetch the file again.")
    if is_web_page(head):
        do = "Servers send one instead of an error. Open the address in a browser, or fetch the file by hand."
        refuse(part.where, "a web page instead of a list", "the file of the list", "HTML", do)
    if head.startswith(b"PK\x03\x04"):
        return Shape.WORKBOOK
    return {b"{": Shape.OBJECTS, b"[": Shape.ARRAY, b"<": Shape.XML}.get(head[:1], Shape.TEXT)


def is_web_page(head: bytes) -> bool:
    """Whether bytes are the beginning of a web page."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start
