"""What `matching.py` measures of nomenklatura; run by the Python of an environment that has it. Reads in.json and writes out.json."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SCHEMATA = {"person": "Person", "organisation": "Organization"}


def pairs(data: Any) -> Any:
    from followthemoney import model  # noqa: PLC0415
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415

    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()

    def entity(key: str, name: str, kind: str) -> Any:  # its caches are keyed by id, so every name needs its own
        return model.get_proxy({"id": key, "schema": SCHEMATA.get(kind, "LegalEntity"), "properties": {"name": [name]}})

    made = [(entity(f"a{at}", ours, kind), entity(f"b{at}", theirs, kind)) for at, (ours, theirs, kind) in enumerate(data)]
    algorithm.compare(*made[0], config)  # loads its tables
    start = time.process_time()
    scores = [algorithm.compare(ours, theirs, config).score for ours, theirs in made]
    return {"scores": scores, "rate": len(made) / (time.process_time() - start)}


def index(data: Any) -> Any:
    from followthemoney import Dataset, StatementEntity  # noqa: PLC0415
    from nomenklatura.blocker.index import Index  # noqa: PLC0415
    from nomenklatura.resolver import Linker  # noqa: PLC0415
    from nomenklatura.store import SimpleMemoryStore  # noqa: PLC0415

    dataset = Dataset.make({"name": "list", "title": "list"})

    def entity(key: str, names: list[str]) -> Any:
        return StatementEntity.from_data(dataset, {"id": key, "schema": "LegalEntity", "properties": {"name": names}})

    linker: Any = Linker({})
    store = SimpleMemoryStore(dataset, linker)
    with store.writer() as writer:
        for at, names in enumerate(data["listings"]):
            writer.add_entity(entity(f"l{at}", names))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        made = Index(store.view(dataset), Path(place))
        made.build()
        built = time.perf_counter() - start
        start = time.perf_counter()
        queries = [entity(f"q{at}", [name]) for at, name in enumerate(data["queries"])]
        found: list[list[int]] = [[] for _ in queries]
        for query, matches in made.match_entities(queries):
            found[int(str(query)[1:])] = [int(str(match)[1:]) for match, _ in matches[:40]]
        rate = len(queries) / (time.perf_counter() - start)
    return {"found": found, "rate": rate, "built": built, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}


if __name__ == "__main__":
    task, folder = sys.argv[1], Path(sys.argv[2])
    made = {"pairs": pairs, "index": index}[task](json.loads((folder / "in.json").read_text(encoding="utf-8")))
    (folder / "out.json").write_text(json.dumps(made), encoding="utf-8")
