"""Finds listed parties: candidates from the index, each compared word by word, then weighed together with what else is known."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from licet.screening.listing import Listing, NameKind, PartyKind, PartyName
from licet.screening.matching.compare import Comparison, compare
from licet.screening.matching.evidence import Evidence, Query, evidence_of
from licet.screening.matching.features import feature_of_number
from licet.screening.matching.index import Index
from licet.screening.matching.model import Model, models
from licet.screening.matching.words import Form, common_words, forms_of, names_a_legal_form, places

if TYPE_CHECKING:
    from licet.screening.matching.batch import Batch

CANDIDATES = 80
CANDIDATES_OF_MANY = 8
ASKED_WITHOUT_NUMPY = 3
"""So many parties are looked for without numpy, which takes longer to import than they take; the candidates are the same."""
LEAST_SHARED = 0.2
"""Names that share less than this of what tells them are not compared."""
FAR_BEHIND = 0.65
"""Nor are names that share less than this part of what the nearest one shares, in a run over many names."""
COMMON_IN_MANY = 0.02
"""In a run over many names, features that more than this share of the listed names have bring no candidates: without them it takes half the
time, and of a thousand misspelled names one or two more are missed (`benchmarks/matching.py`)."""
NEAR = 0.3
"""From this part of a possible match's score on, a name is shown as a near miss."""

_THINGS = (PartyKind.VESSEL, PartyKind.AIRCRAFT)


class Grade(StrEnum):
    """How far a listed party is the one asked for."""

    SURE = "sure"
    POSSIBLE = "possible"
    NEAR = "near"
    """Not a match; shown with the reason why not."""


@dataclass(slots=True)
class Match:
    """A listed party beside the one asked for: what was compared first, the score last."""

    query: Query
    listing: Listing
    position: int
    comparison: Comparison
    evidence: tuple[Evidence, ...]
    score: float
    grade: Grade
    model: Model

    @property
    def name(self) -> PartyName:
        """The name of the listing that met best."""
        return self.listing.names[self.position]

    @property
    def why(self) -> str:
        """What was compared, in a line."""
        from licet.screening.matching.explain import explained  # noqa: PLC0415  # only who looks at it needs the words

        return explained(self)


class Matcher:
    """Looks for parties in an index.

    Args:
        index: the names of the lists in play.

    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._asked = 0

    def match(self, query: Query, *, near: bool = False, limit: int = 20) -> list[Match]:
        """Return the listed parties that may be the one asked for, the likeliest first.

        Args:
            query: the party.
            near: whether to add near misses, each with the reason why it is none.
            limit: how many at most.

        """
        numbers = [feature_of_number(number) for number in query.numbers]
        forms = _forms(query)
        self._asked += 1
        if self._asked <= ASKED_WITHOUT_NUMPY and "numpy" not in sys.modules:
            candidates = [self.index.candidates(form, CANDIDATES, numbers) for form in forms]
        else:
            candidates = self._batch.candidates(forms, CANDIDATES, numbers=[numbers] * len(forms))
        return self._weighed(query, zip(forms, candidates, strict=True), near, limit)

    def match_many(self, queries: Sequence[Query], *, near: bool = False, limit: int = 20) -> Iterator[list[Match]]:
        """Return for each party what `match` returns, many times as fast; what is far behind the nearest candidate is not compared."""
        self.index.know_words()
        flat: list[tuple[int, Form]] = [(at, form) for at, query in enumerate(queries) for form in _forms(query)]
        sought: list[list[tuple[Form, list[tuple[int, float]]]]] = [[] for _ in queries]
        for chinese in (False, True):
            forms = [(at, form) for at, form in flat if bool(form.readings) is chinese]
            numbers = [[feature_of_number(number) for number in queries[at].numbers] for at, _ in forms]
            only = [form for _, form in forms]
            if chinese:  # few, and of many readings: the one that the list has may not be the nearest
                near_ones = self._batch.candidates(only, CANDIDATES, 0.0, numbers)
            else:
                near_ones = self._batch.candidates(only, CANDIDATES_OF_MANY, LEAST_SHARED, numbers, COMMON_IN_MANY)
            for (at, form), candidates in zip(forms, near_ones, strict=True):
                least = 0.0 if chinese or not candidates else candidates[0][1] * FAR_BEHIND
                sought[at].append((form, [one for one in candidates if one[1] >= least]))
        for query, found in zip(queries, sought, strict=True):
            yield self._weighed(query, found, near, limit)

    @cached_property
    def _batch(self) -> Batch:
        from licet.screening.matching.batch import Batch  # noqa: PLC0415  # numpy takes a moment to import, and one party needs none

        return Batch(self.index)

    def _weighed(self, query: Query, found: Iterable[tuple[Form, list[tuple[int, float]]]], near: bool, limit: int) -> list[Match]:
        """Compare the candidates and return the matches, one for each listing."""
        best: dict[int, tuple[float, int, Comparison]] = {}
        index = self.index
        company = query.kind is PartyKind.UNKNOWN and names_a_legal_form(query.name)
        for form, candidates in found:
            for name, _ in candidates:
                kind = index.kind(name)
                if not _could_be(query.kind, company, kind):
                    continue
                persons = kind is PartyKind.PERSON
                comparison = compare(form, index.form(name), index.rarity if persons else index.rarity_of_company_word, persons=persons)
                if not near and comparison.is_far() and not query.numbers:
                    continue
                number = index.of_listing[name]
                model = models()["person" if persons else "organisation"]
                score = model.score(comparison.figures())
                if not persons and score < model.possible and _is_named_within(comparison):
                    score = model.possible  # before a name of the listing that is more alike and no match
                if number not in best or score > best[number][0]:
                    best[number] = (score, name, comparison)
        matches = list(self._at_listed_addresses(query)) if query.addresses else []
        for number, (score, name, comparison) in best.items():
            least = models()["person" if index.kind(name) is PartyKind.PERSON else "organisation"].possible
            if score > least * 0.05 or query.numbers or near or comparison.is_same or comparison.ours_met == [1.0]:
                match = self._match(query, number, name, comparison)
                if match.grade is not Grade.NEAR or (near and match.score >= match.model.possible * NEAR):
                    matches.append(match)
        order = {Grade.SURE: 0, Grade.POSSIBLE: 1, Grade.NEAR: 2}
        matches.sort(key=lambda one: (order[one.grade], -one.score, one.listing.list, one.listing.id))
        return matches[:limit]

    def _at_listed_addresses(self, query: Query) -> Iterator[Match]:
        """Yield the listed addresses that the party uses: whoever is there counts as listed."""
        for name in self._addresses:
            match = self._match(query, self.index.listing_number(name), name, compare(Form(()), Form(()), self.index.rarity))
            if any(one.what == "address" for one in match.evidence):
                match.grade = Grade.POSSIBLE
                yield match

    @cached_property
    def _addresses(self) -> list[int]:
        """One name of each listing that is a bare address."""
        index = self.index
        return list({index.listing_number(name): name for name in range(len(index)) if index.kind(name) is PartyKind.ADDRESS}.values())

    def _match(self, query: Query, number: int, name: int, comparison: Comparison) -> Match:
        listing = self.index.listing(number)
        model = models()["person" if listing.kind is PartyKind.PERSON else "organisation"]
        evidence = evidence_of(query, listing)
        score = model.score(comparison.figures(), sum(one.adds for one in evidence))
        position = self.index.of_name[name]
        grade = _grade(query, listing, listing.names[position].kind, comparison, evidence, score, model)
        return Match(query, listing, position, comparison, evidence, score, grade, model)


def _forms(query: Query) -> list[Form]:
    """Return the names asked for as they are compared; an empty one where only numbers are known."""
    found = [form for name in (query.name, *query.other_names) for form in forms_of(name)]
    return list(dict.fromkeys(found)) or ([Form(())] if query.numbers else [])


def _could_be(asked: PartyKind, company: bool, listed: PartyKind) -> bool:
    """Whether a listed party can be what is asked for: persons are not companies, and a list that does not say may mean either."""
    if listed is PartyKind.ADDRESS:
        return False
    if asked is PartyKind.UNKNOWN:
        return not company or listed in (PartyKind.ORGANISATION, PartyKind.UNKNOWN)
    return listed in (asked, PartyKind.UNKNOWN)


def _grade(
    query: Query,
    listing: Listing,
    name: NameKind,
    comparison: Comparison,
    evidence: Sequence[Evidence],
    score: float,
    model: Model,
) -> Grade:
    """Return the grade of a match by the rules of docs/matching.md."""
    number = any(one.what == "number" for one in evidence)
    against = any(not one.agrees for one in evidence)
    if number and (comparison.is_same or score >= model.sure):
        return Grade.SURE
    words = len(comparison.ours.words)
    if listing.kind in _THINGS and query.kind is not listing.kind:  # a ship's name is any word
        return Grade.POSSIBLE if number or comparison.is_same else Grade.NEAR
    if listing.kind is PartyKind.PERSON:
        if sum(len(one.theirs) for one in comparison.met) < 2 and max(words, len(comparison.theirs.words)) > 1 and not number:
            return Grade.NEAR  # a family name alone is nobody
        born = any(one.what == "birth" and one.agrees for one in evidence)
        if comparison.is_same and born and words > 1 and not against:
            return Grade.SURE
        return (
            Grade.POSSIBLE if score >= model.possible or (comparison.is_same and not _born_another_day(evidence)) or number else Grade.NEAR
        )
    if _only_common_words_met(comparison) and not number:
        return Grade.NEAR
    if name is NameKind.WEAK and not number:
        return Grade.POSSIBLE if comparison.is_same else Grade.NEAR
    if not against and ((score >= model.sure and _telling_words_met(comparison)) or (comparison.is_same and _tells(comparison, evidence))):
        return Grade.SURE
    if (
        score >= model.possible
        or comparison.is_same
        or number
        or _is_named_within(comparison)
        or _is_one_of_its_words(comparison, evidence)
    ):
        return Grade.POSSIBLE
    return Grade.NEAR


def _is_named_within(comparison: Comparison) -> bool:
    """Whether one name is the other with more around it, and has a word that hardly any company has.

    That is: the listed name with nothing but a place beside it (YMTC Wuhan), or without its common words (CETC 54).
    """
    ours, theirs = comparison.ours.words, comparison.theirs.words
    if not (ours and theirs):
        return False
    if min(comparison.theirs_met) == 1.0:
        more = [word for word, share in zip(ours, comparison.ours_met, strict=True) if share < 1.0]
        return places().issuperset(more) and any(map(_is_rare, theirs))
    if len(ours) == 1 or min(comparison.ours_met) < 1.0 or not any(map(_is_rare, ours)):
        return False
    less = [word for word, share in zip(theirs, comparison.theirs_met, strict=True) if share < 1.0]
    return all(common_words().get(word, 0) > 2 or word in places() for word in less)


def _is_one_of_its_words(comparison: Comparison, evidence: Sequence[Evidence]) -> bool:
    """Whether the name is one word of the listed name, that hardly any company has, and the country is the same (NSCC)."""
    return (
        comparison.ours_met == [1.0]
        and _is_rare(comparison.ours.words[0])
        and any(one.what == "country" and one.agrees for one in evidence)
    )


def _is_rare(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and common_words().get(word, 0) < 3 and word not in places()


def _only_common_words_met(comparison: Comparison) -> bool:
    """Whether nothing is met but a word or two that many companies have, and more is left over."""
    met = [at for one in comparison.met for at in one.theirs]
    return not comparison.is_same and len(met) < 3 and all(comparison.theirs_weight[at] < 0.4 for at in met)


def _telling_words_met(comparison: Comparison) -> bool:
    """Whether every word that tells a party is met all but wholly: a difference there is most often another party."""
    return all(
        share >= 0.85 or weight < 0.6
        for weights, shares in ((comparison.ours_weight, comparison.ours_met), (comparison.theirs_weight, comparison.theirs_met))
        for weight, share in zip(weights, shares, strict=True)
    )


def _tells(comparison: Comparison, evidence: Sequence[Evidence]) -> bool:
    """Whether the very same name is nobody else's: it has a word that few companies have, beside another or in the same country."""
    rare = any(map(_is_rare, comparison.theirs.words))
    return rare and (len(comparison.theirs.words) > 1 or any(one.what == "country" and one.agrees for one in evidence))


def _born_another_day(evidence: Sequence[Evidence]) -> bool:
    return any(one.what == "birth" and not one.agrees for one in evidence)
