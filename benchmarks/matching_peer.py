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
    start = time.perf_counter()
    scores = [algorithm.compare(ours, theirs, config).score for ours, theirs in made]
    return {"scores": scores, "rate": len(made) / (time.perf_counter() - start)}


def index(data: Any) -> Any:
    from followthemoney import model  # noqa: PLC0415
    from nomenklatura.blocker.index import Index  # noqa: PLC0415
    from nomenklatura.dataset import Dataset  # noqa: PLC0415
    from nomenklatura.resolver import Resolver  # noqa: PLC0415
    from nomenklatura.store import SimpleMemoryStore  # noqa: PLC0415

    dataset = Dataset.make({"name": "list", "title": "list"})
    resolver = Resolver.make_default()
    resolver.begin()
    store = SimpleMemoryStore(dataset, resolver)
    with store.writer() as writer:
        for at, names in enumerate(data["listings"]):
            own = {"id": f"l{at}", "schema": "LegalEntity", "datasets": ["list"], "properties": {"name": names}}
            writer.add_entity(store.entity_class.from_dict(own))
    start = time.perf_counter()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        made = Index(store.view(dataset), Path(folder), {})
        made.build()
        built = time.perf_counter() - start
        start = time.perf_counter()
        for at, name in enumerate(data["queries"]):
            query = model.get_proxy({"id": f"q{at}", "schema": "LegalEntity", "properties": {"name": [name]}})
            found.append([int(str(one[0])[1:]) for one in made.match(query)[:40]])
        rate = len(found) / (time.perf_counter() - start)
    return {"found": found, "rate": rate, "built": built, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}


if __name__ == "__main__":
    task, folder = sys.argv[1], Path(sys.argv[2])
    made = {"pairs": pairs, "index": index}[task](json.loads((folder / "in.json").read_text(encoding="utf-8")))
    (folder / "out.json").write_text(json.dumps(made), encoding="utf-8")
