"""Determine: every regime through the pipeline, then all of them together, with everything the answer carries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from licet.language.explain import Explain
from licet.language.surroundings import Env, Kleene
from licet.law.in_force import Calendar, LawOnDay
from licet.law.on_day import RegimeOnDay, Standing
from licet.law.statute import Law
from licet.model.determination import Determination, Reason, RegimeFinding, Verdict, WithoutAssumptions
from licet.model.outcome import Interval, Outcome, join_all
from licet.model.shipment import Shipment
from licet.model.source import Doubt
from licet.reasoning.assumptions import weigh_without
from licet.reasoning.changes import TriedOut
from licet.reasoning.classify import Classifier
from licet.reasoning.conflict import conflicts
from licet.reasoning.hypotheses import sharpen
from licet.reasoning.missing import Openness, missing_facts, openness
from licet.reasoning.once import Once
from licet.reasoning.reasons import near_misses, paragraph_reason, rule_reason
from licet.reasoning.require import holds
from licet.reasoning.review import reviews
from licet.reasoning.weigh import Weighed, outcome_of, regimes_on_lane, surroundings, weigh

_VERDICTS = {
    Outcome.AUTHORISATION_AVAILABLE: Verdict.AUTHORISATION_AVAILABLE,
    Outcome.NOTIFY_AUTHORITY: Verdict.NOTIFY_AUTHORITY,
    Outcome.LICENCE_REQUIRED: Verdict.LICENCE_REQUIRED,
    Outcome.PROHIBITED: Verdict.PROHIBITED,
}


@dataclass(slots=True)
class _Found:
    """The finding of one regime, and what keeps it open."""

    finding: RegimeFinding
    open: Callable[[], Openness]


class Engine:
    """Determines shipments under one law; keeps the law of each segment of days, so further shipments are fast.

    >>> from licet.intake import read_shipment
    >>> from licet.law import load_law
    >>> law = load_law()
    >>> shipment = read_shipment({"item": "NXT:2000i", "from": "NL", "to": "CN", "date": "2023-09-01"}, law)
    >>> Engine(law).determine(shipment).outcome.label
    'licence required'
    """

    def __init__(self, law: Law, regimes: Collection[str] = ()) -> None:
        """Make an engine for all regimes of the law, or for those named.

        Raises:
            KeyError: a regime is not among those loaded.

        """
        self.law = law
        self.regimes = frozenset(regimes or law.regimes)
        if unknown := self.regimes - set(law.regimes):
            raise KeyError(", ".join(sorted(unknown)))
        self.calendar = Calendar(law)
        self._classifiers: dict[int, Classifier] = {}

    def determine(self, shipment: Shipment) -> Determination:
        """Return what every regime says of the shipment, why, and all regimes together."""
        law = self.calendar.on(shipment.day, shipment.known_on)
        classifier = self._classifier(law)
        assumed = surroundings(shipment, law, classifier)
        explain = Explain(law.evaluate, classifier.open_texts)
        asked = regimes_on_lane(law, assumed)
        weighed = {name: weigh(regime, assumed, classifier) for name, regime in asked.items() if name in self.regimes}

        def others(name: str) -> Weighed:  # a conflict may be with a regime that was not asked for
            return weighed[name] if name in weighed else weigh(asked[name], assumed, classifier)

        strictly = Once(partial(weigh_without, shipment, weighed, law, classifier))
        found = [self._regime(shipment, one, law, classifier, explain, others, strictly) for one in weighed.values()]
        findings = tuple(one.finding for one in found)
        outcome = sharpen(join_all(finding.outcome for finding in findings), shipment, assumed, law, classifier, self.regimes)
        as_written = all(finding.enforced == finding.outcome for finding in findings)
        uncovered = self._uncovered(shipment, law)
        movers = [
            one.open for one in found if not outcome.is_settled and not outcome.is_clear and one.finding.outcome.upper > outcome.lower
        ]
        return Determination(
            shipment=shipment,
            outcome=outcome,
            enforced=outcome if as_written else join_all(finding.enforced for finding in findings),
            strictly=strictly,
            verdict=_verdict(outcome, findings, uncovered, shipment),
            regimes=findings,
            asks=Once(lambda: missing_facts([one() for one in movers], law.vocabulary, shipment.records())),
            notices=self._notices(shipment),
            uncovered=uncovered,
            law_hash=self.law.hash,
            law_layers=self.law.layers,
            changes=Once(lambda: TriedOut(self, shipment, outcome, findings)),
        )

    def outcome(self, shipment: Shipment) -> Interval:
        """Return only the outcome of all regimes together, with the stated assumptions."""
        law = self.calendar.on(shipment.day, shipment.known_on)
        classifier = self._classifier(law)
        env = surroundings(shipment, law, classifier)
        plain = join_all(
            weigh(regime, env, classifier).outcome for name, regime in regimes_on_lane(law, env).items() if name in self.regimes
        )
        return sharpen(plain, shipment, env, law, classifier, self.regimes)

    def classify(self, shipment: Shipment) -> Iterator[tuple[Standing, Kleene]]:
        """Yield every paragraph of the day that the item could meet by its kind, and whether it does, whoever the law reaches."""
        law = self.calendar.on(shipment.day, shipment.known_on)
        classifier = self._classifier(law)
        env = surroundings(shipment, law, classifier)
        for name in law.regimes:
            if name in self.regimes:
                yield from _standings(law.regimes[name], env, classifier)

    def law_on(self, shipment: Shipment) -> tuple[LawOnDay, Env, Explain]:
        """Return the law of the shipment's day, the shipment's surroundings, and what explains conditions in them."""
        law = self.calendar.on(shipment.day, shipment.known_on)
        classifier = self._classifier(law)
        return law, surroundings(shipment, law, classifier), Explain(law.evaluate, classifier.open_texts)

    def _notices(self, shipment: Shipment) -> tuple[str, ...]:
        notices = []
        if shipment.known_on is not None:
            notices.append(f"Law as the world knew it on {shipment.known_on.isoformat()}; what was published later is left out.")
        if left_out := [regime.name for name, regime in self.law.regimes.items() if name not in self.regimes]:
            notices.append(f"Not asked: {', '.join(left_out)}.")
        return tuple(notices)

    def _classifier(self, law: LawOnDay) -> Classifier:
        found = self._classifiers.get(id(law))
        if found is None:
            found = self._classifiers[id(law)] = Classifier(law)
        return found

    def _regime(
        self,
        shipment: Shipment,
        weighed: Weighed,
        law: LawOnDay,
        classifier: Classifier,
        explain: Explain,
        others: Callable[[str], Weighed],
        strictly: Callable[[], WithoutAssumptions],
    ) -> _Found:
        env, regime = weighed.env, weighed.regime
        reached = weighed.reached.at_all
        against = tuple(
            rule_reason(found.rule, found.value, env, explain, opposed=found.opposed)
            for found in conflicts(regime, others, env, classifier)
        )
        contradictions: tuple[str, ...] = ()
        if shipment.item.declared:
            contradictions = tuple(classifier.contradictions(env, regime.regime.id, shipment.day.isoformat()))
        if not reached and not against:
            return _Found(_not_reached(regime, weighed, contradictions, strictly, law), _nothing_open)
        standings = list(_standings(regime, env, classifier)) if reached else []
        met = [(standing, value) for standing, value in standings if value is not False]
        near = Once(lambda: list(near_misses((standing for standing, _ in standings), env, explain)))
        keeps_open = Once(partial(openness, weighed, explain, law))
        releases = {release.rule.id: (release, value) for bite in weighed.bites for release, value in bite.releases}
        duties = [(found, *holds(found, env, classifier)) for found in regime.demands().duties] if reached else []
        finding = RegimeFinding(
            regime=regime.regime.id,
            name=regime.regime.name,
            outcome=weighed.outcome,
            enforced=_enforced(weighed),
            strictly=strictly,
            reach=tuple(rule_reason(hook, value, env, explain) for hook, value in weighed.reached.hooks),
            paragraphs=tuple(
                paragraph_reason(standing, value, env, explain, value is True and classifier.by_parameters(standing, env) is not True)
                for standing, value in met
            ),
            nearly=lambda: tuple(miss for miss, _ in near()),
            requirements=tuple(
                rule_reason(
                    bite.rule,
                    bite.value,
                    env,
                    explain,
                    bite,
                    tuple(rule_reason(policy, value, env, explain) for policy, value in reviews(regime, bite, env, classifier)),
                )
                for bite in weighed.bites
            ),
            releases=tuple(rule_reason(release, value, env, explain) for release, value in releases.values()),
            duties=tuple(rule_reason(found, value, env, explain) for found, value, _ in duties if value is not False),
            conflicts=against,
            unlisted=regime.regime.unlisted if reached and not met else "",
            contradictions=contradictions,
            asks=Once(lambda: missing_facts([keeps_open()], law.vocabulary, shipment.records())),
            leans_on=Once(lambda: tuple({doubt.id: doubt for doubt in _doubts(weighed, met, near(), against, keeps_open(), law)}.values())),
            horizon=law.horizon(regime.regime),
        )
        return _Found(finding, keeps_open)

    def _uncovered(self, shipment: Shipment, law: LawOnDay) -> str:
        """Return the country of departure if no regime that is loaded is its home law."""
        departure = shipment.facts.get("departure")
        if not isinstance(departure, str):
            return ""
        for name in self.regimes:
            for place in law.regimes[name].regime.governs:
                if place == departure or (place in law.vocabulary.place_sets and departure in law.places(place).members):
                    return ""
        return departure


def _not_reached(
    regime: RegimeOnDay, weighed: Weighed, contradictions: tuple[str, ...], strictly: Callable[[], WithoutAssumptions], law: LawOnDay
) -> RegimeFinding:
    """Return the finding of a regime that does not reach the shipment; most do not, so it is made apart and at little cost."""
    return RegimeFinding(
        regime=regime.regime.id,
        name=regime.regime.name,
        outcome=weighed.outcome,
        enforced=weighed.outcome,
        strictly=strictly,
        reach=(),
        paragraphs=(),
        nearly=_none,
        requirements=(),
        releases=(),
        duties=(),
        conflicts=(),
        unlisted="",
        contradictions=contradictions,
        asks=_none,
        leans_on=_none,
        horizon=law.horizon(regime.regime),
    )


def _none() -> tuple[()]:
    return ()


def _nothing_open() -> Openness:
    return Openness()


def determine(shipment: Shipment, law: Law) -> Determination:
    """Return the determination of one shipment; for many, keep an `Engine`."""
    return Engine(law).determine(shipment)


def _standings(regime: RegimeOnDay, env: Env, classifier: Classifier) -> Iterator[tuple[Standing, Kleene]]:
    for found in regime.lists:
        for standing in classifier.under(env, found.control_list.id, ""):
            yield standing, classifier.value(standing, env)


def _verdict(outcome: Interval, findings: tuple[RegimeFinding, ...], uncovered: str, shipment: Shipment) -> Verdict:
    """Return the word to gate on. A clear outcome is no clear answer where the departure, its law or the law of the day is unknown."""
    if outcome.is_clear:
        if "departure" not in shipment.facts:
            return Verdict.OPEN
        if uncovered:
            return Verdict.NOT_COVERED
        beyond = shipment.known_on is not None and shipment.known_on < shipment.day
        beyond = beyond or any(finding.horizon.beyond for finding in findings if finding.outcome.upper is not Outcome.NOT_SUBJECT)
        return Verdict.CLEAR_VERIFY if beyond else Verdict.CLEAR
    return _VERDICTS[outcome.upper] if outcome.is_settled else Verdict.OPEN


def _doubts(
    weighed: Weighed,
    met: Sequence[tuple[Standing, bool | None]],
    near: Sequence[tuple[object, Standing]],
    against: Sequence[Reason],
    keeps_open: Openness,
    law: LawOnDay,
) -> Iterator[Doubt]:
    rules = [hook for hook, _ in weighed.reached.hooks]
    rules += [bite.rule for bite in weighed.bites]
    rules += [release for bite in weighed.bites for release, _ in bite.releases]
    for found in rules:
        yield from found.rule.doubts
    for standing in [standing for standing, _ in met] + [standing for _, standing in near]:
        yield from standing.paragraph.doubts
    for standing, _ in met:
        yield from law.lists[standing.paragraph.list].control_list.doubts
    yield from law.doubts(keeps_open.doubts())
    for reason in against:
        yield from reason.doubts


def _enforced(weighed: Weighed) -> Interval:
    if all(bite.enforced is bite.value for bite in weighed.bites):
        return weighed.outcome
    return outcome_of(weighed.reached, weighed.bites, enforced_only=True)
