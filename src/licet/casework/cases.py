"""A case is a sentence, a shipment, what must come out, and the oracle who said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from licet.intake.shipments import read_shipment
from licet.law.fields import Field, to_python
from licet.law.load import read_files
from licet.law.statute import REVIEW_POLICIES, Law
from licet.model.determination import Determination, Reason, RegimeFinding, Verdict
from licet.model.errors import LicetError, nearest
from licet.model.outcome import BY_KEY, Interval, exactly
from licet.reasoning import Engine

ORACLES = (
    "official_text", "official_faq", "official_statement", "filing", "company", "law_firm", "press", "arithmetic", "own_reading",
)  # fmt: skip
_RESTRICTIVE = (Verdict.AUTHORISATION_AVAILABLE, Verdict.NOTIFY_AUTHORITY, Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED)
_NAMED = ("rules", "not_rules", "paragraphs", "not_paragraphs", "releases", "doubts", "missing")
_REGIME_KEYS = ("outcome", "enforced", "review", *_NAMED)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one regime (or, without a regime, all together) must say."""

    regime: str
    outcome: Interval | None = None
    enforced: Interval | None = None
    review: str = ""
    verdict: str = ""
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules, paragraphs, releases, doubts and missing facts that must appear, or with `not_` must not."""


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case; `written` is the shipment as it stands in the file."""

    name: str
    written: Field
    expects: tuple[Expectation, ...]
    oracle: str
    cite: str
    at: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case came out: the differences, and whether one of them is a false clear."""

    case: Case
    differences: tuple[str, ...]
    false_clear: bool

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences


def read_cases(law: Law, *folders: str | Path) -> list[Case]:
    """Return the cases beside a law, in all its layers; or only those in the folders given.

    Raises:
        LawError: a case is incomplete or expects something that does not exist.

    """
    found: list[Case] = []
    for file in read_files(*(folders or law.layers)):
        entries = file.mapping()
        for part in entries["cases"].sequence() if "cases" in entries else []:
            found.append(_read_case(part, law))
    return found


def _read_case(part: Field, law: Law) -> Case:
    entries = part.mapping(("name", "shipment", "expect", "oracle", "note", "see"), ("name", "shipment", "expect", "oracle"))
    oracle = entries["oracle"].mapping(("kind", "cite", "link", "note", "pinpoint"), ("kind",))
    oracle["kind"].choice(ORACLES)
    cite = next((oracle[key].text() for key in ("link", "cite", "note") if key in oracle), "")
    expects: list[Expectation] = []
    expected = entries["expect"].mapping()
    for key, value in expected.items():
        if key in ("outcome", "verdict"):
            continue
        if key not in law.regimes:
            entries["expect"].keys[key].refuse(f'unknown regime "{key}"', ", ".join(law.regimes), key, nearest(key, law.regimes))
        expects.append(_expectation(key, value))
    if "outcome" in expected or "verdict" in expected:
        outcome = _interval(expected["outcome"]) if "outcome" in expected else None
        verdict = expected["verdict"].choice(Verdict) if "verdict" in expected else ""
        expects.append(Expectation("", outcome, verdict=verdict))
    return Case(entries["name"].text(), entries["shipment"], tuple(expects), oracle["kind"].text(), cite, f"{part.file}:{part.line}")


def _expectation(regime: str, value: Field) -> Expectation:
    if value.entries is None:
        return Expectation(regime, _interval(value))
    entries = value.mapping(_REGIME_KEYS)
    outcome = _interval(entries["outcome"]) if "outcome" in entries else None
    enforced = _interval(entries["enforced"]) if "enforced" in entries else None
    review = entries["review"].choice(REVIEW_POLICIES) if "review" in entries else ""
    named = {key: entries[key].texts() for key in _NAMED if key in entries}
    return Expectation(regime, outcome, enforced, review, named=named)


def _interval(value: Field) -> Interval:
    bounds = [part.choice(BY_KEY) for part in value.sequence()]
    if len(bounds) == 1:
        return exactly(BY_KEY[bounds[0]])
    if len(bounds) != 2 or BY_KEY[bounds[0]] > BY_KEY[bounds[1]]:
        value.refuse("not an interval of outcomes", "[the least, the most restrictive]", ", ".join(bounds))
    return Interval(BY_KEY[bounds[0]], BY_KEY[bounds[1]])


def run_case(case: Case, engine: Engine) -> CaseResult:
    """Return how a case comes out under the engine's law."""
    try:
        found = engine.determine(read_shipment(to_python(case.written), engine.law))
    except LicetError as error:
        return CaseResult(case, (f"the shipment is refused: {error}",), False)
    differences: list[str] = []
    false_clear = False
    for expected in case.expects:
        wrong = list(_differences(expected, found))
        differences.extend(wrong)
        outcome = found.regime(expected.regime).outcome if expected.regime else found.outcome
        restrictive = expected.outcome is not None and not expected.outcome.is_clear
        restrictive = restrictive or expected.verdict in _RESTRICTIVE
        if outcome.is_clear and restrictive:
            false_clear = True
    return CaseResult(case, tuple(differences), false_clear)


def _differences(expected: Expectation, found: Determination) -> Iterable[str]:
    where = expected.regime or "all laws together"
    if not expected.regime:
        if expected.outcome is not None and found.outcome != expected.outcome:
            yield f"{where}: expected {expected.outcome.label}, came {found.outcome.label}"
        if expected.verdict and found.verdict.value != expected.verdict:
            yield f"{where}: expected the verdict {expected.verdict}, came {found.verdict.value}"
        return
    finding = found.regime(expected.regime)
    if expected.outcome is not None and finding.outcome != expected.outcome:
        yield f"{where}: expected {expected.outcome.label}, came {finding.outcome.label}"
    if expected.enforced is not None and finding.enforced != expected.enforced:
        yield f"{where}: expected as enforced {expected.enforced.label}, came {finding.enforced.label}"
    yield from _absent(where, expected, finding)


def _absent(where: str, expected: Expectation, finding: RegimeFinding) -> Iterable[str]:
    rules = (*finding.reach, *finding.requirements, *finding.releases, *finding.duties, *finding.conflicts)
    there = {
        "rules": ("rule", {reason.id for reason in rules}),
        "releases": ("release", {reason.id for reason in finding.releases}),
        "doubts": ("doubt", {doubt.id for doubt in finding.doubts}),
        "missing": ("missing fact", {fact.name for fact in finding.missing}),
    }
    for key, (word, found) in there.items():
        for name in expected.named.get(key, ()):
            if name not in found:
                yield f"{where}: {word} {name} does not appear (there: {', '.join(sorted(found)) or 'none'})"
    met = _codes(reason for reason in finding.paragraphs if reason.value is True)
    for code in expected.named.get("paragraphs", ()):
        if not _under(code, met):
            yield f"{where}: paragraph {code} is not met (met: {', '.join(sorted(reason.id for reason in finding.paragraphs)) or 'none'})"
    for code in expected.named.get("not_paragraphs", ()):
        if _under(code, _codes(finding.paragraphs)):
            yield f"{where}: paragraph {code} is met or open, and must be neither"
    for name in expected.named.get("not_rules", ()):
        if any(reason.id == name for reason in (*finding.reach, *finding.requirements, *finding.duties, *finding.conflicts)):
            yield f"{where}: rule {name} holds or may, and must not"
    policies = {policy.review for reason in finding.requirements for policy in reason.reviews if policy.value is True}
    if expected.review and expected.review not in policies:
        yield f"{where}: expected the review policy {expected.review}, came {', '.join(sorted(policies)) or 'none'}"


def _codes(paragraphs: Iterable[Reason]) -> set[str]:
    """Return the codes of paragraphs, with and without their list."""
    return {code for reason in paragraphs for code in (reason.id, reason.id.partition("/")[2])}


def _under(code: str, codes: set[str]) -> bool:
    """Whether a code, or one below it, is among some."""
    return any(one == code or one.startswith(code + ".") for one in codes)
