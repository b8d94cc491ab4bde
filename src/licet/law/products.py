"""Reads the catalogue of real products: public specifications, each with its source."""

from __future__ import annotations

from collections.abc import Mapping

from licet.language.vocabulary import Vocabulary
from licet.law.catalogue import fold
from licet.law.fields import Field, pairs
from licet.law.statute import Product
from licet.law.values import read_value
from licet.law.vocabulary import Layers
from licet.model.shipment import Given, Origin, Value
from licet.model.source import Confidence, Source

_KEYS = ("id", "name", "aliases", "facts", "sources", "note", "maker")
_SOURCE_KEYS = ("facts", "title", "link", "read", "confidence", "pinpoint", "note")


def read_products(layers: Layers, vocabulary: Vocabulary) -> dict[str, Product]:
    """Return the products of all layers by id; a later layer replaces.

    Raises:
        LawError: a product lacks a source for a fact, or two products share a name.

    """
    found: dict[str, Product] = {}
    for layer in layers:
        here: set[str] = set()
        for file in layer:
            entries = file.mapping()
            for part in entries["products"].sequence() if "products" in entries else []:
                product = _read_product(part, vocabulary)
                if product.id in here:
                    part.refuse(f'the product "{product.id}" stands twice', "one block a product", product.id)
                here.add(product.id)
                found[product.id] = product
    owners: dict[str, str] = {}
    for product in found.values():
        for name in (product.name, *product.aliases):
            other = owners.setdefault(fold(name), product.id)
            if other != product.id:
                Field(product.at).refuse(f'the name "{name}" stands for two products', "one name, one product", f"{other} and {product.id}")
    return found


def _read_product(part: Field, vocabulary: Vocabulary) -> Product:
    entries = part.mapping(_KEYS, ("id", "name", "facts", "sources"))
    facts: dict[str, Value] = {}
    records: dict[str, tuple[Mapping[str, Value], ...]] = {}
    collections = {scope.key: scope for scope in vocabulary.scopes.values() if scope.owner == "item" and scope.members != "item"}
    texts: dict[str, str] = {}
    names = vocabulary.fact_names["item"]
    for key, value in pairs(entries["facts"]):
        if key in collections:
            scope = collections[key]
            records[scope.name] = tuple(_record(row, scope.members, vocabulary) for row in value.sequence())
            continue
        name = names.get(key)
        if name is None:
            entries["facts"].keys[key].refuse(f'unknown fact "{key}"', "a fact of the vocabulary", key)
        facts[name] = read_value(vocabulary.facts[name], value, vocabulary)
        texts[name] = value.scalar or ", ".join(value.texts())
    sources: list[Source] = []
    cited: dict[str, Source] = {}
    for written in entries["sources"].sequence():
        keys = written.mapping(_SOURCE_KEYS, ("title", "read"))
        confidence = Confidence(keys["confidence"].choice(Confidence)) if "confidence" in keys else Confidence.SINGLE_SOURCE
        link = keys["link"].text() if "link" in keys else ""
        source = Source(keys["title"].text(), link, "", keys["read"].day(), confidence)
        sources.append(source)
        for key in keys["facts"].texts() if "facts" in keys else [*facts, *records]:
            cited.setdefault(names.get(key, key), source)
    for name in facts:
        if name not in cited:
            part.refuse(f"{name} of the product has no source", f"a source with facts: [{name}]", entries["id"].text())
    given = {name: Given(text, Origin.CATALOGUE, _note(cited[name])) for name, text in texts.items()}
    return Product(
        id=entries["id"].text(),
        name=entries["name"].text(),
        aliases=entries["aliases"].texts() if "aliases" in entries else (),
        facts=facts,
        given=given,
        records=records,
        sources=tuple(sources),
        note=" ".join(entries["note"].text().split()) if "note" in entries else "",
        at=f"{part.file}:{part.line}",
    )


def _note(source: Source) -> str:
    return source.title if source.confidence is Confidence.CONFIRMED else f"{source.title}; {source.confidence.value.replace('_', ' ')}"


def _record(row: Field, owner: str, vocabulary: Vocabulary) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for key, value in pairs(row):
        name = vocabulary.fact_names[owner].get(key)
        if name is None:
            row.keys[key].refuse(f'unknown fact "{key}"', "a fact of the vocabulary", key)
        found[name] = read_value(vocabulary.facts[name], value, vocabulary)
    return found
