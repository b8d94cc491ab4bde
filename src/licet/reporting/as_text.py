"""A determination as calm, aligned text: one screen, or everything with `why`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import islice

from licet.language.explain import Step
from licet.language.show import show_value, words
from licet.law.statute import Law
from licet.model.determination import Change, Changes, Determination, NearMiss, Reason, RegimeFinding, Verdict
from licet.model.outcome import Outcome
from licet.model.shipment import Origin, Record
from licet.model.source import Source

WIDTH = 100
_LABEL = 16
CONFLICTS = 2
"""How many conflicts of laws a short answer tells; the others stand by their ids."""
TELLING = 4
"""How many changes a short answer shows."""

_HEADLINES = {
    Verdict.CLEAR_VERIFY: "on the law known here; the day lies beyond it: verify",
    Verdict.NOT_COVERED: "but not cleared: the law of the country of departure is not among those asked",
}


def determination_as_text(found: Determination, law: Law, why: bool = False, beside: Iterable[tuple[str, str]] = ()) -> str:
    """Return the answer as text.

    Args:
        found: the determination.
        law: the law it was made under.
        why: whether to add every source, doubt and trace; without, the text is at most a screen.
        beside: further labels and texts, to stand before the line on the law.

    """
    return "\n".join(_lines(found, law, why, beside)) + "\n"


def _lines(found: Determination, law: Law, why: bool, beside: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield _heading(found)
    yield ""
    yield f"  {found.outcome.label.upper()}"
    if found.verdict in _HEADLINES:
        yield f"  {_HEADLINES[found.verdict]}"
    if found.enforced != found.outcome:
        yield f"  as enforced: {found.enforced.label}"
    yield ""
    yield from _conflicts(found, law, why)
    for finding in found.regimes:
        if finding.outcome.upper is Outcome.NOT_SUBJECT:
            continue
        yield from _regime(finding, found, why)
    yield from _asides(found, law, why, beside)


def _heading(found: Determination) -> str:
    shipment = found.shipment
    places = [str(shipment.facts.get(name, "?")) for name in ("departure", "destination")]
    known = f"   (known on {shipment.known_on})" if shipment.known_on else ""
    return f"{shipment.item.title}   {places[0]} → {places[1]}   {shipment.day}{known}"


def _entry(label: str, text: str, mark: str = "") -> Iterator[str]:
    """Yield a labelled text, wrapped and hanging; a label too long for its column stands on a line of its own."""
    if len(label) >= _LABEL:
        yield f"  {label}"
        label = ""
    first = f"  {label:<{_LABEL}}"
    hang = " " * (len(first) + len(mark))
    yield from textwrap.wrap(f"{mark}{text}", WIDTH, initial_indent=first, subsequent_indent=hang, break_on_hyphens=False)


def _conflicts(found: Determination, law: Law, why: bool) -> Iterator[str]:
    """Yield where heeding one law breaches another: above all else, since no outcome shows it. The first is told, the others are named."""
    told = found.conflicts if why else found.conflicts[:1]
    for finding, reason in told:
        yield from _conflict(finding, reason, law, why)
    for _, reason in found.conflicts[len(told) : CONFLICTS]:
        yield from _entry(_clash(reason), f"{textwrap.shorten(reason.title, 110, placeholder=' …')} ({reason.id}, --why)", "! ")
    if not why and len(found.conflicts) > CONFLICTS:
        others = _some(tuple(reason.id for _, reason in found.conflicts[CONFLICTS:]), why)
        yield from _entry("", f"{_count(len(found.conflicts) - CONFLICTS, 'more conflict')} (--why): {others}", "! ")
    if found.conflicts:
        yield ""


def _clash(reason: Reason) -> str:
    return "Conflict" if reason.value is True else "May conflict"


def _conflict(finding: RegimeFinding, reason: Reason, law: Law, why: bool) -> Iterator[str]:
    yield from _entry(_clash(reason), f"{reason.title} ({reason.id})", "! ")
    other = law.regimes[reason.against].name if reason.against in law.regimes else ""
    heeding = f" against {other}{f' ({_some(reason.opposed, why)})' if reason.opposed else ''}" if other else ""
    first = min((rule.valid.start for rule in law.rules if rule.id == reason.id and rule.valid.start), default=None)
    yield from _entry("", f"{finding.name}{heeding}{f', since {first}' if first else ''}", "  ")
    if not why:
        pinpoints = "; ".join(f"{source.title}, {source.pinpoint}" for source in reason.sources if source.pinpoint)
        for mark, text in (("", reason.note), ("do: ", next(iter(reason.conditions), "")), ("§ ", pinpoints)):
            if text and reason.value is True:
                yield from _entry("", f"{mark}{textwrap.shorten(text, 150, placeholder=' …')}", "  ")
        return
    if reason.note:
        yield from _entry("", reason.note, "  ")
    for condition in reason.conditions:
        yield from _entry("", f"do: {condition}", "  ")
    yield from _sources(reason.sources, why)
    for doubt in reason.doubts:
        yield from _entry("", f"doubt: {doubt.says}", "  ")
    yield from _trace(reason, why)


def _some(names: tuple[str, ...], why: bool) -> str:
    return ", ".join(names) if why or len(names) <= 3 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def _regime(finding: RegimeFinding, found: Determination, why: bool) -> Iterator[str]:
    yield from _entry(finding.name, finding.outcome.label)
    if finding.enforced != finding.outcome:
        yield from _entry("", f"as enforced: {finding.enforced.label}")
    for text in finding.contradictions:
        yield from _entry("", text, "! ")
    yield from _paragraphs(finding, why)
    biting = [reason for reason in finding.requirements if reason.value is True or found.outcome.is_settled is False]
    yield from _rules(biting, why) if why else _main_rules(biting)
    yield from _releases(finding.releases, why) if why else _main_releases(finding)
    misses = finding.near_misses if why else sorted(finding.near_misses, key=lambda miss: (miss.gap == 0, miss.gap))[:1]
    if why or not any(reason.value is True for reason in finding.paragraphs):
        for miss in misses:
            yield from _entry("", _near(miss, why))
    if finding.horizon.note:
        yield from _entry("", finding.horizon.note if why else textwrap.shorten(finding.horizon.note, 110, placeholder=" …"), "! ")
    yield from _duties(finding, why)


def _paragraphs(finding: RegimeFinding, why: bool) -> Iterator[str]:
    met = [reason for reason in finding.paragraphs if reason.value is True]
    for reason in met if why else met[:2]:
        how = "declared as" if reason.declared else "meets"
        heading = f" ({reason.heading})" if why and reason.heading not in ("", reason.title) else ""
        yield from _entry("", f"{how} {reason.id}: {reason.title}{heading}")
        yield from _sources(reason.sources, why)
        yield from _trace(reason, why)
    if not why and len(met) > 2:
        yield from _entry("", f"and {_count(len(met) - 2, 'more paragraph')} (--why)")
    if finding.unlisted:
        yield from _entry("", f"meets no entry: {finding.unlisted}")
    open_paragraphs = [reason.id for reason in finding.paragraphs if reason.value is None]
    if open_paragraphs and (why or not met):
        shown = open_paragraphs if why else open_paragraphs[:3]
        more = f" and {len(open_paragraphs) - len(shown)} more" if len(shown) < len(open_paragraphs) else ""
        yield from _entry("", f"may meet {', '.join(shown)}{more}")


def _main_rules(biting: list[Reason]) -> Iterator[str]:
    """Yield the rules that say most: the first that bites in full, the next by name; where none does, those that may."""
    sure = [reason for reason in biting if reason.value is True]
    shown = (sure or biting)[:2]
    for reason in shown:
        yield from _rules([reason], False, details=reason is shown[0])
    if len(biting) > len(shown):
        yield from _entry("", f"and {_count(len(biting) - len(shown), 'more rule')} that {'bite or may' if sure else 'may bite'} (--why)")


def _duties(finding: RegimeFinding, why: bool) -> Iterator[str]:
    """Yield what is owed whatever the outcome, the first of it by name: a clear answer can hang on a statement that has to be had first."""
    reached = finding.outcome.lower is not Outcome.NOT_SUBJECT
    owed = [reason for reason in finding.duties if why or (reached and reason.value is True)]
    for reason in owed if why else owed[:1]:
        more = "" if why or len(owed) == 1 else f", and {len(owed) - 1} more (--why)"
        yield from _entry("", f"{'owed' if reached and reason.value is True else 'may be owed'}: {reason.title} ({reason.id}){more}")
        if why:
            yield from _sources(reason.sources, why)


def _main_releases(finding: RegimeFinding) -> Iterator[str]:
    """Yield the releases that are open for sure, the first with its conditions; those that may be open by their ids."""
    sure = [reason for reason in finding.releases if reason.value is True]
    yield from _releases(sure[:1], False)
    maybe = [reason for reason in finding.releases if reason.value is None]
    for word, others in (("also available", sure[1:]), ("may be open", [] if finding.outcome.is_settled else maybe)):
        if others:
            more = f" and {len(others) - 3} more" if len(others) > 3 else ""
            yield from _entry("", f"{word}: {', '.join(reason.id for reason in others[:3])}{more} (--why)")


def _rules(reasons: Iterable[Reason], why: bool, details: bool = True) -> Iterator[str]:
    for reason in reasons:
        word = "rule" if reason.value is True else "may bite"
        cited = f", {reason.sources[0].pinpoint}" if reason.sources and reason.sources[0].pinpoint and not why else ""
        yield from _entry("", f"{word}: {reason.title} ({reason.id}{cited})")
        if reason.value is True and details:
            review = reason.review or _review(reason)
            for label, detail in (("form", reason.form), ("review", review), ("authority", reason.authority)):
                if detail:
                    yield from _entry("", f"{label}: {detail if why else textwrap.shorten(detail, 76, placeholder=' …')}", "  ")
        if reason.not_enforced:
            yield from _entry("", f"not enforced: {reason.not_enforced}", "  ")
        yield from _sources(reason.sources, why)
        yield from _trace(reason, why)
        if why:
            yield from _policies(reason)


def _review(reason: Reason) -> str:
    """Return in a phrase how an application would be judged: what holds, else what may."""
    words = [policy.review.replace("_", " ") if policy.value else f"may be {policy.review.replace('_', ' ')}" for policy in reason.reviews]
    return ", or ".join(dict.fromkeys(words))


def _policies(reason: Reason) -> Iterator[str]:
    for policy in reason.reviews:
        word = "review policy" if policy.value is True else "may be the review policy"
        yield from _entry("", f"{word}: {policy.review.replace('_', ' ')}: {policy.title} ({policy.id})", "  ")
        for condition in policy.conditions:
            yield from _entry("", f"confirm: {condition}", "    ")
        yield from _sources(policy.sources, True)
        yield from _trace(policy, True)


def _releases(reasons: Iterable[Reason], why: bool) -> Iterator[str]:
    for reason in reasons:
        word = "available" if reason.value is True else "may be open"
        yield from _entry("", f"{word}: {reason.title} ({reason.id})")
        conditions = reason.conditions if why else reason.conditions[:2]
        for condition in conditions:
            shown = condition if why else textwrap.shorten(condition, 150, placeholder=" …")
            yield from _entry("", f"confirm: {shown}", "  ")
        if len(conditions) < len(reason.conditions):
            yield from _entry("", f"and {_count(len(reason.conditions) - len(conditions), 'more condition')} (--why)", "  ")
        yield from _sources(reason.sources, why)
        yield from _trace(reason, why)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _near(miss: NearMiss, why: bool) -> str:
    test, met, margin = miss.words()
    if not why:
        return f"near {miss.paragraph.partition('/')[2]}: {test} missed {margin}"
    return f"near miss {miss.paragraph}: needs {test}; here {met}; missed {margin}"


def _sources(sources: Iterable[Source], why: bool) -> Iterator[str]:
    if not why:
        return
    for source in sources:
        sure = "" if source.confidence.value == "confirmed" else f" [{source.confidence.value.replace('_', ' ')}]"
        yield from _entry("", f"{source}{sure}, read {source.read}", "  § ")
        if source.link:
            yield f"{'':{_LABEL + 6}}{source.link}"


def _trace(reason: Reason, why: bool) -> Iterator[str]:
    if why:
        yield from _steps(reason.trace(), 0)


_MARKS = {True: "yes", False: "no ", None: "?  "}


def _steps(step: Step, depth: int) -> Iterator[str]:
    met = f"   ({step.met})" if step.met else ""
    indent = " " * (_LABEL + 4 + 2 * depth)
    text = f"{_MARKS[step.value]} {step.text}{met}"
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "      ", break_on_hyphens=False)
    settled = step.text == "any of" and step.value is True  # what did not matter beside a true alternative is left to the JSON
    for part in step.parts:
        if not settled or part.value is True:
            yield from _steps(part, depth + 1)


def _asides(found: Determination, law: Law, why: bool, beside: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield ""
    if found.uncovered:
        name = law.vocabulary.countries[found.uncovered]
        why_not = "not encoded here" if len(found.regimes) == len(law.regimes) else "not encoded here, or was not asked"
        yield from _entry("Not covered", f"{name}, where the item leaves, has a law that is {why_not}. It may require a licence.", "! ")
    if found.missing:
        asked = [fact for fact in found.missing if fact.settles]
        shown = found.missing if why else asked[:4]
        for number, fact in enumerate(shown):
            yield from _entry("Ask" if number == 0 else "", f"{fact.question} ({fact.path})", f"{number + 1}. ")
        if len(shown) < len(found.missing):
            yield from _entry("", f"and up to {len(found.missing) - len(shown)} more; `licet ask` asks only what still matters")
    elif not found.outcome.is_settled and not found.outcome.is_clear:
        yield from _entry("Open", "No fact of yours can settle this; it hangs on law that could not be confirmed (see doubts).")
    for number, change in enumerate(found.changes() if why else _telling(found.changes())):
        yield from _entry("Would change" if number == 0 else "", f"{change.what}: {change.outcome.label}")
    doubts = found.doubts
    for number, doubt in enumerate(doubts if why else doubts[:2]):
        yield from _entry("Doubts" if number == 0 else "", doubt.says if why else textwrap.shorten(doubt.says, 150, placeholder=" …"), "? ")
    if not why and len(doubts) > 2:
        yield from _entry("", f"and {_count(len(doubts) - 2, 'more doubt')} (--why)")
    yield from _assumptions(found, why)
    yield from _filled(found, law, why)
    for notice in found.notices:
        yield from _entry("Notice", notice)
    for label, text in beside:
        yield from _entry(label, text)
    yield from _entry("Law", _law_line(found) + ". Not legal advice.")


def _telling(changes: Changes) -> Iterator[Change]:
    """Choose the few changes that say most: the days; where no day changes anything, others that settle the answer."""
    days = list(islice(changes.days, TELLING))
    yield from days or islice((change for change in changes if change.outcome.is_settled), TELLING)


def _assumptions(found: Determination, why: bool) -> Iterator[str]:
    if why:
        for number, text in enumerate(found.assumptions):
            yield from _entry("Assumed" if number == 0 else "", text, "· ")
        if found.unassumed != found.outcome:
            yield from _entry("", f"without these assumptions: {found.unassumed.label}")
    elif found.assumptions:
        more = f" And {len(found.assumptions) - 2} more (--why)." if len(found.assumptions) > 2 else ""
        yield from _entry("Assumed", " ".join(found.assumptions[:2]) + more)


def _filled(found: Determination, law: Law, why: bool) -> Iterator[str]:
    item = found.shipment.item
    filled = [
        f"{words(name)} {show_value(item.facts[name], law.vocabulary.facts[name].unit)}"
        + (f" ({given.note})" if why and given.note else "")
        for name, given in item.given.items()
        if given.origin is Origin.CATALOGUE and name not in ("maker", "model", "name")
    ]
    if item.product:
        filled += [_rows(name, rows, law) for name, rows in item.records.items() if all(not row.given for row in rows)]
    if filled:
        text = f"from the catalogue: {'; '.join(filled)}"
        yield from _entry("Filled in", text if why else textwrap.shorten(text, 160, placeholder=" …"))
    day = found.shipment.given.get("date")
    if day is not None and day.origin is Origin.ASSUMED:
        yield from _entry("", "no date was given: today's law is asked")


def _rows(name: str, rows: tuple[Record, ...], law: Law) -> str:
    """Return the rows of a collection that the catalogue filled in: `performance 989.4 TOPS, 16 bit, fp16`."""
    facts = law.vocabulary.facts
    shown = (", ".join(show_value(value, facts[fact].unit) for fact, value in row.facts.items()) for row in rows)
    return f"{words(name)} {' / '.join(shown)}"


def _law_line(found: Determination) -> str:
    known = ", ".join(
        f"{finding.name} through {finding.horizon.known_through}"
        for finding in found.regimes
        if finding.outcome.upper is not Outcome.NOT_SUBJECT
    )
    unreached = [finding.name for finding in found.regimes if finding.outcome.upper is Outcome.NOT_SUBJECT]
    rest = f"; does not reach: {', '.join(unreached)}" if unreached else ""
    layers = f" with {', '.join(found.law_layers[1:])}" if len(found.law_layers) > 1 else ""
    return f"{found.law_hash[:8]}{layers}: {known or 'no regime reaches this'}{rest}"
