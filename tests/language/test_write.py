from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from licet import Law, load_law
from licet.language import tree as t
from licet.language.check import Surroundings, Type, check
from licet.language.place import Place
from licet.language.write import Write
from licet.law.fields import to_python
from licet.law.load import SHIPPED
from licet.law.yaml_fields import read_yaml


def conditions(law: Law) -> Iterator[tuple[str, t.Node]]:
    for paragraph in law.paragraphs:
        if paragraph.when is not None:
            yield paragraph.at, paragraph.when
    for rule in law.rules:
        if rule.when is not None:
            yield rule.at, rule.when


def surroundings_of(law: Law, node: t.Node) -> Surroundings:
    """Everything the condition itself refers to, as if declared where it stands."""
    defined = {part.name: part for part in t.walk(node) if isinstance(part, t.Defined)}
    types = {name: Type("number", part.unit.dimension) if part.unit else Type("truth") for name, part in defined.items()}
    doubts = frozenset(part.doubt for part in t.walk(node) if isinstance(part, t.Unconfirmed))
    return Surroundings(law.vocabulary, defined, types, doubts, owners=("item", "shipment", "party", "performance"))


def test_every_condition_of_the_law_reads_back_as_itself(law: Law) -> None:
    for at, node in conditions(law):
        written = Write().visit(node)
        read, _ = check(written, Place(at, 1, 1), surroundings_of(law, node))
        assert read == node, f"{at}: {written}"


def test_the_law_written_out_and_loaded_again_is_the_same_law(law: Law, tmp_path: Path) -> None:
    """Every file goes from YAML to plain values and back; laid over the shipped law, nothing changes."""
    for path in SHIPPED.rglob("*.yaml"):
        plain = to_python(read_yaml(path.read_text(encoding="utf-8"), path.name))
        if "entry" in plain or "rules" in plain:
            target = tmp_path / path.relative_to(SHIPPED)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), encoding="utf-8")
    again = load_law(tmp_path, use_cache=False)

    def texts(of: Law) -> dict[tuple[str, str], list[object]]:
        found: dict[tuple[str, str], list[object]] = {}
        for one in of.paragraphs:
            found.setdefault((one.list, one.code), []).append((one.when, one.condition, one.valid, one.sources, one.doubts, one.title))
        for rule in of.rules:
            found.setdefault((rule.regime, rule.id), []).append((rule.kind, rule.items, rule.when, rule.valid, rule.sources, rule.answers))
        return found

    assert texts(again) == texts(law)
