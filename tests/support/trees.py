"""Random expression trees, and what reads them."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from licet import read_shipment
from licet.language import tree as t
from licet.language.explain import Explain
from licet.language.surroundings import Env, Kleene
from tests.support.world import world

WRITTEN = {
    "item": {"kind": "scanner", "wavelength": "193 nm", "exposure": "photo_optical"},
    "from": "NL",
    "to": "CN",
    "date": "2024-09-07",
    "parties": {"end_user": {"country": "CN", "military_end_user": "yes"}, "consignee": {"country": "US"}},
}
"""A shipment of which some things are known and others are not."""

TESTS = (
    t.Truth(True),
    t.Truth(False),
    t.Unconfirmed("somewhere"),
    t.IsKind(("scanner",)),
    t.IsKind(("ald",)),
    t.Compare(t.Fact("wavelength", "item"), "<", t.Number(200.0)),
    t.Compare(t.Fact("wavelength", "item"), ">", t.Number(200.0)),
    t.Compare(t.Fact("numerical_aperture", "item"), ">", t.Number(1.0)),
    t.Among(t.Fact("exposure", "item"), ("photo_optical", "x_ray")),
    t.InPlaces(t.Fact("destination", "shipment"), (), ("EU",)),
    t.InPlaces(t.Fact("exporter_established", "shipment"), (), ("EU",)),
    t.Quantified("any", "party", (), t.Fact("military_end_user", "party")),
    t.Quantified("every", "party", (), t.InPlaces(t.Fact("party_country", "party"), ("CN",), ())),
    t.Quantified("any", "host", (), t.IsKind(("scanner",))),
)


def trees() -> st.SearchStrategy[t.Node]:
    """Return conditions of any shape over tests that are true, false or unknown."""
    return st.recursive(st.sampled_from(TESTS), grow, max_leaves=12)


def grow(inner: st.SearchStrategy[t.Node]) -> st.SearchStrategy[t.Node]:
    """Return one more layer of logic."""
    parts = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(parts.map(t.And), parts.map(t.Or), inner.map(t.Not), inner.map(defined))


def defined(body: t.Node) -> t.Node:
    """Return a definition of the law whose only text is the condition."""
    from licet.law.statute import Validity  # noqa: PLC0415  # the language itself knows no validity

    return t.Defined("a name", (t.Version(Validity(), body),))


@lru_cache(maxsize=1)
def surroundings() -> tuple[Env, Explain]:
    """Return the surroundings of the shipment, and what explains conditions in them."""
    _, env, explain = world().engine.law_on(read_shipment(WRITTEN, world().law))
    return env, explain


def value(node: t.Node) -> Kleene:
    """Return what the fast reading says of a condition."""
    env, explain = surroundings()
    env.memo.clear()
    result: Kleene = explain.evaluate.visit(node)(env)
    return result
