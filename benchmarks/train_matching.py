"""Learns the weights of `src/licet/screening/matching/model.json` from labelled pairs, and chooses the scores from which a match counts.

Run: python benchmarks/train_matching.py --list us_csl.csv.gz [--japan jp_end_user.json.gz]
Only parties of the first half are used (see `matching_data`); `benchmarks/matching.py` measures on the other half.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from licet.screening.listing import PartyKind
from licet.screening.matching.batch import Batch
from licet.screening.matching.build import build
from licet.screening.matching.compare import FIGURES, compare
from licet.screening.matching.index import Index
from licet.screening.matching.model import FILE
from licet.screening.matching.words import forms_of
from matching_data import Pair, Parties, acronym_pairs, alias_pairs, listings, spoiled_pairs, unrelated_companies, unrelated_persons

FALSE_HITS = 0.0085
"""The share of unrelated companies that may reach a possible match, on the half that is learned from."""
SURE_FALSE = 0.001
"""The share of strangers, and of look-alikes, that may reach a sure match."""
WEIGHTS = {"aliases of one party": 0.4, "look-alike": 2.0, "stranger": 2.0, "acronym": 1.0}
"""How much each sort of pair counts; spoiled names count twice."""

Matrix = Any


def look_alikes(
    parties: Parties, index: Index, batch: Batch, held_out: bool, count: int, chance: random.Random, most: int = 3
) -> list[Pair]:
    """Return names of one list beside names of other parties of the same list, of the ten nearest ones: a list names a party once."""
    numbers = [at for at in range(len(parties.listings)) if parties.is_held_out(at) is held_out]
    chosen = chance.sample(numbers, min(count, len(numbers)))
    names = [chance.choice(parties.listings[at].names).text for at in chosen]
    forms = [forms_of(name) for name in names]
    kept = [at for at, one in enumerate(forms) if one]
    found = []
    for at, near in zip(kept, batch.candidates([forms[at][0] for at in kept], 60), strict=True):
        own = parties.listings[chosen[at]]
        others: dict[int, Pair] = {}
        for name, _ in near:
            number = index.listing_number(name)
            other = parties.listings[number]
            if parties.root(number) != parties.root(chosen[at]) and other.list == own.list and other.kind is own.kind and len(others) < 10:
                others.setdefault(
                    parties.root(number), Pair(names[at], other.names[index.of_name[name]].text, False, "look-alike", own.kind)
                )
        found += chance.sample(list(others.values()), min(most, len(others)))
    return found


def _is_person(index: Index, name: int) -> bool:
    return index.listing(index.listing_number(name)).kind is PartyKind.PERSON


def strangers(names: list[str], parties: Parties, index: Index, batch: Batch, most: int = 3) -> list[Pair]:
    """Return names of companies that are not listed beside the listed names that are nearest to them."""
    forms = [(name, forms_of(name)[0]) for name in names if forms_of(name)]
    found = []
    for (name, _), near in zip(forms, batch.candidates([form for _, form in forms], 4 * most), strict=True):
        others = (
            parties.listings[index.listing_number(one)].names[index.of_name[one]].text for one, _ in near if not _is_person(index, one)
        )
        found += [Pair(name, other, False, "stranger", PartyKind.ORGANISATION) for other in islice(others, most)]
    return found


def figures_of(pairs: list[Pair], index: Index) -> Matrix:
    """Return the figures of the best pair of forms of each pair of names."""

    def rarity(person: bool) -> Callable[[str], float]:
        return index.rarity if person else index.rarity_of_company_word

    rows = []
    for pair in pairs:
        options = [
            compare(ours, theirs, rarity(pair.kind is PartyKind.PERSON), persons=pair.kind is PartyKind.PERSON).figures()
            for ours in forms_of(pair.ours)
            for theirs in forms_of(pair.theirs)
        ]
        rows.append(max(options, key=lambda one: one[2] + one[4]) if options else [0.0] * len(FIGURES))
    return np.array(rows)


def count_common_words(names: list[str]) -> None:
    """Write the words that three or more companies have in their names; the companies are those that nothing is measured on."""
    counted = Counter(word for name in names for word in {word for form in forms_of(name)[:1] for word in form.words})
    lines = [f"{word} {count}" for word, count in sorted(counted.items(), key=lambda one: (-one[1], one[0])) if count > 2]
    about = [
        "# Words of companies' names in their usual spelling, and how many of 9,500 companies have them: makers of network devices of all",
        "# countries, counted in the registry of the IEEE by benchmarks/train_matching.py.",
    ]
    FILE.with_name("common.txt").write_text("\n".join([*about, *lines]) + "\n", encoding="utf-8")


def learn(figures: Matrix, same: Matrix, weight: Matrix, steadiness: float = 3.0) -> tuple[Matrix, float]:
    """Return weights and base of the logistic regression, by Newton's method."""
    table = np.c_[figures, np.ones(len(figures))]
    found = np.zeros(table.shape[1])
    keep = steadiness * np.r_[np.ones(table.shape[1] - 1), 0.0]
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ found))
        slope = table.T @ (weight * (chance - same)) + keep * found
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(keep + 1e-9)
        found -= np.linalg.solve(bend, slope)
    return found[:-1], float(found[-1])


def best_scores(names: list[str], index: Index, batch: Batch, weights: Matrix, base: float, *, persons: bool) -> Matrix:
    """Return for each name the best score it reaches with any listed person, or with anybody else who is listed."""
    forms = [forms_of(name) for name in names]
    flat = [(at, form) for at, own in enumerate(forms) for form in own]
    best = np.zeros(len(names))
    for (at, form), near in zip(flat, batch.candidates([form for _, form in flat], 40), strict=True):
        for name in [name for name, _ in near if _is_person(index, name) is persons][:20]:
            found = compare(form, index.form(name), index.rarity if persons else index.rarity_of_company_word, persons=persons).figures()
            best[at] = max(best[at], 1 / (1 + np.exp(-(np.dot(weights, found) + base))))
    return best


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--list", type=Path, required=True)
    options.add_argument("--japan", type=Path)
    arguments = options.parse_args()
    chance = random.Random(20261122)
    count_common_words(unrelated_companies(False))
    parties = Parties(listings(arguments.list))
    with tempfile.TemporaryDirectory() as folder:
        build(parties.listings, Path(folder, "index"))
        index = Index(Path(folder, "index"))
        batch = Batch(index)
        pairs = alias_pairs(parties, False, 6000, chance)
        pairs += [pair for _, pair in spoiled_pairs(parties, False, 6000, chance)]
        pairs += acronym_pairs(parties, False, 400, chance)
        if arguments.japan is not None:
            japan = Parties(listings(arguments.japan, "jp-end-user"))
            pairs += alias_pairs(japan, False, 600, chance)
        pairs += look_alikes(parties, index, batch, False, 7000, chance, 2)
        pairs += strangers(unrelated_companies(False)[1::2], parties, index, batch, 4)
        table, same = figures_of(pairs, index), np.array([pair.same for pair in pairs], float)
        weight = np.array([WEIGHTS.get(pair.sort, 2.0) for pair in pairs])
        person = np.array([pair.kind is PartyKind.PERSON for pair in pairs])
        unrelated = unrelated_companies(False)[::2]
        made: dict[str, Any] = {}
        for kind, chosen in (("organisation", ~person), ("person", person)):
            weights, base = learn(table[chosen], same[chosen], weight[chosen])
            scores = 1 / (1 + np.exp(-(table[chosen] @ weights + base)))
            others = unrelated if kind == "organisation" else unrelated_persons(parties, False, 3000, chance)
            wrong = best_scores(others, index, batch, weights, base, persons=kind == "person")
            possible = float(np.quantile(wrong, 1 - FALSE_HITS))
            sure = float(max(np.quantile(wrong, 1 - SURE_FALSE), np.quantile(scores[same[chosen] == 0], 1 - SURE_FALSE), possible))
            made[kind] = {
                "weights": {name: round(float(weight), 4) for name, weight in zip(FIGURES, weights, strict=True)},
                "base": round(base, 4),
                "possible": round(possible, 4),
                "sure": round(sure, 4),
            }
            found = scores[same[chosen] == 1]
            print(kind, int(chosen.sum()), "pairs; possible", round(possible, 3), "sure", round(sure, 3))
            print(
                "   of the pairs of one party:",
                round(float((found >= possible).mean()), 3),
                "possible,",
                round(float((found >= sure).mean()), 3),
                "sure",
            )
            print("  ", made[kind]["weights"])
    FILE.write_text(json.dumps({"made_by": "benchmarks/train_matching.py", "models": made}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
