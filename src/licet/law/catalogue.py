"""Finds a product of the catalogue in spite of spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.law.statute import Product


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


_AMOUNT = re.compile(r"\d+(gb|tb|mb|nm|mm|w)?")
"""A number alone, or an amount such as a memory's size, names no product."""


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", name.casefold()) if word]


def _runs(name: str) -> set[str]:
    """Return every run of consecutive words of a name, joined; `NVIDIA H100 SXM5` is found by `H100` and by `h100-sxm5`."""
    parts = _words(name)
    joined = {"".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}
    return {run for run in joined if any(character.isdigit() for character in run) and len(run) > 2 and not _AMOUNT.fullmatch(run)}


_GENERIC = ("system", "tool", "machine", "chip", "card", "module")
"""Words that people add to a designation and that name no other thing; a `spare part for` it is another thing."""


def _typed_wrongly(products: Mapping[str, Product], name: str) -> set[str]:
    """Return the products whose designations fit exactly and whose other words nearly do."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # only needed where nothing fits exactly

    parts = _words(name)
    exact = {part for part in parts if any(character.isdigit() for character in part)}
    if all(_AMOUNT.fullmatch(part) for part in exact):
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
