"""How well and how fast listed names are found, beside peers in the same run, on parties from which nothing was learned.

Run: python benchmarks/matching.py --list us_csl.csv.gz [--nomenklatura PYTHON]
Peers: brute force with `rapidfuzz` (every name compared with every listed name), and the default algorithm and the index of `nomenklatura`,
which is run by the Python named with --nomenklatura, in an environment of its own, and left out where none is named.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

from licet.screening.listing import PartyKind
from licet.screening.matching.batch import Batch
from licet.screening.matching.build import build
from licet.screening.matching.compare import alike
from licet.screening.matching.evidence import Query
from licet.screening.matching.index import Index
from licet.screening.matching.matcher import COMMON_IN_MANY, Grade, Matcher
from licet.screening.matching.words import forms_of
from matching_data import (
    Pair,
    Parties,
    acronym_pairs,
    alias_pairs,
    beside_others,
    listings,
    spoiled_pairs,
    unrelated_companies,
    unrelated_persons,
)
from matching_scores import peer, scores_of, worth


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--list", type=Path, required=True)
    options.add_argument("--nomenklatura", default="")
    options.add_argument("--queries", type=int, default=2100)
    arguments = options.parse_args()
    chance = random.Random(99)
    parties = Parties(listings(arguments.list))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        names = build(parties.listings, Path(folder, "index"))
        took = time.perf_counter() - start
        index = Index(Path(folder, "index"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"index: {names:,} names in {took:.1f} s, {index.size / 1e6:.0f} MB on disk; this process had {memory:.0f} MB at most")
        pairs(parties, index, chance, arguments)
        search(parties, index, chance, arguments)


def pairs(parties: Parties, index: Index, chance: random.Random, arguments: argparse.Namespace) -> None:
    batch = Batch(index)
    sorts = {
        "aliases of one party": alias_pairs(parties, True, 3000, chance),
        "spoiled names": [pair for _, pair in spoiled_pairs(parties, True, 3000, chance)],
        "acronyms": acronym_pairs(parties, True, 400, chance),
    }
    beside = {sort: [*found, *beside_others(found, parties, index, batch, chance)] for sort, found in sorts.items()}
    every = [pair for found in beside.values() for pair in found]
    for cache in (forms_of, alike):
        cache.cache_clear()
    start = time.process_time()
    scores_of(every, index)
    rate = len(every) / (time.process_time() - start)
    print(f"\n{'pairs, each beside a look-alike':<40}{'pairs':>7}{'area':>8}{'F1':>7}   nomenklatura: area, F1")
    for sort, found in beside.items():
        print(worth(sort, found, index, arguments.nomenklatura))
    print(f"pairs a second of processor: {rate:,.0f}", end="")
    if arguments.nomenklatura:
        made = peer(arguments.nomenklatura, "pairs", [(pair.ours, pair.theirs, pair.kind.value) for pair in every])
        print(f"; nomenklatura logic-v2 {made['rate']:,.0f}")
    else:
        print()


def search(parties: Parties, index: Index, chance: random.Random, arguments: argparse.Namespace) -> None:
    spoiled = spoiled_pairs(parties, True, arguments.queries, chance)
    matcher = Matcher(index)
    batch = Batch(index)
    numbers = {(one.list, one.id): at for at, one in enumerate(parties.listings)}
    queries = [Query(pair.ours, pair.kind) for _, pair in spoiled]
    roots = [parties.root(number) for number, _ in spoiled]
    companies = [Query(name, PartyKind.ORGANISATION) for name in unrelated_companies(True)]
    persons = [Query(name, PartyKind.PERSON) for name in unrelated_persons(parties, True, 3000, chance)]
    near = batch.candidates([forms_of(query.name)[0] for query in queries], 40, common=COMMON_IN_MANY)
    at_ten = [
        root in list(dict.fromkeys(parties.root(index.listing_number(name)) for name, _ in found))[:10]
        for root, found in zip(roots, near, strict=True)
    ]
    print(f"\nsearch over {len(index):,} names: recall@10 {np.mean(at_ten):.4f}")
    list(matcher.match_many(queries[:200]))
    found = list(matcher.match_many(queries))
    hits = [
        any(parties.root(numbers[one.listing.list, one.listing.id]) == root for one in matches)
        for root, matches in zip(roots, found, strict=True)
    ]
    kinds: dict[str, list[bool]] = {}
    for (_, pair), hit in zip(spoiled, hits, strict=True):
        kinds.setdefault(pair.sort, []).append(hit)
    print(f"spoiled listed names found: {np.mean(hits):.3f}  ({', '.join(f'{kind} {np.mean(one):.2f}' for kind, one in kinds.items())})")
    for what, others in (("unrelated companies", companies), ("unrelated persons", persons)):
        graded = Counter(matches[0].grade if matches else None for matches in matcher.match_many(others))
        wrong = graded[Grade.SURE] + graded[Grade.POSSIBLE]
        print(f"{len(others):,} {what}: {wrong / len(others):.4f} with a hit, {graded[Grade.SURE] / len(others):.4f} with a sure one")
    precision(found, roots, parties, numbers)
    rates(index, matcher, queries + companies, arguments)
    brute(parties, spoiled, roots, index)
    if arguments.nomenklatura:
        data = {
            "listings": [[name.text for name in one.names] for one in parties.listings],
            "queries": [pair.ours for _, pair in spoiled[:300]],
        }
        made = peer(arguments.nomenklatura, "index", data)
        right = [root in list(dict.fromkeys(parties.root(at) for at in ten))[:10] for root, ten in zip(roots, made["found"], strict=False)]
        figures = (
            f"{made['rate']:,.1f} queries a second, recall@10 {np.mean(right):.3f}, built in {made['built']:.1f} s, {made['memory']:.0f} MB"
        )
        print(f"nomenklatura's index: {figures}")


def precision(found: list[Any], roots: list[int], parties: Parties, numbers: dict[tuple[str, str], int]) -> None:
    """Print how often the first match of a grade is the party itself."""
    for grade in (Grade.SURE, Grade.POSSIBLE):
        first = [(matches[0], root) for matches, root in zip(found, roots, strict=True) if matches and matches[0].grade is grade]
        right = [parties.root(numbers[match.listing.list, match.listing.id]) == root for match, root in first]
        share = np.mean(right) if right else 0.0
        print(f"first match {grade.value}: {len(first):,} of {len(found):,} names, {share:.3f} of them the very party")


def rates(index: Index, matcher: Matcher, queries: list[Query], arguments: argparse.Namespace) -> None:
    """Print the rates of one process, of a file over all processors, and of single names warm and cold."""
    random.Random(1).shuffle(queries)
    start = time.perf_counter(), time.process_time()
    for at in range(0, 5000, 1000):
        list(matcher.match_many(queries[at : at + 1000]))
    wall, work = 5000 / (time.perf_counter() - start[0]), 5000 / (time.process_time() - start[1])
    print(f"one process: {wall:,.0f} queries a second, {work:,.0f} a second of processor")
    times = []
    for query in queries[:300]:
        one = time.perf_counter()
        matcher.match(query)
        times.append(time.perf_counter() - one)
    print(f"one name, warm: median {np.median(times) * 1e3:.1f} ms, 95 % {np.quantile(times, 0.95) * 1e3:.1f} ms")
    code = (
        "import sys,time;s=time.perf_counter();from pathlib import Path;from licet.screening.matching.index import Index;"
        "from licet.screening.matching.matcher import Matcher;from licet.screening.matching.evidence import Query;"
        f"Matcher(Index(Path({str(index.folder)!r}))).match(Query('Shanghai Micro Electronics'));print(time.perf_counter()-s)"
    )
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    cold = []
    with tempfile.TemporaryDirectory() as bytecode:
        for _ in range(6):
            ran = subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, env={**kept, "PYTHONPYCACHEPREFIX": bytecode}
            )
            cold.append(float(ran.stdout))
    print(f"one name, cold from disk, imports included: median {np.median(cold[1:]):.3f} s")


def brute(parties: Parties, spoiled: list[tuple[int, Pair]], roots: list[int], index: Index) -> None:
    """Print what comparing every name with every listed name finds, and how fast."""
    owners = [at for at, one in enumerate(parties.listings) for _ in one.names]
    every = [utils.default_process(name.text) for one in parties.listings for name in one.names]
    sample = [utils.default_process(pair.ours) for _, pair in spoiled[:200]]
    start = time.perf_counter()
    table = process.cdist(sample, every, scorer=fuzz.token_sort_ratio, workers=1)
    rate = len(sample) / (time.perf_counter() - start)
    tens = np.argsort(-table, axis=1)[:, :60]
    right = [root in list(dict.fromkeys(parties.root(owners[at]) for at in ten))[:10] for root, ten in zip(roots, tens, strict=False)]
    print(f"brute force with rapidfuzz (token_sort_ratio): {rate:,.0f} queries a second a core, recall@10 {np.mean(right):.3f}")


if __name__ == "__main__":
    main()
