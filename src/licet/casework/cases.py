"""A case is a sentence, a shipment, what must come out, and the oracle who said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from licet.intake.shipments import read_shipment
from licet.law.fields import Field, to_python
from licet.law.load import read_files
from licet.law.statute import Law
from licet.model.determination import Determination, RegimeFinding, Verdict
from licet.model.errors import LicetError, nearest
from licet.model.outcome import BY_KEY, Interval, exactly
from licet.reasoning import Engine

ORACLES = (
    "official_text", "official_faq", "official_statement", "filing", "company", "law_firm", "press", "arithmetic", "own_reading",
)  # fmt: skip
_RESTRICTIVE = (Verdict.AUTHORISATION_AVAILABLE, Verdict.NOTIFY_AUTHORITY, Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED)
_REGIME_KEYS = ("outcome", "enforced", "rules", "paragraphs", "releases", "doubts", "missing")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one regime (or, without a regime, all together) must say."""

    regime: str
    outcome: Interval | None
    enforced: Interval | None
    rules: tuple[str, ...]
    paragraphs: tuple[str, ...]
    releases: tuple[str, ...]
    doubts: tuple[str, ...]
    missing: tuple[str, ...]
    verdict: str = ""


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
    """Return the cases of the shipped law and of further folders.

    Raises:
        LawError: a case is incomplete or expects something that does not exist.

    """
    found: list[Case] = []
    for file in read_files(*folders):
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
        expects.append(Expectation("", outcome, None, (), (), (), (), (), verdict))
    return Case(entries["name"].text(), entries["shipment"], tuple(expects), oracle["kind"].text(), cite, f"{part.file}:{part.line}")


def _expectation(regime: str, value: Field) -> Expectation:
    if value.entries is None:
        return Expectation(regime, _interval(value), None, (), (), (), (), ())
    entries = value.mapping(_REGIME_KEYS)

    def texts(key: str) -> tuple[str, ...]:
        return entries[key].texts() if key in entries else ()

    outcome = _interval(entries["outcome"]) if "outcome" in entries else None
    enforced = _interval(entries["enforced"]) if "enforced" in entries else None
    return Expectation(regime, outcome, enforced, texts("rules"), texts("paragraphs"), texts("releases"), texts("doubts"), texts("missing"))


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
    def codes(ref: str) -> tuple[str, str]:
        return ref, ref.partition("/")[2]

    met = {code for reason in finding.paragraphs if reason.value is True for code in codes(reason.id)}
    named = (
        ("rule", expected.rules, {reason.id for reason in (*finding.requirements, *finding.releases, *finding.duties, *finding.conflicts)}),
        ("release", expected.releases, {reason.id for reason in finding.releases}),
        ("doubt", expected.doubts, {doubt.id for doubt in finding.doubts}),
        ("missing fact", expected.missing, {fact.name for fact in finding.missing}),
    )
    for code in expected.paragraphs:
        if not any(one == code or one.startswith(code + ".") for one in met):
            yield f"{where}: paragraph {code} is not met (met: {', '.join(sorted(reason.id for reason in finding.paragraphs)) or 'none'})"
    for word, wanted, there in named:
        for name in wanted:
            if name not in there:
                yield f"{where}: {word} {name} does not appear (there: {', '.join(sorted(there)) or 'none'})"
