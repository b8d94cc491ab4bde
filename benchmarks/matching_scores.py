"""What a score is worth on labelled pairs, and the scores that Licet and its peer give."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from licet.screening.listing import PartyKind
from licet.screening.matching.compare import compare
from licet.screening.matching.index import Index
from licet.screening.matching.model import models
from licet.screening.matching.words import forms_of
from matching_data import Pair

PEER = Path(__file__).with_name("matching_peer.py")


def area(same: list[float], other: list[float]) -> float:
    """Return the chance that a pair of one party scores higher than a pair of two."""
    order = np.sort(np.array(other))
    low, high = np.searchsorted(order, same, "left"), np.searchsorted(order, same, "right")
    return float(((low + high) / 2 / len(order)).mean())


def best_f1(same: list[float], other: list[float]) -> float:
    """Return the F1 at the threshold that suits best."""
    found = 0.0
    for least in np.quantile(np.array(same + other), np.linspace(0, 1, 201)):
        hits, wrong = sum(score >= least for score in same), sum(score >= least for score in other)
        found = max(found, 2 * hits / (len(same) + hits + wrong))
    return found


def scores_of(pairs: list[Pair], index: Index) -> list[float]:
    """Return the score of each pair of names."""
    found = []
    for pair in pairs:
        person = pair.kind is PartyKind.PERSON
        model = models()["person" if person else "organisation"]
        rarity = index.rarity if person else index.rarity_of_company_word
        options = [model.score(compare(a, b, rarity, persons=person).figures()) for a in forms_of(pair.ours) for b in forms_of(pair.theirs)]
        found.append(max(options, default=0.0))
    return found


def peer(python: str, task: str, data: Any) -> Any:
    """Return what the peer makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in.json").write_text(json.dumps(data), encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run([python, PEER, task, folder], check=True, env=kept)
        return json.loads(Path(folder, "out.json").read_text(encoding="utf-8"))


def worth(sort: str, pairs: list[Pair], index: Index, python: str) -> str:
    """Return a line about a sort of pairs: how many, area and F1, and the same of the peer where its Python is named."""
    scores = [scores_of(pairs, index)]
    if python:
        scores.append(peer(python, "pairs", [(pair.ours, pair.theirs, pair.kind.value) for pair in pairs])["scores"])
    line = f"{sort:<40}{sum(pair.same for pair in pairs):>7}"
    for found in scores:
        same, other = ([score for score, pair in zip(found, pairs, strict=True) if pair.same is kind] for kind in (True, False))
        line += f"{area(same, other):>8.3f}{best_f1(same, other):>7.3f}     "
    return line
