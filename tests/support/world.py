"""What the law speaks of, collected once: thresholds, days, words and places, from which random shipments are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from licet import Engine, Law, load_law
from licet.language import tree as t
from licet.language.units import Dimension
from licet.language.vocabulary import FactDefinition

PLACES = ("NL", "DE", "FR", "BE", "CN", "US", "KR", "TW", "AU", "HK", "RU", "GB", "NO", "SG", "IR", "RE", "JP", "ZA")


@dataclass(frozen=True)
class World:
    """The shipped law with what random shipments should hit: the values and days at which answers change."""

    law: Law
    engine: Engine
    thresholds: dict[str, tuple[float, ...]]
    by_dimension: dict[Dimension, tuple[float, ...]]
    base_units: dict[Dimension, str]
    words: dict[str, tuple[str, ...]]
    days: tuple[date, ...]
    codes: dict[str, tuple[str, ...]]

    def facts(self, owner: str) -> list[FactDefinition]:
        """Return the facts of one owner, without those that only name things."""
        only_names = ("name", "model", "maker", "precision")
        return [fact for fact in self.law.vocabulary.facts.values() if fact.owner == owner and fact.name not in only_names]

    def concerns(self, fact: FactDefinition, kinds: list[str]) -> bool:
        """Whether a fact can be said of an item of these kinds."""
        test = self.law.vocabulary.kinds.test
        return not fact.kinds or not kinds or any(test(tuple(kinds), kind) is not False for kind in fact.kinds)


@lru_cache(maxsize=1)
def world() -> World:
    """Return the shipped law and what random shipments should hit."""
    law = load_law()
    engine = Engine(law)
    thresholds: dict[str, set[float]] = {}
    by_dimension: dict[Dimension, set[float]] = {}
    words: dict[str, set[str]] = {}
    days = set(engine.calendar.days)
    for node in conditions(law):
        match node:
            case t.Compare(left, _, t.Number(value, dimension)) | t.Compare(t.Number(value, dimension), _, left):
                by_dimension.setdefault(dimension, set()).add(value)
                for name in (part.name for part in t.walk(left) if isinstance(part, t.Fact)):
                    thresholds.setdefault(name, set()).add(value)
            case t.Among(t.Fact(name), values):
                words.setdefault(name, set()).update(values)
            case t.Day(day):
                days.add(day)
    units = law.vocabulary.units.by_name.values()
    return World(
        law,
        engine,
        {name: tuple(sorted(values)) for name, values in thresholds.items()},
        {dimension: tuple(sorted(values)) for dimension, values in by_dimension.items()},
        {unit.dimension: unit.name for unit in units if unit.factor == 1 and not unit.offset},
        {name: tuple(sorted(values)) for name, values in words.items()},
        tuple(sorted(day for day in days if 2018 <= day.year <= 2027)),
        {regime: _codes(law, regime) for regime in law.regimes if _codes(law, regime)},
    )


def _codes(law: Law, regime: str) -> tuple[str, ...]:
    """Return what can be declared for a regime: its codes, the entries above them, and that there is none."""
    codes = {paragraph.code for paragraph in law.paragraphs if paragraph.list.partition(":")[0] == regime}
    return (*sorted(codes | {code.rpartition(".")[0] or code for code in codes}), "none") if codes else ()


def conditions(law: Law) -> Iterator[t.Node]:
    """Yield every node of every condition and formula of a law."""
    texts = [paragraph.condition for paragraph in law.paragraphs]
    texts += [rule.when for rule in law.rules]
    texts += [found.condition for regime in law.regimes.values() for found in regime.lists.values()]
    texts += [fact.derive for fact in law.vocabulary.facts.values()]
    for text in texts:
        if text is not None:
            yield from t.walk(text)
