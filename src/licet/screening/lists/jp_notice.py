"""Japan, notices of the Ministry of Foreign Affairs: numbered entries in the text of a PDF, names in Japanese, then in Latin.

Numbers, names and addresses run into each other where the PDF broke a page. An entry begins where the next number in turn stands before a
Japanese name; as many entries as addresses must come out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from licet.screening.countries import code_of
from licet.screening.errors import refuse
from licet.screening.listing import Address, Listing, NameKind, PartyKind, PartyName
from licet.screening.lists.count import Count, changed_layout
from licet.screening.lists.jp_notice_names import names_of
from licet.screening.lists.parts import LIST, Parts
from licet.screening.register import register
from licet.screening.text import cleaned


@dataclass(frozen=True, slots=True)
class Notice:
    """One of the notices: its list, the words of its heading, and the country it is about where it is about one."""

    list: str
    heading: str
    country: str = ""


NOTICES = {
    "jp-russia": Notice("jp-russia-entities", "令和四年外務省告示第八十二号", "RU"),
    "jp-belarus": Notice("jp-belarus-entities", "令和四年外務省告示第百四号", "BY"),
    "jp-third-country": Notice("jp-third-country-entities", "令和五年外務省告示第四百四十七号"),
}
LARGEST = 20_000_000
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_UPDATED = re.compile(r"最終更新日[：:]\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ADDRESS = re.compile(r"所\s*在\s*地\s*[：:]")
_JAPANESE = "[\u3040-\u30ff\u4e00-\u9fff]"


def parse(parts: Parts, count: Count) -> Iterator[Listing]:
    """Yield the entries of the notice.

    Raises:
        ListError: it is not that notice, or entries and addresses do not go together.

    """
    part, notice = parts[LIST], NOTICES[count.publisher]
    with part.open() as stream:
        try:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig").read(LARGEST)
        except UnicodeDecodeError as error:
            refuse(part.where, "wrong encoding", "UTF-8", f"byte 0x{error.object[error.start]:02x}", "Save the text of the PDF as UTF-8.")
    updated = _UPDATED.search(text)
    if notice.heading not in "".join(text.split()) or not updated:
        changed_layout(part.where, f"the notice {notice.heading} with 最終更新日 (the day it was last revised)", cleaned(text[:60]))
    count.vintage = date(int(updated[1]), int(updated[2]), int(updated[3]))
    entries = _entries(text, updated.end())
    addresses = len(_ADDRESS.findall(text))
    if len(entries) != addresses:
        changed_layout(part.where, "as many numbered entries as addresses (所在地)", f"{len(entries)} entries, {addresses} addresses")
    for number, entry in enumerate(entries, 1):
        count.rows += 1
        listing = _listing(number, entry, notice, count)
        if listing is None:
            count.skip("no name", f"{part.where}: entry {number}")
            continue
        count.listings += 1
        yield listing


def _entries(text: str, start: int) -> list[str]:
    """Return the entries: each runs from its number, the next in turn, to the next."""
    starts: list[int] = []
    while True:
        number = len(starts) + 1
        mark = re.compile(
            rf"(?:(?<=\n)|(?<=[^\d\s]))(?:{number}|{str(number).translate(_WIDE_DIGITS)})[ \u3000]+(?=[^\n]{{0,40}}{_JAPANESE})"
        )
        found = mark.search(text, start)
        if not found:
            break
        starts.append(found.start())
        start = found.end()
    return [text[begin:end].strip() for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _listing(number: int, entry: str, notice: Notice, count: Count) -> Listing | None:
    head, _, place = re.sub(r"^\S+\s+", "", entry).partition(next(iter(_ADDRESS.findall(entry)), "所在地："))
    names, odd = names_of(head.strip())
    if not names:
        return None
    addresses = tuple(_addresses(place, count))
    countries = dict.fromkeys(address.country for address in addresses if address.country)
    kept = register()[notice.list]
    return Listing(
        id=f"{notice.list}-{number}",
        publisher=count.publisher,
        list=notice.list,
        names=names if any(name.kind is NameKind.MAIN for name in names) else (PartyName(names[0].text, NameKind.MAIN), *names[1:]),
        kind=PartyKind.ORGANISATION,
        addresses=addresses,
        countries=tuple(countries) or ((notice.country,) if notice.country else ()),
        authority=kept.authority,
        binds=kept.binds,
        citations=(kept.source,),
        notes=(odd,) if odd else (),
        row=number,
        original=entry,
    )


def _addresses(text: str, count: Count) -> Iterator[Address]:
    for piece in re.split(r";\s*(?:and\s+)?", " ".join(text.split())):
        address = cleaned(piece)
        if address:
            code = next(filter(None, map(code_of, _last_words(address))), "")
            if not code:
                count.unknown_words[f"country: {address.rpartition(',')[2].strip(' .')}"] += 1
            yield Address(address.rstrip(" ;"), code)


def _last_words(address: str) -> Iterator[str]:
    """Yield what may be the country of an address: its last two pieces together (Hong Kong, China), then each with and without a postcode.

    >>> list(_last_words("20 Des Voeux Road, Hong Kong, 510000, China."))[:2]
    ['Hong Kong, China', 'China']
    """
    pieces = [stated for piece in address.split(",") if (stated := piece.strip(" .")) and not re.fullmatch(r"[\d\s-]+", stated)]
    yield ", ".join(pieces[-2:])
    for stated in reversed(pieces[-2:]):
        yield stated
        yield re.sub(r"^\d[\d-]*\s*|\s*\d[\d\s-]*$", "", stated)
