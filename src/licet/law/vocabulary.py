"""Reads the vocabulary: units, kinds, places, roles, scopes and facts, from the files of all layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from licet.language.check import Surroundings, check
from licet.language.tree import Node
from licet.language.units import Unit, UnitTable, dimension
from licet.language.vocabulary import FACT_TYPES, FactDefinition, Kind, PlaceSet, Scope, Taxonomy, Vocabulary
from licet.law.fields import Field, pairs, place_of
from licet.law.provenance import Documents, read_sources
from licet.law.values import read_value
from licet.model.errors import nearest

Layers = list[list[Field]]
"""The files of each layer: first the shipped law, then the overlays in their order."""

_FACT_KEYS = (
    "of", "type", "unit", "values", "question", "kinds", "aliases", "default", "assumption", "derive", "help",
    "min", "max", "above", "below", "sources", "note",
)  # fmt: skip


def sections(layers: Layers, name: str) -> Iterator[tuple[str, Field, Field]]:
    """Yield (key, key's place, value) of a named section over all layers; a later layer replaces, one layer may not repeat itself."""
    found: dict[str, tuple[Field, Field]] = {}
    for layer in layers:
        here: dict[str, Field] = {}
        for file in layer:
            entries = file.mapping()
            if name not in entries:
                continue
            for key, value in pairs(entries[name]):
                place = entries[name].keys[key]
                if key in here:
                    place.refuse(f'"{key}" is declared twice', f"once (first at {here[key].where})", key)
                here[key] = place
                found[key] = (place, value)
    for key, (place, value) in found.items():
        yield key, place, value


def read_vocabulary(layers: Layers) -> Vocabulary:
    """Return the checked vocabulary of all layers.

    Raises:
        LawError: a declaration is incomplete, doubled or refers to something unknown.

    """
    units = _units(layers)
    kinds = _kinds(layers)
    countries, country_names = _countries(layers)
    vocabulary = Vocabulary(
        facts={},
        units=units,
        kinds=kinds,
        countries=countries,
        country_names=country_names,
        place_sets=_place_sets(layers, countries),
        roles={},
        scopes={},
    )
    for role, _, value in sections(layers, "roles"):
        entries = value.mapping(("title", "expected"))
        vocabulary.roles[role] = "expected" in entries and entries["expected"].boolean()
        vocabulary.role_titles[role] = entries["title"].text()
    for name, _, value in sections(layers, "scopes"):
        entries = value.mapping(("of", "members", "key", "closed_by", "given_means", "question"), ("of", "members", "key", "question"))
        closed_by = entries["closed_by"].text() if "closed_by" in entries else ""
        words = [entries[key].text() for key in ("of", "members", "key")]
        means = entries["given_means"].text() if "given_means" in entries else ""
        vocabulary.scopes[name] = Scope(name, words[0], words[1], words[2], closed_by, entries["question"].text(), means)
    _facts(layers, vocabulary)
    for name, _, value in sections(layers, "scopes"):
        for fact in (vocabulary.scopes[name].closed_by, vocabulary.scopes[name].given_means):
            if fact and fact not in vocabulary.facts:
                value.refuse(f'the scope "{name}" names an unknown fact', "a fact of the vocabulary", fact, nearest(fact, vocabulary.facts))
    for name, _, value in sections(layers, "reaches"):
        entries = value.mapping(("over", "when"), ("over", "when"))
        when = entries["when"]
        node, _ = check(when.text(), place_of(when), Surroundings(vocabulary))
        vocabulary.reaches[name] = (entries["over"].choice(vocabulary.scopes), node)
    vocabulary.settle()
    return vocabulary


def _exact(field: Field) -> Fraction:
    try:
        return Fraction(Decimal(field.text()))
    except InvalidOperation:
        field.refuse("not a number", "a number such as 0.001", field.shown)


def _units(layers: Layers) -> UnitTable:
    table: dict[str, Unit] = {}
    places: dict[str, Field] = {}
    for name, place, value in sections(layers, "units"):
        places[name] = place
        entries = value.mapping(("dimension", "is", "offset", "label", "aliases"), ("dimension", "is", "label"))
        offset = _exact(entries["offset"]) if "offset" in entries else Fraction(0)
        unit = Unit(name, dimension(entries["dimension"].text()), _exact(entries["is"]), offset, entries["label"].text())
        for alias in (name, *(entries["aliases"].texts() if "aliases" in entries else ())):
            if alias in table:
                value.refuse(f'the unit "{alias}" stands for two units', "one name, one unit", f"{table[alias].name} and {name}")
            table[alias] = unit
    base = {unit.dimension for unit in table.values() if unit.factor == 1 and not unit.offset}
    for unit in table.values():
        if unit.dimension not in base:  # an answer in JSON counts in base units and names them
            places[unit.name].refuse(
                f'the dimension of "{unit.name}" has no base unit', "one unit of each dimension that `is: 1`", unit.name
            )
    return UnitTable(table)


def _kinds(layers: Layers) -> Taxonomy:
    kinds: dict[str, Kind] = {}
    fields: dict[str, Field] = {}

    def read(name: str, value: Field, parents: tuple[str, ...]) -> None:
        entries = value.mapping(("title", "kinds", "also", "aliases"), ("title",))
        if name in kinds:
            value.refuse(f'the kind "{name}" is declared twice', f"once (first at {fields[name].where})", name)
        also = entries["also"].texts() if "also" in entries else ()
        aliases = entries["aliases"].texts() if "aliases" in entries else ()
        kinds[name], fields[name] = Kind(name, entries["title"].text(), (*parents, *also), aliases), value
        if "kinds" in entries:
            for child, below in pairs(entries["kinds"]):
                read(child, below, (name,))

    for name, _, value in sections(layers, "kinds"):
        read(name, value, ())
    for name, kind in kinds.items():
        for parent in kind.parents:
            if parent not in kinds:
                fields[name].refuse(f'the kind "{name}" lies under an unknown kind', "a kind of the taxonomy", parent)
    return Taxonomy(kinds)


def _countries(layers: Layers) -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    found: dict[str, str] = {}
    for code, _, value in sections(layers, "countries"):
        entries = value.mapping(("name", "aliases"), ("name",))
        names[code] = entries["name"].text()
        aliases = entries["aliases"].texts() if "aliases" in entries else ()
        for name in (code, names[code], *aliases):
            key = name.casefold()
            if found.get(key, code) != code:
                value.refuse(f'the name "{name}" stands for two countries', "one name, one country", f"{found[key]} and {code}")
            found[key] = code
    return names, found


def _place_sets(layers: Layers, countries: dict[str, str]) -> dict[str, PlaceSet]:
    found: dict[str, PlaceSet] = {}
    for name, _, value in sections(layers, "places"):
        keys = ("title", "members", "dated", "unconfirmed", "excludes", "open", "sources", "note")
        entries = value.mapping(keys, ("title", "members", "sources"))
        members: list[tuple[str, date | None, date | None]] = [(_code(part, countries), None, None) for part in _list(entries, "members")]
        for part in _list(entries, "dated"):
            dated = part.mapping(("place", "from", "until"), ("place",))
            start = dated["from"].day() if "from" in dated else None
            end = dated["until"].day() if "until" in dated else None
            members.append((_code(dated["place"], countries), start, end))
        found[name] = PlaceSet(
            name,
            entries["title"].text(),
            tuple(members),
            frozenset(_code(part, countries) for part in _list(entries, "unconfirmed")),
            frozenset(_code(part, countries) for part in _list(entries, "excludes")),
            "open" in entries and entries["open"].boolean(),
            " ".join(entries["note"].text().split()) if "note" in entries else "",
            read_sources(entries["sources"], Documents()),
        )
    return found


def _list(entries: dict[str, Field], key: str) -> list[Field]:
    return entries[key].sequence() if key in entries else []


def _code(part: Field, countries: dict[str, str]) -> str:
    if part.text() not in countries:
        part.refuse(f'unknown country "{part.text()}"', "an ISO 3166-1 code", part.text())
    return part.text()


def _facts(layers: Layers, vocabulary: Vocabulary) -> None:
    derived: list[tuple[str, Field]] = []
    defaults: list[tuple[str, Field]] = []
    names: dict[tuple[str, str], Field] = {}
    owners = ("item", "shipment", *(scope.members for scope in vocabulary.scopes.values() if scope.members != "item"))
    for name, place, value in sections(layers, "facts"):
        entries = value.mapping(_FACT_KEYS, ("of", "type", "question"))
        kind = entries["type"].choice(FACT_TYPES)
        unit = vocabulary.units.get(entries["unit"].text()) if "unit" in entries else None
        if (kind == "quantity") != (unit is not None):
            (entries.get("unit") or value).refuse("a quantity has a unit, and only a quantity", "a unit of the vocabulary")
        aliases = entries["aliases"].texts() if "aliases" in entries else ()
        owner = entries["of"].choice(owners)
        for alias in (name, *aliases):
            if (owner, alias) in names:
                first = names[owner, alias].where
                place.refuse(f'the name "{alias}" stands for two facts of the {owner}', f"another name (the first is at {first})", alias)
            names[owner, alias] = place
        kinds = _known_kinds(entries.get("kinds"), vocabulary)
        if "default" in entries:
            if "assumption" not in entries:
                value.refuse("a default needs its assumption", "assumption: the sentence that the answer shows")
            defaults.append((name, entries["default"]))
        if "derive" in entries:
            derived.append((name, entries["derive"]))
        values = _values(entries.get("values"))
        if (kind in ("choice", "choices")) != bool(values):
            value.refuse("a choice lists its values, and only a choice", "values: {word: meaning}")
        vocabulary.facts[name] = FactDefinition(
            name=name,
            owner=owner,
            type=kind,
            question=entries["question"].text(),
            unit=unit,
            values=values,
            kinds=kinds,
            aliases=aliases,
            bounds={word: _exact(entries[word]) for word in ("min", "above", "max", "below") if word in entries},
            assumption=entries["assumption"].text() if "assumption" in entries else "",
            help=entries["help"].text() if "help" in entries else "",
            at=place.where,
        )
    for name, written in defaults:
        fact = vocabulary.facts[name]
        vocabulary.facts[name] = replace(fact, default=read_value(fact, written, vocabulary))
    for name, written in derived:
        fact = vocabulary.facts[name]
        expect = "truth" if fact.type == "boolean" else "number"
        node, kind_found = check(written.text(), place_of(written), Surroundings(vocabulary, owners=(fact.owner,)), expect)
        if fact.unit is not None and kind_found.dimension != fact.unit.dimension:
            written.refuse(f"the formula of {name} has another unit", str(fact.unit.name), str(kind_found))
        vocabulary.facts[name] = replace(fact, derive=node)
    vocabulary.contradictions = tuple(_contradictions(layers, vocabulary))


def _known_kinds(found: Field | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    kinds = found.texts() if found is not None else ()
    for asked in kinds:
        if asked not in vocabulary.kinds.kinds and found is not None:
            found.refuse(f'unknown kind "{asked}"', "a kind of the taxonomy", asked)
    return kinds


def _values(found: Field | None) -> dict[str, str]:
    """Return the values of a choice with their meanings; a bare list means what its words say."""
    if found is None:
        return {}
    if found.items is not None:
        return {word: word.replace("_", " ") for word in found.texts()}
    return {key: part.text() for key, part in pairs(found)}


def _contradictions(layers: Layers, vocabulary: Vocabulary) -> Iterator[tuple[Node, str]]:
    for layer in layers:
        for file in layer:
            entries = file.mapping()
            for part in entries["contradictions"].sequence() if "contradictions" in entries else []:
                said = part.mapping(("when", "says"), ("when", "says"))
                when = said["when"]
                node, _ = check(when.text(), place_of(when), Surroundings(vocabulary))
                yield node, said["says"].text()
