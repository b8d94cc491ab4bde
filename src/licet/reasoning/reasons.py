"""Reasons: what the answer shows of rules, paragraphs and near misses. Traces are built only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from licet.language import tree as t
from licet.language.explain import Explain, Step
from licet.language.surroundings import Env, Kleene
from licet.language.units import tidy_number
from licet.law.on_day import RuleInForce, Standing
from licet.model.determination import NearMiss, Reason
from licet.reasoning.require import Bite

NEAR = 0.35
"""How far a value may lie from the threshold, as a share of it, and still be called near."""


def rule_reason(
    found: RuleInForce,
    value: Kleene,
    env: Env,
    explain: Explain,
    bite: Bite | None = None,
    reviews: tuple[Reason, ...] = (),
    opposed: tuple[str, ...] = (),
) -> Reason:
    """Return a rule as the answer shows it, with the policies by which an application would be judged."""
    rule = found.rule

    def trace() -> Step:
        own = explain.trace(rule.when, env) if rule.when is not None else Step("always", True)
        listed = tuple(Step(f"item meets {standing.paragraph.ref}", met) for standing, met in (bite.triggers if bite is not None else ()))
        return Step("all of", value, parts=(own, *listed)) if listed else own

    return Reason(
        id=rule.id,
        title=rule.title,
        value=value,
        sources=rule.sources,
        doubts=rule.doubts,
        trace=trace,
        kind=rule.kind.value,
        paragraphs=tuple(standing.paragraph.ref for standing, _ in bite.triggers) if bite is not None else (),
        form=rule.form,
        review=rule.review,
        authority=rule.authority,
        conditions=rule.conditions,
        note=rule.note,
        not_enforced=found.unenforced.by if found.unenforced is not None else "",
        answered_by=tuple(release.rule.id for release, _ in bite.releases) if bite is not None else (),
        against=rule.against,
        opposed=opposed,
        since=rule.valid.start,
        reviews=reviews,
    )


def paragraph_reason(standing: Standing, value: Kleene, env: Env, explain: Explain, declared: bool) -> Reason:
    """Return a paragraph as the answer shows it."""
    paragraph = standing.paragraph
    condition = paragraph.condition
    return Reason(
        id=paragraph.ref,
        title=paragraph.title or paragraph.heading,
        heading=paragraph.heading,
        value=value,
        sources=paragraph.sources,
        doubts=paragraph.doubts,
        trace=lambda: explain.trace(condition, env) if condition is not None else Step("always", True),
        note=paragraph.note,
        since=paragraph.valid.start,
        declared=declared,
    )


def near_misses(standings: Iterable[Standing], env: Env, explain: Explain) -> Iterator[tuple[NearMiss, Standing]]:
    """Yield the paragraphs that a single comparison keeps from being met, with the margin."""
    for standing in standings:
        if not standing.numeric or env.memo.get(standing.index) is not False:
            continue
        blocker = explain.blocker(standing.rest, env)
        if not isinstance(blocker, t.Compare):
            continue
        left, right = explain.evaluate.visit(blocker.left)(env), explain.evaluate.visit(blocker.right)(env)
        if not isinstance(left, float) or not isinstance(right, float) or _leans_on_default(blocker, env, explain):
            continue
        scale = max(abs(right), abs(left))
        gap = abs(left - right) / scale if scale else 0.0
        if gap <= NEAR:
            paragraph = standing.paragraph
            words = partial(_miss_words, blocker, env, explain, abs(left - right), gap)
            yield NearMiss(paragraph.ref, paragraph.title or paragraph.heading, gap, paragraph.sources, words), standing


def _leans_on_default(test: t.Compare, env: Env, explain: Explain) -> bool:
    """Whether a test met a stated default: no near miss of anything that is known of the item."""
    facts = explain.vocabulary.facts
    return any(
        isinstance(part, t.Fact) and part.owner == "item" and facts[part.name].default is not None and part.name not in env.item.facts
        for part in t.walk(test)
    )


def _miss_words(test: t.Compare, env: Env, explain: Explain, distance: float, gap: float) -> tuple[str, str, str]:
    unit = next((side.unit for side in (test.right, test.left) if isinstance(side, (t.Number, t.Defined)) and side.unit is not None), None)
    shown = f"{tidy_number(distance / unit.scale)} {unit.name}" if unit is not None else tidy_number(distance)
    share = "" if unit is not None and unit.shift else f" ({gap:.0%})"  # a share of a temperature says nothing
    margin = f"by {shown}{share}" if distance else "by nothing: the value lies on the threshold"
    return explain.show.visit(test), explain.met(test, env), margin
