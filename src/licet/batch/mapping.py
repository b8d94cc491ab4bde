"""What the columns of a file mean: read from a mapping file, or guessed from the headers and shown."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from licet.language.shape import ITEM, SHIPMENT, party_table, under
from licet.language.units import Unit
from licet.language.vocabulary import FactDefinition
from licet.law.fields import Field
from licet.law.statute import Law
from licet.law.yaml_fields import read_yaml
from licet.model.errors import LicetError, Problem, nearest


class MappingError(LicetError):
    """A mapping of columns cannot be read, or does not fit the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What a column means: which fact of whom (`table`, `column`), and where it stands in a shipment as written (`steps`).

    `what` is fact, product (a name of the catalogue), declared (a code given already, of the regime `column` ends with), or performances
    (rates at bit lengths in one text).
    """

    what: str
    table: str
    column: str
    steps: tuple[str | int, ...]
    fact: FactDefinition | None = None
    unit: Unit | None = None
    path: str = ""
    """The path of the item a column of the item belongs to."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns of a file by what they mean, and the columns that are carried to the result as they are."""

    targets: Mapping[str, Target]
    keep: tuple[str, ...] = ()


_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")
_PATHS = ("for", "contains", "performances")


def target_of(text: str, law: Law) -> Target | None:
    """Return what a word such as `end_user.country`, `wavelength_nm`, `for.kind` or `eccn` means, or None.

    >>> from licet.law import load_law
    >>> target = target_of("end_user.country", load_law())
    >>> target.table, target.column, target.steps
    ('party.end_user', 'party_country', ('parties', 'end_user', 'country'))
    """
    steps = [int(step[1:-1]) if step.startswith("[") else _word(step) for step in _STEP.findall(text.strip())]
    if not steps or not isinstance(steps[0], str):
        return None
    if steps[0] in ("shipment", "parties") and len(steps) > 1:
        steps = steps[1:]
    role = str(steps[0])
    if role in law.vocabulary.roles:
        return _of_party(role, [str(step) for step in steps[1:]], law)
    if steps[0] == "classification" and len(steps) == 2:
        regime = _regime(steps[1], law)
        return Target("declared", ITEM, f"declared.{regime}", ("classification", regime)) if regime else None
    if len(steps) == 1:
        found = _fact(role, SHIPMENT, law)
        if found is not None:
            return Target("fact", SHIPMENT, found.fact.name, (found.key,), found.fact, found.unit)
    return _of_item(steps[1:] if steps[0] == ITEM else steps, law)


def _word(text: str) -> str:
    return text.strip().lower().replace("-", "_").replace(" ", "_")


class _Named(NamedTuple):
    """A fact that a word names, the unit if the word ends with one, and the word as shipments write it."""

    fact: FactDefinition
    unit: Unit | None
    key: str


def _fact(word: str, owner: str, law: Law) -> _Named | None:
    """Return the fact that a word names, as `intake` reads keys."""
    names = law.vocabulary.fact_names.get(owner, {})
    spelled = word if word in names else next((name for name in names if name.lower() == word), None)
    if spelled is not None:
        return _Named(law.vocabulary.facts[names[spelled]], None, spelled)
    stem, _, suffix = word.rpartition("_")
    if stem in names:
        fact = law.vocabulary.facts[names[stem]]
        unit = next((unit for name, unit in law.vocabulary.units.by_name.items() if name.lower() == suffix), None)
        if fact.unit is not None and unit is not None and unit.dimension == fact.unit.dimension:
            return _Named(fact, unit, word)
    return None


def _regime(word: str | int, law: Law) -> str:
    """Return the regime that a word names, or nothing."""
    return next((name for name in law.regimes if _word(name) == word), "")


def _of_party(role: str, rest: list[str], law: Law) -> Target | None:
    found = _fact(rest[0] if rest else "name", "party", law)
    if found is None or len(rest) > 1:
        return None
    return Target("fact", party_table(role), found.fact.name, ("parties", role, found.key), found.fact, found.unit)


def _of_item(steps: Sequence[str | int], law: Law) -> Target | None:
    """Return what the rest of a path means for the item, or for an item that it is for or contains."""
    path = ""
    written: list[str | int] = ["item"]
    left = list(steps)
    while left and left[0] in ("for", "contains"):
        key, number = str(left.pop(0)), 0
        following: str | int = next(iter(left), "")
        if isinstance(following, int):
            number = following
            del left[0]
        written += [key, number]
        path = under(path, key) + (f"[{number}]" if key == "contains" or number else "")
    if left and left[0] == "performances":
        if len(left) == 1:
            return Target("performances", ITEM, under(path, "performances"), (*written, "performances"), path=path)
        found = _fact(str(left[2]), "performance", law) if len(left) == 3 and isinstance(left[1], int) else None
        if found is None:
            return None
        column = under(path, f"performances[{left[1]}].{found.fact.name}")
        return Target("fact", ITEM, column, (*written, "performances", left[1], found.key), found.fact, found.unit, path)
    if len(left) > 1 and left[0] != "classification":
        return None
    word = str(left[0]) if left else "product"
    if word == "product":
        return Target("product", ITEM, under(path, "product"), (*written, "product"), path=path)
    if word == "classification":
        regime = _regime(left[1], law) if len(left) == 2 else ""
        return Target("declared", ITEM, under(path, f"declared.{regime}"), (*written, word, regime), path=path) if regime else None
    code = next((regime.id for regime in law.regimes.values() if regime.code_name and regime.code_name.lower() == word), None)
    if code is not None:
        return Target("declared", ITEM, under(path, f"declared.{code}"), (*written, word), path=path)
    found = _fact(word, ITEM, law)
    if found is None:
        return None
    return Target("fact", ITEM, under(path, found.fact.name), (*written, found.key), found.fact, found.unit, path)


def read_mapping(path: Path, headers: Sequence[str], law: Law) -> ColumnMapping:
    """Return the mapping of a file: `columns: {header: meaning}` and `keep: [header, …]`.

    Raises:
        MappingError: the file cannot be read, names a column that is not there, or a meaning that is not known.

    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(Problem(str(path), "the mapping cannot be read", "a YAML file", str(error)[:80])) from None
    return read_mapping_text(text, str(path), headers, law)


def read_mapping_text(text: str, name: str, headers: Sequence[str], law: Law) -> ColumnMapping:
    """Return a mapping from its text; `name` is what messages call it.

    Raises:
        MappingError: it names a column that is not there, or a meaning that is not known.

    """
    entries = read_yaml(text, name, MappingError).mapping(("columns", "keep"), ("columns",))
    targets: dict[str, Target] = {}
    for header, meaning in entries["columns"].mapping().items():
        key = entries["columns"].keys[header]
        if header not in headers:
            key.refuse(f'the file has no column "{header}"', ", ".join(headers), header, nearest(header, headers))
        targets[header] = _meant(meaning, law)
    keep = entries["keep"].texts() if "keep" in entries else ()
    for header in keep:
        if header not in headers:
            entries["keep"].refuse(f'the file has no column "{header}"', ", ".join(headers), header, nearest(header, headers))
    return checked(ColumnMapping(targets, keep))


def _meant(meaning: Field, law: Law) -> Target:
    found = target_of(meaning.text(), law)
    if found is None:
        names = [name for names in law.vocabulary.fact_names.values() for name in names]
        meaning.refuse(
            f'"{meaning.text()}" means nothing here', "a fact such as wavelength_nm, from, end_user.country, for.kind, eccn or item",
            meaning.text(), nearest(meaning.text().rpartition(".")[2], names),
        )  # fmt: skip
    return found


def checked(found: ColumnMapping) -> ColumnMapping:
    """Return the mapping if no two columns mean the same.

    Raises:
        MappingError: two columns do.

    """
    owners: dict[tuple[str, str], str] = {}
    for header, target in found.targets.items():
        other = owners.setdefault((target.table, target.column), header)
        if other != header:
            do = "Map one of them, in a mapping file (--mapping), and leave the other out."
            raise MappingError(Problem(header, "two columns mean the same", "one column for each fact", f"{other} and {header}", do))
    return found


_SAID: dict[str, str] = {
    "order": "", "order_id": "", "order_number": "", "ship_from": "from", "origin_country": "origin", "country_of_origin": "origin",
    "ship_to": "to", "ship_date": "date", "order_date": "date", "day": "date", "product": "item", "product_name": "item",
    "part_number": "item.name",
    "sku": "item.name", "material": "item.name", "description": "item.name", "item_description": "item.name", "end_user_name": "end_user",
    "end_user_country": "end_user.country", "enduser": "end_user", "customer": "purchaser", "customer_country": "purchaser.country",
    "consignee_name": "consignee", "consignee_country": "consignee.country", "destination_country": "to", "export_country": "from",
    "ultimate_consignee": "end_user", "value_eur": "value", "hts_origin": "origin",
}  # fmt: skip


def guess_mapping(headers: Iterable[str], law: Law) -> ColumnMapping:
    """Return what the headers seem to mean; the number of an order is carried to the result.

    >>> from licet.law import load_law
    >>> found = guess_mapping(["Order ID", "Ship From", "Ship To", "Wavelength (nm)", "Remarks"], load_law())
    >>> [(header, target.column) for header, target in found.targets.items()], found.keep
    ([('Ship From', 'departure'), ('Ship To', 'destination'), ('Wavelength (nm)', 'wavelength')], ('Order ID',))
    """
    targets: dict[str, Target] = {}
    keep: list[str] = []
    taken: set[tuple[str, str]] = set()
    names = list(headers)
    for header in names:
        word = _word(re.sub(r"\(([^()]*)\)", r" \1", header))
        word = re.sub(r"[_\s]+", "_", word).strip("_")
        meaning = _SAID.get(word, word)
        found = (target_of(meaning, law) or target_of(re.sub(r"[^\w.\[\]]+", "_", header.lower()), law)) if meaning else None
        if found is not None and (found.table, found.column) not in taken:
            targets[header] = found
            taken.add((found.table, found.column))
        elif not keep and (not meaning or word.endswith(("_id", "_number", "_no")) or word == "id"):
            keep.append(header)
    facts = any(target.what == "fact" and target.table == ITEM for target in targets.values())
    if facts:  # what is described by facts need not be in the catalogue: then the name is a name
        for header, target in list(targets.items()):
            if target.what == "product" and not target.path and (ITEM, "name") not in taken:
                named = target_of("item.name", law)
                if named is not None:
                    targets[header] = named
    return ColumnMapping(targets, tuple(keep))


def mapping_as_yaml(found: ColumnMapping) -> str:
    """Return a mapping as the file that `--mapping` reads."""
    lines = ["columns:"]
    lines += [f"  {_quoted(header)}: {_meaning(target)}" for header, target in found.targets.items()]
    if found.keep:
        lines.append(f"keep: [{', '.join(_quoted(header) for header in found.keep)}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _meaning(target: Target) -> str:
    steps = list(target.steps)
    if steps[0] == "parties":
        steps = steps[1:]
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text.replace("for[0]", "for").removesuffix(".product")


def written_of(values: Mapping[str, Any], mapping: ColumnMapping) -> dict[str, Any]:
    """Return one row as a shipment as people write it, so that `licet check` can be asked about it.

    Args:
        values: the cells of the row by header; None is nothing said.
        mapping: what the columns mean.

    """
    made: dict[str, Any] = {"item": {}}
    for header, target in mapping.targets.items():
        value = values.get(header)
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            continue
        if target.what == "performances":
            value = [
                dict(zip(("rate", "bit_length"), (word.strip() for word in part.split("@")), strict=False))
                for part in str(value).split(",")
            ]
        elif target.fact is not None and target.fact.type in ("choices", "kind") and isinstance(value, str):
            value = [part.strip() for part in re.split(r"[,;|]", value) if part.strip()]
        _put(made, target.steps, value)
    return made


def _put(made: dict[str, Any], steps: Sequence[str | int], value: Any) -> None:
    place: Any = made
    for step, following in pairwise(steps):
        if isinstance(place, list):
            while len(place) <= int(step):
                place.append({})
            place = place[int(step)]
        else:
            place = place.setdefault(step, [] if isinstance(following, int) else {})
    place[steps[-1]] = value
