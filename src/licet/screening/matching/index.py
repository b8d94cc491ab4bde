"""An index of names on disk, searched without reading it: its arrays are mapped into memory, and one search touches a few pages.

Only the standard library is used here, so that a process that asks for one name starts at once; `batch` does the same with numpy for many.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import pairwise
from pathlib import Path
from typing import Any

from licet.screening.errors import refuse
from licet.screening.listing import Listing, PartyKind, listing_from_plain
from licet.screening.matching.build import ABOUT, rarity_of
from licet.screening.matching.chinese import unpacked
from licet.screening.matching.features import features_of
from licet.screening.matching.words import COMPANIES, Form, common_words

_TYPES = {"ends": "Q", "uses": "I", "rarity": "f", "features": "I", "postings": "I", "shares": "f", "of_listing": "I", "of_name": "I"}
_KINDS = tuple(PartyKind)
DIGITS = 9
"""What names share is rounded to so many digits, so that names which share the same stand in one order, however it was added up."""


class Index:
    """Names and listings, and which names share features with a name.

    Args:
        folder: where `build` put it.

    Raises:
        ListError: there is no whole index in the folder.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
            self.postings, self.shares = self._array("postings"), self._array("shares")
            self.features, self.feature_ends = self._array("features"), self._array("features.ends")
            self.feature_rarity = self._array("features.rarity")
            self.of_listing, self.of_name = self._array("of_listing"), self._array("of_name")
            self.kinds = self._bytes("kinds")
            self._names = self._texts("names")
            self._listings = self._texts("listings")
            self._words, self._word_ends = self._texts("words")
            self._word_uses = self._array("words.uses")
        except (OSError, ValueError) as error:
            do = "Move the folder away; the index is made again when it is next needed."
            refuse(str(folder), "the index of names cannot be read", "an index as Licet writes it", str(error), do)
        self._known: dict[str, int] | None = None
        self.rarity = lru_cache(maxsize=100_000)(self._rarity)
        self.rarity_of_company_word = lru_cache(maxsize=100_000)(self._rarity_of_company_word)
        self.form = lru_cache(maxsize=200_000)(self._form)
        self.listing = lru_cache(maxsize=2_000)(self._listing)

    def _bytes(self, name: str) -> memoryview:
        path = self.folder / name
        with path.open("rb") as stream:
            if path.stat().st_size == 0:
                return memoryview(b"")
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))

    def _array(self, name: str) -> Any:  # a view of whole or of broken numbers
        return self._bytes(name).cast(_TYPES[name.rpartition(".")[2]])  # type: ignore[call-overload]  # the letters of struct

    def _texts(self, name: str) -> tuple[memoryview, Any]:
        return self._bytes(f"{name}.text"), self._array(f"{name}.ends")

    def __len__(self) -> int:
        """Return how many names there are, a Chinese name counted once for each of its forms."""
        return len(self.of_listing)

    @cached_property
    def size(self) -> int:
        """How many bytes the index has."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def _form(self, name: int) -> Form:
        text, ends = self._names
        words, initials, readings = str(text[ends[name] : ends[name + 1]], "utf-8").split("\t")
        return Form(tuple(words.split()), initials, unpacked(readings))

    def kind(self, name: int) -> PartyKind:
        """Return what kind of party a name belongs to, without reading its listing."""
        return _KINDS[int(self.kinds[self.of_listing[name]])]

    def listing_number(self, name: int) -> int:
        """Return which listing a name belongs to."""
        return int(self.of_listing[name])

    def _listing(self, number: int) -> Listing:
        text, ends = self._listings
        return listing_from_plain(json.loads(bytes(text[ends[number] : ends[number + 1]])))

    def _rarity(self, word: str) -> float:
        """Return how much a word tells, from 0.15 to 1."""
        return rarity_of(self._uses_of(word), len(self))

    def _uses_of(self, word: str) -> int:
        if self._known is not None:
            return self._known.get(word, 0)
        wanted, ends = word.encode(), self._word_ends
        at = bisect_left(range(len(ends) - 1), wanted, key=lambda number: bytes(self._words[ends[number] : ends[number + 1]]))
        found = at < len(ends) - 1 and bytes(self._words[ends[at] : ends[at + 1]]) == wanted
        return int(self._word_uses[at]) if found else 0

    def know_words(self) -> None:
        """Read the words and their uses into memory, for who looks for many names; about 10 MB for sixty thousand words."""
        if self._known is None:
            text, ends = str(self._words, "utf-8", "replace"), self._word_ends.tolist()
            words = (text[start:end] for start, end in pairwise(ends)) if len(text) == len(self._words) else ()
            self._known = dict(zip(words, self._word_uses.tolist(), strict=True)) if words else None

    def _rarity_of_company_word(self, word: str) -> float:
        """Return how much a word of a company's name tells.

        Companies at large count first. A word that they do not have and the lists do is no common word, but the name of a large group.
        """
        used = common_words().get(word, 0)
        return min(rarity_of(used, COMPANIES), max(self.rarity(word), 0.6))

    def candidates(self, form: Form, limit: int = 20, numbers: Sequence[int] = ()) -> list[tuple[int, float]]:
        """Return the names that share most with a name, and how much: 1 is everything that tells, 0 nothing.

        Args:
            form: the name as it is compared.
            limit: how many names at most.
            numbers: features of its identifiers.

        """
        found: dict[int, float] = {}
        for feature, weight in self._weighted(form, numbers):
            start, end = self.feature_ends[feature], self.feature_ends[feature + 1]
            for name, share in zip(self.postings[start:end].tolist(), self.shares[start:end].tolist(), strict=True):
                found[name] = found.get(name, 0.0) + weight * share
        least = min(nlargest(limit, found.values()), default=0.0) - 0.1**DIGITS  # with all that share as much as the last one
        shared = {name: round(share, DIGITS) for name, share in found.items() if share >= least}
        best = sorted(shared, key=lambda name: (-shared[name], name))[:limit]
        return [(name, shared[name]) for name in best]

    def _weighted(self, form: Form, numbers: Sequence[int]) -> list[tuple[int, float]]:
        """Return the features of a name that the index knows, with their share of the name."""
        weighted: list[tuple[int, float]] = []
        for feature, weight in {**features_of(form), **dict.fromkeys(numbers, 3.0)}.items():
            at = bisect_left(self.features, feature)
            if at < len(self.features) and self.features[at] == feature:
                weighted.append((at, weight * self.feature_rarity[at]))
        length = sum(weight * weight for _, weight in weighted) ** 0.5 or 1.0
        return [(feature, weight / length) for feature, weight in weighted]
