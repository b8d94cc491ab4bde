"""Reads items: facts as written, what the catalogue adds, and the items they are for or contain."""

from __future__ import annotations

import re
from collections.abc import Mapping

from licet.language.units import Unit
from licet.language.vocabulary import FactDefinition, Vocabulary
from licet.law.catalogue import find_product
from licet.law.fields import Field
from licet.law.statute import Law, Product
from licet.law.values import read_value
from licet.model.errors import nearest
from licet.model.shipment import Given, Item, Origin, Record, Value

UNKNOWN = frozenset(("", "unknown", "null", "~"))
"""What people write for a value that they do not know."""


def is_unknown(written: Field) -> bool:
    """Whether somebody wrote that they do not know: nothing, `unknown` or `null`."""
    return written.scalar is not None and written.scalar.strip().lower() in UNKNOWN


def read_facts(entries: Mapping[str, Field], parent: Field, owner: str, law: Law) -> tuple[dict[str, Value], dict[str, Given]]:
    """Return the facts of one owner and how each was written.

    Args:
        entries: keys (names, aliases, or names with a unit such as `wavelength_nm`) and their values.
        parent: the mapping they stand in.
        owner: `shipment`, `item` or a record scope such as `party`.
        law: for its vocabulary.

    Raises:
        LicetError: a key is unknown or belongs elsewhere, or a value does not fit.

    """
    facts: dict[str, Value] = {}
    given: dict[str, Given] = {}
    for key, written in entries.items():
        fact, unit = _find(key, parent, owner, law.vocabulary)
        if is_unknown(written):
            continue
        if fact.name in facts:
            parent.keys[key].refuse(f'"{fact.name}" is given twice', "one value", f"{given[fact.name].text} and {written.shown}")
        facts[fact.name] = read_value(fact, written, law.vocabulary, unit)
        text = written.scalar if written.scalar is not None else ", ".join(written.texts())
        given[fact.name] = Given(f"{text} {unit.name}" if unit else text, Origin.STATED)
    return facts, given


def _find(key: str, parent: Field, owner: str, vocabulary: Vocabulary) -> tuple[FactDefinition, Unit | None]:
    """Return the fact a key names, and the unit if the key ends with one (`wavelength_nm`)."""
    own = vocabulary.fact_names.get(owner, {})
    word = key.strip().lower().replace("-", "_").replace(" ", "_")
    for name in (key, word):
        if name in own:
            return vocabulary.facts[own[name]], None
    stem, _, suffix = word.rpartition("_")
    if stem in own:
        fact = vocabulary.facts[own[stem]]
        unit = next((unit for name, unit in vocabulary.units.by_name.items() if name.lower() == suffix), None)
        if fact.unit is not None and unit is not None and unit.dimension == fact.unit.dimension:
            return fact, unit
    for other, names in vocabulary.fact_names.items():
        if word in names:
            where = {"item": "under item:", "shipment": "beside item:, not under it", "party": "under parties:"}.get(other, f"in {other}")
            parent.keys[key].refuse(f'"{key}" is a fact of the {other}', f"a fact of the {owner}", key, f"Write it {where}.")
    parent.keys[key].refuse(f'unknown fact "{key}"', f"a fact of the {owner}", key, nearest(word, own))


def read_item(written: Field, law: Law, path: str, declared: Mapping[str, str] | None = None) -> Item:
    """Return an item: a product's name, or a mapping with `product`, facts, `for`, `contains` and lists such as `performances`.

    Raises:
        LicetError: a product is not in the catalogue, or a fact does not fit.

    """
    if written.items is not None:
        written.refuse("one item a shipment", "a product's name, or a mapping of facts", "a list", "Check each item by itself.")
    if written.entries is None:
        return _from_product(_product(written, law), {}, {}, path, declared or {})
    entries = dict(written.entries)
    product_field = entries.pop("product", None)
    own_declared = entries.pop("classification", None)
    if own_declared is not None:
        declared = {**(declared or {}), **read_declared(own_declared.mapping(), own_declared, law)}
    by_code_name = {regime.code_name.lower(): regime.id for regime in law.regimes.values() if regime.code_name}
    named = {by_code_name[key.lower()]: entries.pop(key) for key in list(entries) if key.lower() in by_code_name}
    if named:
        declared = {**(declared or {}), **read_declared(named, written, law)}
    collections = {scope.key: scope for scope in law.vocabulary.scopes.values() if scope.owner == "item"}
    hosts = components = None
    records: dict[str, tuple[Record, ...]] = {}
    for key in [key for key in entries if key in collections]:
        scope, value = collections[key], entries.pop(key)
        if is_unknown(value):
            continue
        parts = value.items if value.items is not None else [value]
        if scope.members != "item":
            records[scope.name] = tuple(_record(part, scope.members, f"{path}.{key}[{number}]", law) for number, part in enumerate(parts))
        elif scope.name == "host":
            hosts = tuple(
                read_item(part, law, f"{path}.{key}" + (f"[{number}]" if len(parts) > 1 else "")) for number, part in enumerate(parts)
            )
        else:
            components = tuple(read_item(part, law, f"{path}.{key}[{number}]") for number, part in enumerate(parts))
    facts, given = read_facts(entries, written, "item", law)
    for scope in collections.values():
        if scope.given_means and scope.given_means not in facts and (hosts if scope.name == "host" else components) is not None:
            facts[scope.given_means] = True
            given[scope.given_means] = Given("yes", Origin.DERIVED, f"{scope.key} is given")
    product = _product(product_field, law) if product_field is not None else _named(facts.get("name"), law)
    if product is not None:
        item = _from_product(product, facts, given, path, declared or {}, records)
        return Item(item.facts, item.given, hosts, components, item.records, item.declared, item.product, path)
    return Item(facts, given, hosts, components, records, declared or {}, "", path)


def read_declared(codes: Mapping[str, Field], parent: Field, law: Law) -> dict[str, str]:
    """Return declared classifications by regime: a code of its lists, or `none` for an item on no list.

    Args:
        codes: the code as written, by regime.
        parent: the mapping they stand in.
        law: for its lists.

    Raises:
        LicetError: the regime or the code is unknown.

    """
    declared: dict[str, str] = {}
    for name, code in codes.items():
        regime = name.lower()
        if regime not in law.regimes:
            parent.keys[name].refuse(f'unknown regime "{name}"', ", ".join(law.regimes), name, nearest(name, law.regimes))
        written = code.text().strip()
        if written.lower() in ("none", law.regimes[regime].unlisted.lower()):
            declared[regime] = "none"
            continue
        known = {paragraph.code for paragraph in law.paragraphs if paragraph.list.partition(":")[0] == regime}
        meant = [one.lower() for one in law.codes_named(regime, written)]
        fits = [one for one in known if any(word == one.lower() or word.startswith(one.lower() + ".") for word in meant)]
        if not fits and _could_be_an_entry(written, known):
            declared[regime] = written.upper() if "." not in written else written
            continue
        if not fits:
            code.refuse(f'no entry "{written}" on the lists of {regime}', "a code of the list, or none", written, nearest(written, known))
        declared[regime] = next((one for one in fits if one.lower() in meant), max(fits, key=len))
    return declared


def _could_be_an_entry(written: str, known: set[str]) -> bool:
    """Whether a code has the form of the list's entries and names one that is not encoded: then the classifier is believed."""

    def form(code: str) -> str:
        return re.sub(r"\d", "9", re.sub(r"[A-Z]", "A", code.partition(".")[0].upper()))

    heads = {code.partition(".")[0].upper() for code in known}
    return written.partition(".")[0].upper() not in heads and form(written) in {form(head) for head in heads}


def _record(part: Field, owner: str, path: str, law: Law) -> Record:
    facts, given = read_facts(part.mapping(), part, owner, law)
    return Record(facts, "", given, path)


def _named(name: Value | None, law: Law) -> Product | None:
    return find_product(law.products, name).product if isinstance(name, str) else None


def _product(written: Field, law: Law) -> Product:
    found = find_product(law.products, written.text())
    if found.product is None:
        kinds = [kind for kind in law.vocabulary.kinds.kinds if kind in written.text().lower().replace("-", " ").split()]
        described = f"Describe the item by its facts: item: {{kind: {kinds[0] if kinds else '...'}, ...}}."
        do = f"Did you mean {' or '.join(found.near)}?" if found.near and not kinds else described
        written.refuse(f'"{written.shown}" is not in the catalogue', "a product of the catalogue, or a mapping of facts", written.shown, do)
    return found.product


def _from_product(
    product: Product,
    facts: Mapping[str, Value],
    given: Mapping[str, Given],
    path: str,
    declared: Mapping[str, str],
    records: Mapping[str, tuple[Record, ...]] | None = None,
) -> Item:
    """Return the item with the product's facts; what the user stated overrides them."""
    own = {
        name: tuple(Record(row, path=f"{path}.{name}[{number}]") for number, row in enumerate(rows))
        for name, rows in product.records.items()
    }
    return Item(
        {**product.facts, **facts},
        {**product.given, **given},
        records={**own, **(records or {})},
        declared=declared,
        product=product.name,
        path=path,
    )
