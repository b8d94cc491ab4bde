"""The slow reading: the trace of a condition, what keeps it false, and what it still hangs on.

It walks the same tree and surroundings as `evaluate` and takes its values from there, so both always agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from licet.language import tree as t
from licet.language.evaluate import Evaluate
from licet.language.show import Show, show_value
from licet.language.surroundings import Env, Kleene, members
from licet.model.shipment import Origin


@dataclass(frozen=True, slots=True)
class Step:
    """One condition of a trace: its text, its value, and the fact it met."""

    text: str
    value: Kleene
    met: str = ""
    parts: tuple[Step, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the step and those below it for JSON."""
        found: dict[str, object] = {"condition": self.text, "value": self.value}
        if self.met:
            found["met"] = self.met
        if self.parts:
            found["parts"] = [part.as_dict() for part in self.parts]
        return found


@dataclass(frozen=True, slots=True)
class Hinge:
    """Something unknown that a condition hangs on: a fact, a scope's members, or a doubt of the law."""

    kind: str
    name: str
    path: str = ""


_LOGIC = (t.And, t.Or, t.Not, t.Quantified, t.Defined)


OpenTexts = Callable[[Env, str, str], Iterable[tuple[t.Node, Env]]]
"""Given surroundings, a list and a code: the conditions under it that are open."""


class Explain:
    """Explains conditions in given surroundings; `open_texts` says what `meets` hangs on."""

    def __init__(self, evaluate: Evaluate, open_texts: OpenTexts = lambda env, list_id, code: ()) -> None:
        self.evaluate = evaluate
        self.open_texts = open_texts
        self.vocabulary = evaluate.vocabulary
        self.show = Show(self.vocabulary)

    def value(self, node: t.Node, env: Env) -> Kleene:
        """Return the truth of a condition."""
        result: Kleene = self.evaluate.visit(node)(env)
        return result

    # Trace

    def trace(self, node: t.Node, env: Env) -> Step:
        """Return every condition below the node with its value and the facts it met."""
        value = self.value(node, env)
        match node:
            case t.And(parts) | t.Or(parts):
                word = "all of" if isinstance(node, t.And) else "any of"
                return Step(word, value, parts=tuple(self.trace(part, env) for part in parts))
            case t.Not(part) if isinstance(part, (t.And, t.Or, t.Defined, t.Quantified)):
                return Step("not", value, parts=(self.trace(part, env),))
            case t.Defined(name=name, versions=versions, unit=None):
                body = env.law.text_of(versions)
                return Step(name.replace("_", " "), value, parts=(self.trace(body, env),) if body is not None else ())
            case t.Quantified(scope=scope, roles=roles, body=body):
                known, complete = members(env, self.vocabulary.scopes[scope], roles)
                steps = tuple(self.trace(body, member) for member in known)
                met = "" if complete else f"not every {scope} is known"
                return Step(f"{node.quantifier} {scope}", value, met, steps)
            case _:
                return Step(self.show.visit(node), value, self.met(node, env))

    def met(self, node: t.Node, env: Env) -> str:
        """Return what a test met, such as `wavelength = 193 nm; mrf = 35.74 nm`."""
        return "; ".join(self._met(node, env))

    def _met(self, node: t.Node, env: Env) -> list[str]:
        found: list[str] = []
        for part in t.walk(node):
            text = ""
            if isinstance(part, t.Fact):
                unit = self.vocabulary.facts[part.name].unit
                text = self._value_text(part.name, self.evaluate.visit(part)(env), unit) + self._from(part, env)
            elif isinstance(part, t.IsKind):
                text = self._value_text("kind", env.facts.get("kind"), None) + self._from(t.Fact("kind", "item"), env)
            elif isinstance(part, t.Defined) and part.unit is not None:
                text = self._value_text(part.name, self.evaluate.visit(part)(env), part.unit)
            if text and text not in found:
                found.append(text)
        return found

    def _from(self, fact: t.Fact, env: Env) -> str:
        """Say where the value came from, unless the user stated it."""
        if fact.owner == "item":
            if fact.name in env.item.facts:
                given = env.item.given.get(fact.name)
                return "" if given is None or given.origin is Origin.STATED else f", {given.origin.value}"
            return ", derived" if self.vocabulary.facts[fact.name].derive is not None else self._default(fact.name, env)
        if fact.owner == "shipment":
            return "" if fact.name in env.told else self._default(fact.name, env)
        return ""

    def _default(self, name: str, env: Env) -> str:
        return ", assumed" if env.assume and self.vocabulary.facts[name].default is not None else ""

    def _value_text(self, name: str, value: object, unit: object) -> str:
        shown = "unknown" if value is None else show_value(value, unit)  # type: ignore[arg-type]  # a unit or None
        return f"{name.replace('_', ' ')} = {shown}"

    # What keeps it false

    def blocker(self, node: t.Node, env: Env) -> t.Node | None:
        """Return the one test that keeps a false condition false, or None if more than one would have to change."""
        if isinstance(node, t.And):
            only: t.Node | None = None
            for part, read in self.evaluate.parts(node):
                if read(env) is False:
                    if only is not None:
                        return None
                    only = part
            return self.blocker(only, env) if only is not None else None
        if isinstance(node, t.Or):
            return next((found for part in node.parts if (found := self.blocker(part, env)) is not None), None)
        if isinstance(node, t.Defined) and node.unit is None:
            body = env.law.text_of(node.versions)
            return self.blocker(body, env) if body is not None else None
        if isinstance(node, t.Quantified):
            return None  # another item or party would have to change, which is no near miss of this one
        return node

    # What it hangs on

    def hinges(self, node: t.Node, env: Env) -> list[Hinge]:
        """Return what an unknown condition still hangs on, in the order of the text; nothing for a settled one."""
        found: dict[Hinge, None] = {}
        self._hinges(node, env, found)
        return list(found)

    def _hinges(self, node: t.Node, env: Env, found: dict[Hinge, None]) -> None:
        value = self.evaluate.visit(node)(env)
        if value is not None:
            return
        match node:
            case t.Fact(name, owner):
                self._fact_hinge(name, owner, env, found)
            case t.IsKind():
                found[Hinge("fact", "kind", self._path(env))] = None
            case t.Meets(list=list_id, code=code):
                found.update(dict.fromkeys(self._meets_hinges(list_id, code, env)))
            case t.Unconfirmed(doubt):
                found[Hinge("doubt", doubt)] = None
            case t.InPlaces(subject) if self.evaluate.visit(subject)(env) is not None:
                found[Hinge("doubt", f"membership of {self.evaluate.visit(subject)(env)} in {', '.join(node.sets)}")] = None
            case t.Quantified(scope=scope, body=body) | t.Aggregated(scope=scope, body=body):
                roles = node.roles if isinstance(node, t.Quantified) else ()
                self._scope_hinges(scope, roles, body, env, found)
            case t.Defined(versions=versions):
                text = env.law.text_of(versions)
                if text is not None:
                    self._hinges(text, env, found)
            case _:
                for child in t.children(node):
                    self._hinges(child, env, found)

    def _meets_hinges(self, list_id: str, code: str, env: Env) -> list[Hinge]:
        """Return what meeting a paragraph hangs on; many rules ask about the same paragraphs, so it is remembered."""
        key = ("hinges", list_id, code)
        known: list[Hinge] | None = env.memo.get(key)
        if known is None:
            below: dict[Hinge, None] = {}
            env.memo[key] = []  # a paragraph that comes back to itself through a host adds nothing
            for body, inner in self.open_texts(env, list_id, code):
                self._hinges(body, inner, below)
            known = env.memo[key] = list(below)
        return known

    def _fact_hinge(self, name: str, owner: str, env: Env, found: dict[Hinge, None]) -> None:
        derive = self.vocabulary.facts[name].derive
        basis: dict[Hinge, None] = {}
        if derive is not None and name not in (env.item.open if owner == "item" else env.open):
            self._hinges(derive, env, basis)
        if "kind" in env.facts:  # the kind is said; where it leaves the fact open, the fact itself is asked
            basis = {hinge: None for hinge in basis if hinge.name != "kind"}
        found.update(basis or {Hinge("fact", name, self._path(env, owner)): None})

    def _scope_hinges(self, scope_name: str, roles: tuple[str, ...], body: t.Node, env: Env, found: dict[Hinge, None]) -> None:
        scope = self.vocabulary.scopes[scope_name]
        known, complete = members(env, scope, roles)
        for member in known:
            self._hinges(body, member, found)
        if complete:
            return
        if known and scope.closed_by and env.fact(scope.closed_by, scope.owner) is None:
            found[Hinge("fact", scope.closed_by, self._path(env, scope.owner))] = None
        elif scope.owner == "shipment":
            named = {party.role for party in env.parties}
            missing = [role for role in roles or self.vocabulary.roles if self.vocabulary.roles[role] and role not in named]
            for role in missing:
                found[Hinge("role", role)] = None
            if not missing and env.fact(scope.closed_by, scope.owner) is None:
                found[Hinge("fact", scope.closed_by)] = None
        else:
            found[Hinge("scope", scope_name, self._path(env))] = None

    @staticmethod
    def _path(env: Env, owner: str = "item") -> str:
        return env.item.path if owner == "item" else "" if owner == "shipment" else env.path
