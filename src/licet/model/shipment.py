"""A shipment as the engine sees it: facts with typed values, each with where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Value = bool | int | float | str | date | frozenset[str] | tuple[str, ...]
"""A fact's value: quantities are floats in the base unit of their dimension, places are country codes,
choices are words, several choices a frozenset, kinds a tuple."""

Facts = Mapping[str, Value]


class Origin(StrEnum):
    """Where the value of a fact came from."""

    STATED = "stated"
    CATALOGUE = "catalogue"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Given(NamedTuple):
    """How a fact came to its value: as it was written, by whom, and what they cited."""

    text: str
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of facts that belongs to something else: a party, or one performance of a chip."""

    facts: Facts
    role: str = ""
    given: Mapping[str, Given] = field(default_factory=dict)
    path: str = ""
    open: Mapping[str, str] = field(default_factory=dict)
    """Facts that neither a stated default nor a derivation may deny, because something speaks against it, each with its question."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is shipped, what it is for, what it contains, and how it has been classified already.

    `hosts`, `components` and the values of `records` are None where nothing is known of them.
    """

    facts: Facts
    given: Mapping[str, Given] = field(default_factory=dict)
    hosts: tuple[Item, ...] | None = None
    components: tuple[Item, ...] | None = None
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    declared: Mapping[str, str] = field(default_factory=dict)
    product: str = ""
    path: str = "item"
    open: Mapping[str, str] = field(default_factory=dict)
    """As `Record.open`."""

    def all(self) -> Iterator[Item]:
        """Yield the item, its hosts and its components, and theirs."""
        yield self
        for one in (*(self.hosts or ()), *(self.components or ())):
            yield from one.all()

    @property
    def title(self) -> str:
        """What to call the item."""
        name = self.product or self.facts.get("name")
        if name:
            return str(name)
        kinds = self.facts.get("kind")
        words = " and ".join(kinds) if isinstance(kinds, tuple) else "item"
        return words.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Shipment:
    """Who sends what, from where to where, when; the day is the day whose law applies."""

    item: Item
    day: date
    facts: Facts
    given: Mapping[str, Given] = field(default_factory=dict)
    parties: tuple[Record, ...] = ()
    known_on: date | None = None

    def records(self) -> Iterator[Record | Item]:
        """Yield the parties, the item, and what is in it and what it is for: whatever can have open facts of its own."""
        yield from self.parties
        yield from self.item.all()
