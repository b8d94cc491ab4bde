"""The catalogue of real products: reading it, and finding a product in spite of spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.language.vocabulary import Vocabulary
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


def fold(name: str) -> str:
    """Return a name without what people spell differently: case, spaces and punctuation.

    >>> fold("TWINSCAN NXT:1980Di") == fold("twinscan nxt 1980-DI")
    True
    """
    return re.sub(r"[\W_]+", "", name.casefold())


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: the product, or the names that come near."""

    product: Product | None
    near: tuple[str, ...] = ()


def find_product(products: Mapping[str, Product], name: str) -> Search:
    """Find a product by any of its names, forgiving case, punctuation, missing words and typing errors in words.

    A word that holds a digit (the model's own designation) must fit exactly: an MI250 is no MI250X. A name that could mean two
    products is not guessed.

    Args:
        products: the catalogue.
        name: what somebody wrote.

    Returns:
        The product, or up to five names that come near.

    """
    wanted = fold(name)
    runs: dict[str, set[str]] = {}
    for product in products.values():
        for known in (product.id, product.name, *product.aliases):
            if fold(known) == wanted:
                return Search(product)
            for run in _runs(known):
                runs.setdefault(run, set()).add(product.id)
    if not wanted:
        return Search(None)
    hits = runs.get(wanted, set()) or _typed_wrongly(products, name)
    if len(hits) == 1:
        return Search(products[hits.pop()])
    if hits:
        return Search(None, tuple(products[product_id].name for product_id in sorted(hits))[:5])
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only needed where nothing fits

    close = process.extract(wanted, list(runs), scorer=fuzz.ratio, limit=8, score_cutoff=60)
    near = dict.fromkeys(products[product_id].name for run, _, _ in close for product_id in sorted(runs[run]))
    return Search(None, tuple(near)[:5])


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", name.casefold()) if word]


def _runs(name: str) -> set[str]:
    """Return every run of consecutive words of a name, joined; `NVIDIA H100 SXM5` is found by `H100` and by `h100-sxm5`."""
    parts = _words(name)
    joined = {"".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}
    return {run for run in joined if any(character.isdigit() for character in run) and len(run) > 2}


_GENERIC = ("system", "tool", "machine", "chip", "card", "module")
"""Words that people add to a designation and that name no other thing; a `spare part for` it is another thing."""


def _typed_wrongly(products: Mapping[str, Product], name: str) -> set[str]:
    """Return the products whose designations fit exactly and whose other words nearly do."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # only needed where nothing fits exactly

    parts = _words(name)
    exact = {part for part in parts if any(character.isdigit() for character in part)}
    if not exact:
        return set()
    found: set[str] = set()
    for product in products.values():
        kinds = product.facts.get("kind")
        generic = [*_words(" ".join(kinds).replace("_", " ")), *_GENERIC] if isinstance(kinds, tuple) else list(_GENERIC)
        for known in (product.name, *product.aliases):
            there = [*_words(known), *generic]
            if exact <= set(there) and all(part in exact or any(fuzz.ratio(part, other) >= 75 for other in there) for part in parts):
                found.add(product.id)
    return found
