"""Labelled pairs of names, made from a list's own aliases, from spoiled names, and from look-alikes that are other parties.

Parties are cut in two by a hash: what is learned is learned on one half, and every figure that is reported is of the other.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from licet.screening.listing import Listing, PartyKind
from licet.screening.lists.reading import read_list
from licet.screening.matching.batch import Batch
from licet.screening.matching.index import Index
from licet.screening.matching.words import forms_of

FORMS = ("Co., Ltd.", "Ltd", "Inc.", "Corporation", "LLC", "Limited", "GmbH", "S.A.", "Pte Ltd", "")
KINDS = ("typing error", "two typing errors", "other order", "joined words", "word dropped", "other legal form", "several at once")
LETTERS = "abcdefghijklmnoprstuvy"


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are of one party, what kind of pair it is, and of which kind of party."""

    ours: str
    theirs: str
    same: bool
    sort: str
    kind: PartyKind


def listings(path: Path, publisher: str = "us-csl") -> list[Listing]:
    """Return the parties of a list that have a name to compare: no vessels, aircraft or bare addresses."""
    left_out = (PartyKind.VESSEL, PartyKind.AIRCRAFT, PartyKind.ADDRESS)
    return [one for one in read_list(publisher, path) if one.kind not in left_out]


class Parties:
    """Which listings are of one party: those that share a name."""

    def __init__(self, found: Iterable[Listing]) -> None:
        self.listings = list(found)
        self._above: dict[int, int] = {}
        first: dict[tuple[str, ...], int] = {}
        for number, listing in enumerate(self.listings):
            for name in listing.names:
                for form in forms_of(name.text):
                    other = first.setdefault(tuple(sorted(form.words)), number)
                    self._join(number, other)

    def _join(self, a: int, b: int) -> None:
        a, b = self.root(a), self.root(b)
        self._above[max(a, b)] = min(a, b)

    def root(self, number: int) -> int:
        """Return the first listing of the party."""
        while self._above.get(number, number) != number:
            number = self._above[number]
        return number

    def is_held_out(self, number: int) -> bool:
        """Whether nothing may be learned from this party."""
        return zlib.crc32(self.listings[self.root(number)].name.encode()) % 2 == 1


def typing_error(word: str, chance: random.Random) -> str:
    """Return a word with one letter gone, doubled, swapped with the next, or another."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]


def spoiled(name: str, kind: str, chance: random.Random) -> str:
    """Return a name as somebody may write it; the same name where it is too short to be spoiled so."""
    words = name.replace(",", " ").split()
    if kind in ("typing error", "several at once"):
        at = max(range(len(words)), key=lambda one: (len(words[one]) > 3) * chance.random())
        words[at] = typing_error(words[at].lower(), chance)
    if kind == "two typing errors":
        for at in chance.sample(range(len(words)), min(2, len(words))):
            words[at] = typing_error(words[at].lower(), chance)
    if kind in ("other order", "several at once"):
        chance.shuffle(words)
    if kind == "joined words" and len(words) > 1:
        at = chance.randrange(len(words) - 1)
        words[at : at + 2] = [words[at] + words[at + 1]]
    if kind == "word dropped":
        telling = [word for form in forms_of(name)[:1] for word in form.words]
        dropped = chance.choice(telling) if len(telling) > 2 else "-"
        words = [word for word in words if dropped not in word.lower()] or words
    if kind == "other legal form":
        forms = forms_of(name)
        words = [*(forms[0].words if forms else words), chance.choice(FORMS)]
    return " ".join(words)


def _pieces(name: str) -> set[str]:
    words = {word for form in forms_of(name) for word in form.words}
    words.update(word for form in forms_of(name) for one in form.readings for meaning in one.meanings for word in meaning)
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}


def share_something(a: str, b: str, common: frozenset[str]) -> bool:
    """Whether two aliases have anything in common that a comparison of names could find: three letters, or initials."""
    if (_pieces(a) & _pieces(b)) - common:
        return True
    return any(
        len(word) > 2 and (word in other.initials or word in "".join(part[0] for part in other.words))
        for one, two in ((a, b), (b, a))
        for form in forms_of(one)
        for word in form.words
        for other in forms_of(two)
    )


def common_pieces(parties: Parties) -> frozenset[str]:
    """Return pieces of three letters that more than one name in a hundred has."""
    counted: dict[str, int] = defaultdict(int)
    for listing in parties.listings:
        for piece in _pieces(listing.name):
            counted[piece] += 1
    return frozenset(piece for piece, count in counted.items() if count > len(parties.listings) / 100)


def alias_pairs(parties: Parties, held_out: bool, count: int, chance: random.Random) -> list[Pair]:
    """Return pairs of names that a list itself gives to one party and that are not the same words."""
    common = common_pieces(parties)
    numbers = [at for at in range(len(parties.listings)) if parties.is_held_out(at) is held_out and len(parties.listings[at].names) > 1]
    chance.shuffle(numbers)
    found = []
    for number in numbers:
        listing = parties.listings[number]
        one, two = chance.sample(listing.names, 2)
        if forms_of(one.text) != forms_of(two.text) and share_something(one.text, two.text, common):
            found.append(Pair(one.text, two.text, True, "aliases of one party", listing.kind))
            if len(found) == count:
                break
    return found


def spoiled_pairs(parties: Parties, held_out: bool, count: int, chance: random.Random) -> list[tuple[int, Pair]]:
    """Return names of listings as they may be misspelled, with the number of the listing."""
    numbers = [at for at in range(len(parties.listings)) if parties.is_held_out(at) is held_out]
    found = []
    for turn, number in enumerate(chance.choices(numbers, k=count)):
        listing = parties.listings[number]
        name = chance.choice(listing.names).text
        kind = KINDS[turn % len(KINDS)]
        if forms_of(name):
            found.append((number, Pair(spoiled(name, kind, chance), name, True, kind, listing.kind)))
    return found


def acronym_pairs(parties: Parties, held_out: bool, count: int, chance: random.Random) -> list[Pair]:
    """Return acronyms that a list gives as an alias, beside the name they stand for."""
    found = []
    for number, listing in enumerate(parties.listings):
        if parties.is_held_out(number) is not held_out or listing.kind is PartyKind.PERSON:
            continue
        short = [one for one in listing.names if one.text.isalpha() and one.text.isupper() and 3 <= len(one.text) <= 6]
        long = [one for one in listing.names if len(one.text.split()) > 2]
        for one in short[:1]:
            for two in long:
                letters = "".join(word[0] for word in two.text.upper().replace("(", " ").split())
                if one.text in letters and one.text not in two.text.upper().split():
                    found.append(Pair(one.text, two.text, True, "acronym", listing.kind))
                    break
    chance.shuffle(found)
    return found[:count]


def beside_others(pairs: list[Pair], parties: Parties, index: Index, batch: Batch, chance: random.Random) -> list[Pair]:
    """Return for each pair of one party the same name beside the likest name of one of the ten nearest other parties."""
    known: dict[tuple[str, ...], int] = {}
    for number, listing in enumerate(parties.listings):
        for name in listing.names:
            for form in forms_of(name.text):
                known.setdefault(tuple(sorted(form.words)), parties.root(number))
    made = []
    forms = [(pair, forms_of(pair.ours)) for pair in pairs]
    forms = [(pair, found) for pair, found in forms if found]
    for (pair, _), near in zip(forms, batch.candidates([found[0] for _, found in forms], 60), strict=True):
        own = known.get(tuple(sorted(forms_of(pair.theirs)[0].words))) if forms_of(pair.theirs) else None
        others: dict[int, str] = {}
        for at, _ in near:
            number = index.listing_number(at)
            listing = parties.listings[number]
            if parties.root(number) != own and listing.kind in (pair.kind, PartyKind.UNKNOWN) and len(others) < 10:
                others.setdefault(parties.root(number), listing.names[index.of_name[at]].text)
        if others:
            made.append(Pair(pair.ours, chance.choice(list(others.values())), False, "look-alike", pair.kind))
    return made


def unrelated_companies(held_out: bool) -> list[str]:
    """Return companies of all countries with their legal names as they gave them: makers of network devices, from the registry of the IEEE.

    Few of them are listed; `LISTED` has the words that tell those. The registry comes with the package netaddr, which only the benchmarks
    need.
    """
    import netaddr  # noqa: PLC0415  # only the benchmarks need it

    text = Path(netaddr.__file__).with_name("eui").joinpath("oui.txt").read_text(encoding="utf-8")
    names = sorted({line.partition("(hex)")[2].strip() for line in text.splitlines() if "(hex)" in line} - {"", "Private"})
    names = [name for name in names if not any(word in name.casefold() for word in LISTED)]
    return [name for name in names if (zlib.crc32(name.encode()) % 2 == 1) is held_out]


LISTED = (
    *[
        "huawei",
        "hisilicon",
        "cambricon",
        "inspur",
        "fiberhome",
        "hikvision",
        "dahua",
        "hytera",
        "sugon",
        "dawning",
        "phytium",
        "loongson",
        "istok",
        "huazhong",
        "metrotek",
        "milandr",
        "kraftway",
        "signaltek",
        "ak-systems",
    ],
    *["eltex", "planar", "radiocomp", "rtk-", "mikran", "valcom", "enterasys", "rustelcom"],
    *["goke", "dji", "tiandy", "kyland", "stilsoft", "centec", "si2"],
    *[
        "maiwe",
        "iflytek",
        "energotest",
        "t-platforms",
        "qihoo",
        "sozvezdie",
        "nari",
        "raysharp",
        "uniview",
        "maipu",
        "cloudwalk",
        "h3c",
        "bolid",
        "keda",
        "superwave",
        "iray",
        "qtech",
    ],
    *(
        "china telecom",
        "anhui sun create",
        "netforward",
        "baikal",
        "shenzhen aee",
        "hongzhuo",
        "kns group",
        "atol llc",
        "china electric power research",
        "green wave",
        "hana electronics",
        "panda electronics",
        "china unicom",
        "nizhny novgorod",
        "realtek",
        "sast technology",
        "ib reform",
        "nii stt",
        "institute 706",
        "omega engineering",
        "korea computer",
    ),
)
"""What the names of makers of network devices have that are listed in truth, looked up by hand among those that came nearest."""


def unrelated_persons(parties: Parties, held_out: bool, count: int, chance: random.Random) -> list[str]:
    """Return persons that nobody lists: the family name of one listed person with the given names of another."""
    names = [
        one.names[0].text.split(", ", 1)
        for at, one in enumerate(parties.listings)
        if one.kind is PartyKind.PERSON and parties.is_held_out(at) is held_out and ", " in one.names[0].text
    ]
    known = {frozenset(form.words) for one in parties.listings for name in one.names for form in forms_of(name.text)}
    made = [f"{chance.choice(names)[1]} {chance.choice(names)[0]}" for _ in range(count)]
    return [name for name in made if frozenset(forms_of(name)[0].words) not in known]
