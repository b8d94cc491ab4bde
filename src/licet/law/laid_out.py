"""The regimes laid out for a day: which paragraphs and rules stand. What is the same on two days is laid out once for both."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from licet.language.evaluate import Evaluate
from licet.law.leaning import Leaning
from licet.law.on_day import Demands, Late, ListOnDay, RegimeOnDay, RuleInForce, Standing
from licet.law.statute import BITING, RELEASING, ControlList, Law, Regime, RuleKind, Validity

GROUPS = {kind: group[0] for group in (BITING, RELEASING) for kind in group}
"""The kind under which all kinds that do the same stand together, in the order of the law."""

DEMANDS = (BITING[0], RELEASING[0], RuleKind.DUTY, RuleKind.REVIEW_POLICY)
"""The kinds of rules in the order of `Demands`."""

Text = TypeVar("Text", Standing, RuleInForce)

Stretch = tuple[str, int, date | None]
"""A regime or list, the number of the stretch of days in which nothing of it changes, and the day as known on which it is read."""


class LaidOut:
    """Lays out regimes and lists by the days on which something of theirs changes, and keeps them."""

    def __init__(self, law: Law, evaluate: Evaluate, leaning: Leaning) -> None:
        self.law, self.evaluate, self.leaning = law, evaluate, leaning
        self._paragraphs: defaultdict[str, list[Standing]] = defaultdict(list)
        for index, paragraph in enumerate(law.paragraphs):
            if paragraph.condition is not None:
                read = Late(evaluate, paragraph.condition)
                self._paragraphs[paragraph.list].append(Standing(paragraph, True, paragraph.condition, read, True, index))
        self._rules: defaultdict[str, list[RuleInForce]] = defaultdict(list)
        for rule in law.rules:
            when = Late(evaluate, rule.when) if rule.when is not None else None
            self._rules[rule.regime].append(RuleInForce(rule, True, None, when, True, {}))
        self._days: dict[str, list[date]] = {}
        self._lists: dict[Stretch, ListOnDay] = {}
        self._regimes: dict[Stretch, RegimeOnDay] = {}

    def on(self, day: date, known_on: date | None) -> dict[str, RegimeOnDay]:
        """Return the regimes as they stand on a day, as known on another."""
        return {regime.id: self._regime(regime, day, known_on) for regime in self.law.regimes.values()}

    def _regime(self, regime: Regime, day: date, known_on: date | None) -> RegimeOnDay:
        paragraphs = (one.paragraph.valid for own in regime.lists.values() for one in self._paragraphs[own.id])
        key = self._stretch(regime.id, (*paragraphs, *(found.rule.valid for found in self._rules[regime.id])), day, known_on)
        found = self._regimes.get(key)
        if found is None:
            found = self._regimes[key] = self._lay_out(regime, day, known_on)
        return found

    def _stretch(self, name: str, valid: Iterable[Validity], day: date, known_on: date | None) -> Stretch:
        days = self._days.get(name)
        if days is None:
            days = self._days[name] = sorted({day for one in valid for day in one.days()})
        return name, bisect_right(days, day), known_on

    def _lay_out(self, regime: Regime, day: date, known_on: date | None) -> RegimeOnDay:
        lists = [self._list(control_list, day, known_on) for control_list in regime.lists.values()]
        rules: defaultdict[RuleKind, list[RuleInForce]] = defaultdict(list)
        for rule in self._rules[regime.id]:
            if (found := _on_day(rule, rule.rule.valid, day, known_on)) is not None:
                rules[GROUPS.get(found.rule.kind, found.rule.kind)].append(found)
        demands = Demands(*(rules[kind] for kind in DEMANDS))
        reach, conflicts = rules[RuleKind.REACH], rules[RuleKind.CONFLICT]
        return RegimeOnDay(regime, lists, reach, conflicts, partial(_given, demands), bool(reach))

    def _list(self, control_list: ControlList, day: date, known_on: date | None) -> ListOnDay:
        own = self._paragraphs[control_list.id]
        key = self._stretch(control_list.id, (one.paragraph.valid for one in own), day, known_on)
        found = self._lists.get(key)
        if found is None:
            condition = control_list.condition
            read = self.evaluate.visit(condition) if condition is not None else None
            standing = [one for paragraph in own if (one := _on_day(paragraph, paragraph.paragraph.valid, day, known_on)) is not None]
            found = self._lists[key] = ListOnDay(control_list, read, self.leaning.leans(condition), standing)
        return found


def _on_day(found: Text, valid: Validity, day: date, known_on: date | None) -> Text | None:
    """Return a paragraph or a rule as it stands on a day, or None where it does not."""
    binds = valid.in_force(day, known_on)
    if binds is False:
        return None
    unenforced = valid.unenforced(day, known_on)
    return found if binds is True and unenforced is None else replace(found, binds=binds, unenforced=unenforced)


def _given(demands: Demands) -> Demands:
    return demands
