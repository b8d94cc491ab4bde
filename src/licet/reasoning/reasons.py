"""Reasons: what the answer shows of rules, paragraphs and near misses. Traces are built only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licet.language import tree as t
from licet.language.evaluate import Env, Kleene
from licet.language.explain import Explain, Step
from licet.language.units import tidy_number
from licet.law.in_force import RuleInForce, Standing
from licet.model.determination import NearMiss, Reason
from licet.reasoning.require import Bite

NEAR = 0.35
"""How far a value may lie from the threshold, as a share of it, and still be called near."""


def rule_reason(found: RuleInForce, value: Kleene, env: Env, explain: Explain, bite: Bite | None = None) -> Reason:
    """Return a rule as the answer shows it."""
    rule = found.rule

    def trace() -> Step:
        own = explain.trace(rule.when, env) if rule.when is not None else Step("always", True)
        listed = tuple(
            Step(f"item meets {standing.paragraph.ref}", met) for standing, met in (bite.triggers if bite is not None else ())
        )
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
        since=rule.valid.start,
    )


def paragraph_reason(standing: Standing, value: Kleene, env: Env, explain: Explain, declared: bool) -> Reason:
    """Return a paragraph as the answer shows it."""
    paragraph = standing.paragraph
    condition = paragraph.condition
    title = ": ".join(part for part in (paragraph.heading, paragraph.title) if part)
    return Reason(
        id=paragraph.ref,
        title=title,
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
        condition = standing.paragraph.condition
        if condition is None or env.memo.get(standing.index) is not False:
            continue
        blockers = explain.blockers(condition, env)
        if len(blockers) != 1 or not isinstance(blockers[0].node, t.Compare) or blockers[0].env is not env:
            continue
        miss = _miss(standing, blockers[0].node, env, explain)
        if miss is not None:
            yield miss, standing


def _miss(standing: Standing, test: t.Compare, env: Env, explain: Explain) -> NearMiss | None:
    left, right = explain.evaluate.visit(test.left)(env), explain.evaluate.visit(test.right)(env)
    if not isinstance(left, float) or not isinstance(right, float):
        return None
    gap = abs(left - right)
    scale = max(abs(right), abs(left))
    if scale and gap / scale > NEAR:
        return None
    unit = test.right.unit if isinstance(test.right, t.Number) else test.left.unit if isinstance(test.left, t.Number) else None
    shown = f"{tidy_number(gap / float(unit.factor))} {unit.name}" if unit is not None else tidy_number(gap)
    margin = f"by {shown} ({gap / scale:.0%})" if gap else "by nothing: the value lies on the threshold"
    paragraph = standing.paragraph
    title = ": ".join(part for part in (paragraph.heading, paragraph.title) if part)
    return NearMiss(paragraph.ref, title, explain.show.visit(test), explain.met(test, env), margin, gap / scale if scale else 0.0, paragraph.sources)

