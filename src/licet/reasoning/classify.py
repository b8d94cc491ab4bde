"""Classify: which paragraphs of which lists does the item meet? Declared classifications stand in for parameters."""

from __future__ import annotations

from collections.abc import Iterator

from licet.language.surroundings import Env, Kleene, Sort, kleene_and, kleene_or
from licet.language.tree import Node
from licet.law.in_force import LawOnDay
from licet.law.on_day import Standing
from licet.law.statute import GROUP, ItemRef

NOT_LISTED = "none"
"""What a classification says of an item that is on no list of a regime."""


class Classifier:
    """Answers for any item of the shipment (the item itself, its hosts and components) what it meets on the day.

    Values are kept in the item's surroundings, so that each paragraph is read once.
    """

    def __init__(self, law: LawOnDay) -> None:
        self.law = law
        self._by_entry: dict[tuple[Sort, str, str | None], dict[str, list[Standing]]] = {}
        self._under: dict[tuple[object, str, str], list[Standing]] = {}
        self._named_by: dict[object, list[Standing]] = {}
        self._declared: dict[tuple[str, str], list[Standing]] = {}
        self._candidates: dict[tuple[Sort, str, str], list[Standing]] = {}
        self._regime_of = {list_id: list_id.partition(":")[0] for list_id in law.lists}

    def candidates(self, env: Env, list_id: str) -> list[Standing]:
        """Return the paragraphs of a list that the item could meet by its kind, or is declared under, in the order of the law."""
        by_kind = self.law.candidates(env.sort)[list_id]
        declared = self._code(env, list_id)
        if declared is None or declared == NOT_LISTED:
            return by_kind
        key = (env.sort, list_id, declared)
        found = self._candidates.get(key)
        if found is None:
            unique = {one.index: one for one in (*self._declared_leaves(list_id, declared), *by_kind)}
            found = self._candidates[key] = [unique[index] for index in sorted(unique)]
        return found

    def _code(self, env: Env, list_id: str) -> str | None:
        """Return the code that is declared for the regime of a list."""
        return env.item.declared.get(self._regime_of[list_id]) if env.item.declared else None

    def value(self, standing: Standing, env: Env) -> Kleene:
        """Say whether the item meets a paragraph: by its text, by the list's own condition, or by declaration."""
        key, memo = standing.index, env.memo
        if key in memo:
            known: Kleene = memo[key]
            return known
        if env.base is not None and not standing.leans_on_defaults and not self.law.lists[standing.paragraph.list].leans_on_defaults:
            value = memo[key] = self.value(standing, env.base)
            return value
        memo[key] = None  # a condition that comes back to itself through a host stays unknown rather than looping
        value = self.by_parameters(standing, env)
        if value is None and env.supposed is not None:
            ref, truth = env.supposed
            if not truth and ref.list == standing.paragraph.list and ref.takes_in(standing.paragraph.code):
                value = False
        if value is not True and env.item.declared:
            value = self._with_declaration(standing, env, value)
        memo[key] = value
        return value

    def by_parameters(self, standing: Standing, env: Env) -> Kleene:
        """Say whether the item meets a paragraph by its facts alone."""
        value: Kleene = standing.read(env)
        if value is False:
            return False
        of_list = self.law.lists[standing.paragraph.list]
        if of_list.read is not None:
            value = kleene_and(value, of_list.read(env))
        return kleene_and(value, standing.binds)

    def _with_declaration(self, standing: Standing, env: Env, value: Kleene) -> Kleene:
        declared = self._code(env, standing.paragraph.list)
        if declared is None:
            return value
        code = standing.paragraph.code
        if declared == code or declared.startswith(code + "."):
            return True
        if code.startswith(declared + "."):
            return None if len(self._declared_leaves(standing.paragraph.list, declared)) > 1 else True
        known = declared == NOT_LISTED or self.is_in_force(env, standing.paragraph.list)
        return False if value is None and known else value

    def is_in_force(self, env: Env, list_id: str) -> bool:
        """Whether the code declared for the regime of a list stands on any of the regime's lists on the day."""
        regime = list_id.partition(":")[0]
        declared = env.item.declared[regime]
        return self.is_unencoded(regime, declared) or any(
            self._declared_leaves(found.control_list.id, declared) for found in self.law.regimes[regime].lists
        )

    def _declared_leaves(self, list_id: str, declared: str) -> list[Standing]:
        key = (list_id, declared)
        found = self._declared.get(key)
        if found is None:
            found = self._declared[key] = [
                standing
                for standing in self.law.lists[list_id].standing
                if standing.paragraph.code == declared
                or standing.paragraph.code.startswith(declared + ".")
                or declared.startswith(standing.paragraph.code + ".")
            ]
        return found

    def meets(self, env: Env, list_id: str, code: str) -> Kleene:
        """Say whether the item meets any paragraph under a reference."""
        key = (list_id, code)
        if key in env.memo:
            known: Kleene = env.memo[key]
            return known
        result: Kleene = False
        for standing in self.under(env, list_id, code):
            result = kleene_or(result, self.value(standing, env))
            if result is True:
                break
        if result is None and env.supposed is not None and self.supposed_under(env, ItemRef(list_id, code)):
            result = True
        if result is not True and env.item.declared and self.declared_under(env, ItemRef(list_id, code)):
            result = True
        env.memo[key] = result
        return result

    def declared_under(self, env: Env, ref: ItemRef) -> bool:
        """Whether the item has been declared under a reference, by a code that is in force on the day."""
        regime = ref.list.partition(":")[0]
        declared = env.item.declared.get(regime)
        if declared is None or not ref.takes_in(declared):
            return False
        return bool(self._declared_leaves(ref.list, declared)) or self.is_unencoded(regime, declared)

    def is_unencoded(self, regime: str, declared: str) -> bool:
        """Whether a declared code names an entry that no list of the regime has here, on any day."""
        if declared == NOT_LISTED:
            return False
        return declared.partition(".")[0] not in self.law.law.entries_of(regime)

    def supposed_under(self, env: Env, ref: ItemRef) -> bool:
        """Whether the hypothesis in hand says that the item meets something under a reference."""
        if env.supposed is None:
            return False
        supposed, truth = env.supposed
        return bool(truth) and supposed.list == ref.list and (not ref.code or ref.takes_in(supposed.code))

    def under(self, env: Env, list_id: str, code: str) -> list[Standing]:
        """Return the paragraphs under a reference that the item could meet by its kind, or is declared under."""
        key = ((env.sort, self._code(env, list_id)), list_id, code)
        found = self._under.get(key)
        if found is None:
            ref = ItemRef(list_id, code)
            found = self._under[key] = [one for one in self._near(env, ref) if ref.takes_in(one.paragraph.code)]
        return found

    def _near(self, env: Env, ref: ItemRef) -> list[Standing]:
        """Return the candidates of the entry a reference lies in; of the whole list for a group such as `3B`."""
        entry = ref.code.partition(".")[0]
        if len(entry) <= GROUP:
            return self.candidates(env, ref.list)
        key = (env.sort, ref.list, self._code(env, ref.list))
        by_entry = self._by_entry.get(key)
        if by_entry is None:
            by_entry = self._by_entry[key] = {}
            for one in self.candidates(env, ref.list):
                by_entry.setdefault(one.paragraph.entry, []).append(one)
        return by_entry.get(entry, [])

    def triggers(self, env: Env, items: tuple[ItemRef, ...], except_items: tuple[ItemRef, ...]) -> list[tuple[Standing, Kleene]]:
        """Return the paragraphs under references that are met or open, with their value, each once."""
        key = ("triggers", id(items), id(except_items))  # the tuples belong to rules, which outlive every shipment
        found: list[tuple[Standing, Kleene]] | None = env.memo.get(key)
        if found is None:
            found = env.memo[key] = [
                (standing, value) for standing in self._named(env, items, except_items) if (value := self.value(standing, env)) is not False
            ]
        return found

    def _named(self, env: Env, items: tuple[ItemRef, ...], except_items: tuple[ItemRef, ...]) -> list[Standing]:
        declared = frozenset(env.item.declared.items()) if env.item.declared else None
        key = (id(items), id(except_items), env.sort, declared)
        found = self._named_by.get(key)
        if found is None:
            unique = {one.index: one for ref in items for one in self.under(env, ref.list, ref.code)}
            found = self._named_by[key] = [
                one
                for one in unique.values()
                if not any(out.list == one.paragraph.list and out.takes_in(one.paragraph.code) for out in except_items)
            ]
        return found

    def open_texts(self, env: Env, list_id: str, code: str) -> Iterator[tuple[Node, Env]]:
        """Yield the open conditions under a reference: what `meets` hangs on."""
        for standing in self.under(env, list_id, code):
            if self.value(standing, env) is None:
                yield standing.rest, env
                of_list = self.law.lists[list_id].control_list.condition
                if of_list is not None:
                    yield of_list, env

    def contradictions(self, env: Env, regime_id: str, day: str) -> list[str]:
        """Return what a declared classification and the parameters say against each other."""
        declared = env.item.declared.get(regime_id)
        if declared is None:
            return []
        said: list[str] = []
        lists = self.law.regimes[regime_id].lists
        if self.is_unencoded(regime_id, declared):
            said.append(f"Declared as {declared}, an entry that is not encoded here; the declaration is relied on.")
        elif declared != NOT_LISTED and not any(self._declared_leaves(found.control_list.id, declared) for found in lists):
            said.append(f"Declared as {declared}, but no such paragraph is in force on {day}; the declaration is not relied on.")
        for found in lists:
            own = {standing.index for standing in self._declared_leaves(found.control_list.id, declared)}
            tried = self.candidates(env, found.control_list.id)
            by_facts = {standing.index: self.by_parameters(standing, env) for standing in tried}
            if own and all(by_facts[index] is False for index in own):
                said.append(
                    f"Declared as {declared}, but by its parameters the item does not meet it; the declaration stands until corrected."
                )
            for standing in tried:
                if by_facts[standing.index] is True and standing.index not in own:
                    word = "as on no list" if declared == NOT_LISTED else f"as {declared}"
                    said.append(f"Declared {word}, but by its parameters the item meets {standing.paragraph.code}; both are counted.")
        return said
