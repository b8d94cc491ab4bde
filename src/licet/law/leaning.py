"""Which conditions lean on stated defaults: they are read with and without."""

from __future__ import annotations

from licet.language import tree as t
from licet.language.vocabulary import Vocabulary


class Leaning:
    """Answers what a condition leans on; what was answered is kept by node."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._leaning: dict[int, tuple[t.Node, bool]] = {}
        self._facts: dict[int, tuple[t.Node, tuple[str, ...]]] = {}

    def leans(self, node: t.Node | None) -> bool:
        """Whether a condition can lean on a stated default."""
        if node is None:
            return False
        kept = self._leaning.get(id(node))
        known = kept[1] if kept is not None else None
        if known is None:
            facts = self.vocabulary.facts
            known = any(
                isinstance(part, (t.Meets, t.Quantified, t.Aggregated))
                or (isinstance(part, t.Fact) and (facts[part.name].default is not None or facts[part.name].derive is not None))
                for part in t.walk(node)
            )
            self._leaning[id(node)] = (node, known)  # the node is kept, so that its id stays its own
        return known

    def default_facts(self, node: t.Node | None) -> tuple[str, ...]:
        """Return the facts with a stated default that a condition names, in the order of the text."""
        if node is None:
            return ()
        found = self._facts.get(id(node))
        if found is None:
            names: dict[str, None] = {}
            self._collect(node, names)
            found = self._facts[id(node)] = (node, tuple(names))  # the node is kept, so that its id stays its own
        return found[1]

    def forget(self) -> None:
        """Drop what is kept."""
        self._leaning.clear()
        self._facts.clear()

    def _collect(self, node: t.Node, names: dict[str, None]) -> None:
        facts, scopes = self.vocabulary.facts, self.vocabulary.scopes
        for part in t.walk(node):
            if isinstance(part, t.Fact):
                if facts[part.name].default is not None:
                    names[part.name] = None
                derive = facts[part.name].derive
                if derive is not None:
                    self._collect(derive, names)
            elif isinstance(part, (t.Quantified, t.Aggregated)) and scopes[part.scope].closed_by:
                names[scopes[part.scope].closed_by] = None
