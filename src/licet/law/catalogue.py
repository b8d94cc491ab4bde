"""Finds a product of the catalogue in spite of spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.law.statute import Product

_BREAKS = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """Return a name without what people spell differently: case, spaces and punctuation.

    >>> fold("TWINSCAN NXT:1980Di") == fold("twinscan nxt 1980-DI")
    True
    """
    return _BREAKS.sub("", name.casefold())


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
    return Finder(products).find(name)


class Finder:
    """Finds many products by name; what is known of the catalogue's names is worked out once."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        self.products = products
        self._exact: dict[str, Product] = {}
        for product in products.values():
            for known in (product.id, product.name, *product.aliases):
                self._exact.setdefault(fold(known), product)
        self._runs: dict[str, set[str]] | None = None
        self._named: list[tuple[str, frozenset[str]]] | None = None
        self._like: dict[str, frozenset[int]] = {}

    def product(self, name: str) -> Product | None:
        """Return the product of that name, or None; as `find`, without looking for names that come near."""
        wanted = fold(name)
        if wanted in self._exact or not wanted:
            return self._exact.get(wanted)
        hits = self._hits(wanted, name)
        return self.products[next(iter(hits))] if len(hits) == 1 else None

    def find(self, name: str) -> Search:
        """Return the product of that name, or the names that come near; see `find_product`."""
        wanted = fold(name)
        if wanted in self._exact:
            return Search(self._exact[wanted])
        if not wanted:
            return Search(None)
        hits = self._hits(wanted, name)
        if len(hits) == 1:
            return Search(self.products[next(iter(hits))])
        if hits:
            return Search(None, tuple(self.products[product_id].name for product_id in sorted(hits))[:5])
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # only needed where nothing fits

        runs = self._all_runs()
        close = process.extract(wanted, list(runs), scorer=fuzz.ratio, limit=8, score_cutoff=60)
        near = dict.fromkeys(self.products[product_id].name for run, _, _ in close for product_id in sorted(runs[run]))
        return Search(None, tuple(near)[:5])

    def _all_runs(self) -> dict[str, set[str]]:
        if self._runs is None:
            self._runs = {}
            for product in self.products.values():
                for known in (product.id, product.name, *product.aliases):
                    for run in _runs(known):
                        self._runs.setdefault(run, set()).add(product.id)
        return self._runs

    def _hits(self, wanted: str, name: str) -> set[str]:
        return self._all_runs().get(wanted, set()) or self._typed_wrongly(name)

    def _typed_wrongly(self, name: str) -> set[str]:
        """Return the products whose designations fit exactly and whose other words nearly do."""
        parts = _words(name)
        exact = {part for part in parts if any(map(str.isdigit, part))}
        if all(_AMOUNT.fullmatch(part) for part in exact):
            return set()
        if self._named is None:
            self._named = [(product.id, frozenset((*_words(known), *_generic(product)))) for product in self.products.values()
                           for known in (product.name, *product.aliases)]  # fmt: skip
        fitting: set[int] | None = None
        for part in dict.fromkeys(parts):
            found = self._with_word(part, part in exact)
            fitting = set(found) if fitting is None else fitting & found
            if not fitting:
                return set()
        return {self._named[number][0] for number in fitting or ()}

    def _with_word(self, part: str, exactly: bool) -> frozenset[int]:
        """Return the names that have a word, or one that nearly is it."""
        if part not in self._like:
            from rapidfuzz import fuzz  # noqa: PLC0415  # only needed where nothing fits exactly

            named = self._named or []
            self._like[part] = frozenset(
                number
                for number, (_, words) in enumerate(named)
                if part in words or (not exactly and any(fuzz.ratio(part, other) >= 75 for other in words))
            )
        return self._like[part]


_AMOUNT = re.compile(r"\d+(gb|tb|mb|nm|mm|w)?")
"""A number alone, or an amount such as a memory's size, names no product."""


def _words(name: str) -> list[str]:
    return [word for word in _BREAKS.split(name.casefold()) if word]


def _runs(name: str) -> set[str]:
    """Return every run of consecutive words of a name, joined; `NVIDIA H100 SXM5` is found by `H100` and by `h100-sxm5`."""
    parts = _words(name)
    joined = {"".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}
    return {run for run in joined if any(character.isdigit() for character in run) and len(run) > 2 and not _AMOUNT.fullmatch(run)}


_GENERIC = ("system", "tool", "machine", "chip", "card", "module")
"""Words that people add to a designation and that name no other thing; a `spare part for` it is another thing."""


def _generic(product: Product) -> list[str]:
    """Return the words that people add to a product's designation."""
    kinds = product.facts.get("kind")
    return [*_words(" ".join(kinds).replace("_", " ")), *_GENERIC] if isinstance(kinds, tuple) else list(_GENERIC)
