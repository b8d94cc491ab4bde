"""Elements of an XML list, one at a time, from a parser that refuses what XML can be made to do to its reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from licet.screening.errors import refuse
from licet.screening.lists.count import changed_layout
from licet.screening.lists.parts import Part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def elements(part: Part, root: str, containers: tuple[str, ...], rows: tuple[str, ...], beside: tuple[str, ...] = ()) -> Iterator[Element]:
    """Yield the root (still empty), then every row and every element beside the rows, each whole and forgotten after use.

    Args:
        part: the file.
        root: the name of the outermost element.
        containers: elements directly below the root that hold rows; none where the root itself holds them.
        rows: the elements that are a row.
        beside: other elements that may stand where rows stand.

    Raises:
        ListError: the XML is cut off or not well-formed, declares entities, or has another shape than this.

    """
    expected = {*rows, *beside}
    depth_of_rows = 2 if containers else 1
    with part.open() as stream:
        try:
            depth = 0
            path: list[Element] = []
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                name = local(element)
                if event == "start":
                    path.append(element)
                    depth += 1
                    _check(part, name, depth - 1, root, containers, expected if depth - 1 == depth_of_rows else None)
                    if depth == 1:
                        yield element
                    continue
                depth -= 1
                path.pop()
                if depth == depth_of_rows:
                    yield element
                    path[-1].remove(element)
        except ParseError as error:
            refuse(part.where, "the XML cannot be read", "a whole, well-formed XML file", str(error), "Fetch the file again.")
        except DefusedXmlException as error:
            do = "No official list does this. Do not use the file."
            refuse(part.where, "the XML is not safe to read", "no document type, no entities", type(error).__name__, do)


def _check(part: Part, name: str, depth: int, root: str, containers: tuple[str, ...], expected: set[str] | None) -> None:
    if depth == 0 and name != root:
        changed_layout(part.where, f"an XML file whose outermost element is {root}", name)
    if depth == 1 and containers and name not in containers:
        changed_layout(part.where, f"only {', '.join(containers)} below {root}", name)
    if expected is not None and name not in expected:
        changed_layout(part.where, f"only {', '.join(sorted(expected))} as rows", name)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def strip_namespaces(row: Element) -> Element:
    """Take the namespaces off the names of a row, so that it can be asked by plain names."""
    for element in row.iter():
        with suppress(AttributeError):
            element.tag = element.tag.rpartition("}")[2]
    return row


def text_of(element: Element, path: str) -> str:
    """Return the text at a path below an element, in one line; nothing where there is none."""
    return " ".join((element.findtext(path) or "").split())


def texts_of(element: Element, path: str) -> tuple[str, ...]:
    """Return the texts at a path below an element that are not empty."""
    found = (" ".join((one.text or "").split()) for one in element.iterfind(path))
    return tuple(text for text in found if text)


def as_published(row: Element, without: frozenset[str] = frozenset()) -> str:
    """Return a row for people: a line for each element that says something, with its attributes."""
    lines: list[str] = []
    _lines(row, "", lines, without)
    return "\n".join(lines)


def _lines(element: Element, path: str, lines: list[str], without: frozenset[str]) -> None:
    said = [f"{name}={value}" for name, value in element.attrib.items() if value]
    text = " ".join((element.text or "").split())
    if said or text:
        lines.append(f"{path or local(element)}: {' '.join([*said, text]).strip()}")
    for child in element:
        if child.tag not in without:
            _lines(child, f"{path}/{child.tag}" if path else child.tag, lines, without)
