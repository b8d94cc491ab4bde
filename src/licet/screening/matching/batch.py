"""Candidates for many names at once, with numpy: what `Index.candidates` finds for one, many times as fast."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from licet.screening.matching.features import NUMBER_WEIGHT, features_of
from licet.screening.matching.index import DIGITS, Index
from licet.screening.matching.words import Form

Numbers = Any  # an array of numpy; its element types say little to a reader


class Batch:
    """An index opened for many names.

    Args:
        index: the index; its arrays are shared, not copied.

    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.features = _array(index.features, "uint32")
        self.ends = _array(index.feature_ends, "uint64").astype("int64")
        self.uses = np.diff(self.ends)
        self.rarity = _array(index.feature_rarity, "float32")
        self.postings = _array(index.postings, "uint32").astype("intp")  # as bincount counts: it would copy them each time
        self.shares = _array(index.shares, "float32")

    def candidates(
        self,
        forms: Sequence[Form],
        limit: int = 20,
        least: float = 0.0,
        numbers: Sequence[Sequence[int]] = (),
        common: float = 1.0,
    ) -> list[list[tuple[int, float]]]:
        """Return for each name the names that share most with it, and how much.

        Args:
            forms: the names as they are compared.
            limit: how many names for each at most.
            least: less than this is no candidate.
            numbers: features of the identifiers of each, where given.
            common: features that more than this share of the names have are left out; they take most of the time and tell least.

        """
        own = [features_of(form) for form in forms]
        for at, more in enumerate(numbers):
            own[at].update(dict.fromkeys(more, NUMBER_WEIGHT))
        sizes = np.fromiter(map(len, own), "int64", len(own))
        keys = np.fromiter((key for one in own for key in one), "uint32", int(sizes.sum()))
        weights = np.fromiter((weight for one in own for weight in one.values()), "float64", int(sizes.sum()))
        rows = np.repeat(np.arange(len(own)), sizes)
        if not len(self.features):
            return [[] for _ in forms]
        places = np.searchsorted(self.features, keys)
        places[places == len(self.features)] = 0
        known = (self.features[places] == keys) & (self.uses[places] <= max(common * len(self.index), 200))
        rows, columns, weights = rows[known], places[known], weights[known] * self.rarity[places[known]]
        lengths = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=len(own)))
        lengths[lengths == 0] = 1.0
        weights /= lengths[rows]
        bounds = np.searchsorted(rows, np.arange(len(own) + 1))
        return [self._best(columns[start:end], weights[start:end], limit, least) for start, end in pairwise(bounds)]

    def _best(self, columns: Numbers, weights: Numbers, limit: int, least: float) -> list[tuple[int, float]]:
        if not len(columns):
            return []
        places = list(zip(self.ends[columns].tolist(), self.ends[columns + 1].tolist(), strict=True))
        names = np.concatenate([self.postings[start:end] for start, end in places])
        shares = np.concatenate([self.shares[start:end] for start, end in places])
        total = np.bincount(names, weights=shares * np.repeat(weights, self.uses[columns]), minlength=len(self.index))
        found = np.flatnonzero(total > least)
        shared = np.round(total[found], DIGITS)
        if len(found) > limit:
            kept = shared >= np.partition(shared, -limit)[-limit]  # with all that share as much as the last one
            found, shared = found[kept], shared[kept]
        order = np.lexsort((found, -shared))[:limit]
        return list(zip(found[order].tolist(), shared[order].tolist(), strict=True))


def _array(view: memoryview, kind: str) -> Numbers:
    return np.frombuffer(view, kind) if len(view) else np.zeros(0, kind)
