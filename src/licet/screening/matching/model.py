"""From the figures of a comparison to a score: a weighted sum that `benchmarks/train_matching.py` learned, for organisations and persons.

The weights stand in `model.json`; what each figure adds can be shown, and nothing else goes into the score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from licet.screening.matching.compare import FIGURES

FILE = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the figures for one kind of party, and from which score on a match is possible, and sure."""

    weights: tuple[float, ...]
    base: float
    possible: float
    sure: float

    def score(self, figures: Sequence[float], evidence: float = 0.0) -> float:
        """Return the score, from 0 to 1.

        Args:
            figures: of a comparison, in the order of `FIGURES`.
            evidence: what else speaks for it (above 0) or against it, in the same unit as the weighted sum.

        """
        total = self.base + evidence
        for weight, figure in zip(self.weights, figures, strict=True):
            total += weight * figure
        return 1.0 / (1.0 + math.exp(-total)) if total > -50 else 0.0

    def parts(self, figures: Sequence[float]) -> dict[str, float]:
        """Return what each figure adds to the weighted sum."""
        return {name: weight * figure for name, weight, figure in zip(FIGURES, self.weights, figures, strict=True) if weight * figure}


@cache
def models() -> dict[str, Model]:
    """Return the models by kind: `organisation` and `person`.

    >>> 0 < models()["organisation"].possible < models()["organisation"].sure < 1
    True
    """
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        kind: Model(tuple(one["weights"][name] for name in FIGURES), one["base"], one["possible"], one["sure"])
        for kind, one in found["models"].items()
    }
