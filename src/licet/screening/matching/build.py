"""Makes an index of listings: arrays in files, written whole or not at all, to be mapped into memory by whoever searches."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.screening.errors import refuse
from licet.screening.listing import Listing, PartyKind, as_plain
from licet.screening.matching.chinese import packed
from licet.screening.matching.features import NUMBER_WEIGHT, feature_of_number, features_of
from licet.screening.matching.words import Form, forms_of

if TYPE_CHECKING:
    import numpy

ABOUT = "about.json"
COMMON = 0.05
"""A feature that more than this share of the names have tells nothing apart and is left out."""


class _Texts:
    """Texts one after the other, and where each ends."""

    def __init__(self) -> None:
        self.ends = array("Q", [0])
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, text: bytes) -> None:
        self.parts.append(text)
        self.size += len(text)
        self.ends.append(self.size)


def build(listings: Iterable[Listing], folder: Path, about: dict[str, Any] | None = None) -> int:
    """Make an index and return how many names it holds.

    Args:
        listings: gone through once.
        folder: where the index is to stand; what stands there already is left, because an index is named by what it is made of.
        about: what to remember of where the listings come from.

    Raises:
        ListError: the folder cannot be written.

    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    except OSError as error:
        refuse(str(folder), "the index of names cannot be written", "a folder of your own", error.strerror or str(error))
    try:
        names = _write(listings, new, about or {})
        new.chmod(0o755)
        with suppress(OSError):  # somebody made the same index a moment ago
            new.rename(folder)
        return names
    except OSError as error:
        refuse(str(folder), "the index of names cannot be written", "room and rights in that folder", str(error))
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write(listings: Iterable[Listing], new: Path, about: dict[str, Any]) -> int:
    import numpy as np  # noqa: PLC0415  # whoever only searches for one name does without

    stored, names = _Texts(), _Texts()
    of_listing, of_name = array("I"), array("I")
    rows, features, weights = array("I"), array("I"), array("f")
    uses: Counter[str] = Counter()
    count = 0
    kinds = bytearray()
    places = {kind: at for at, kind in enumerate(PartyKind)}
    for number, listing in enumerate(listings):
        kinds.append(places[listing.kind])
        stored.add(json.dumps(as_plain(listing), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
        numbers = [feature_of_number(one.number) for one in listing.identifiers]
        known: set[Form] = set()
        words: set[str] = set()
        for position, name in enumerate(listing.names):
            forms = forms_of(name.text) or ((Form((), ""),) if numbers and not position else ())
            for form in forms:
                if form in known:
                    continue  # another alias that differs in its legal form only
                known.add(form)
                names.add(f"{' '.join(form.words)}\t{form.initials}\t{packed(form.readings)}".encode())
                of_listing.append(number)
                of_name.append(position)
                words.update(form.words)
                found = features_of(form)
                if not position:
                    found.update(dict.fromkeys(numbers, NUMBER_WEIGHT))
                rows.extend([count] * len(found))
                features.extend(found)
                weights.extend(found.values())
                count += 1
        uses.update(words)  # a word that all aliases of one party share is still rare
    _write_postings(np, new, count, (rows, features, weights))
    for table, texts in (("listings", stored), ("names", names)):
        (new / f"{table}.text").write_bytes(b"".join(texts.parts))
        (new / f"{table}.ends").write_bytes(texts.ends.tobytes())
    (new / "kinds").write_bytes(kinds)
    (new / "of_listing").write_bytes(of_listing.tobytes())
    (new / "of_name").write_bytes(of_name.tobytes())
    counted = sorted((text.encode(), used) for text, used in uses.items())
    told = _Texts()
    for text, _ in counted:
        told.add(text)
    (new / "words.text").write_bytes(b"".join(told.parts))
    (new / "words.ends").write_bytes(told.ends.tobytes())
    (new / "words.uses").write_bytes(array("I", (used for _, used in counted)).tobytes())
    (new / ABOUT).write_text(json.dumps({**about, "names": count, "listings": len(stored.ends) - 1}, indent=2), encoding="utf-8")
    for path in new.iterdir():  # safe on disk before it gets its name
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    return count


def _write_postings(np: Any, new: Path, count: int, found: tuple[array[int], array[int], array[float]]) -> None:
    """Write for each feature which names have it, and with what share of the name, so that products add up to a cosine."""
    rows, features, weights = (np.frombuffer(one, dtype) if len(one) else np.zeros(0, dtype) for one, dtype in _typed(found))
    order = np.argsort(features, kind="stable")
    rows, features, weights = rows[order], features[order], weights[order]
    keys, starts, uses = np.unique(features, return_index=True, return_counts=True)
    rarity = np.log(max(count, 1) / uses) + (1.0 if count < 1000 else 0.0)
    rarity[uses > max(COMMON * count, 200)] = 0.0
    weights = weights * np.repeat(rarity, uses)
    lengths: numpy.ndarray[Any, Any] = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=count))
    lengths[lengths == 0] = 1.0
    shares = (weights / lengths[rows]).astype("float32")
    keep = np.repeat(rarity > 0, uses)
    kept = rarity > 0
    ends = np.concatenate(([0], np.cumsum(uses[kept])))
    for name, values in (
        ("features", keys[kept].astype("uint32")),
        ("features.ends", ends.astype("uint64")),
        ("features.rarity", rarity[kept].astype("float32")),
        ("postings", rows[keep].astype("uint32")),
        ("shares", shares[keep]),
    ):
        (new / name).write_bytes(values.tobytes())
    del starts


def _typed(found: tuple[array[int], array[int], array[float]]) -> Iterable[tuple[Any, str]]:
    return zip(found, ("uint32", "uint32", "float32"), strict=True)


def rarity_of(uses: int, names: int) -> float:
    """Return how much a word tells, from 0.15 (half of the names have it) to 1 (none has).

    >>> rarity_of(0, 57000), round(rarity_of(1300, 57000), 2)
    (1.0, 0.35)
    """
    return max(0.15, min(1.0, math.log((names + 1) / (1 + uses)) / math.log(names + 1))) if names > 1 else 1.0
