"""What the listed own of the parties of a shipment, as facts that the rules on ownership ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from licet.law.statute import Law
from licet.model.shipment import Given, Origin, Record, Shipment, Value
from licet.screened.duties import facts_set, sets_for_sure
from licet.screening.matching.evidence import Query
from licet.screening.matching.matcher import Grade
from licet.screening.ownership.graph import Graph
from licet.screening.ownership.shares import Listed, Owned, owned_by_listed
from licet.screening.screen import Hit, Screening

FILE = Path(__file__).with_name("ownership.yaml")


@dataclass(frozen=True, slots=True)
class OwnedParty:
    """What one rule on ownership makes of one party."""

    role: str
    name: str
    rule: str
    title: str
    owned: Owned | None
    """None where the graph does not have the party."""

    def words(self) -> str:
        """Return it in a line."""
        if self.owned is None:
            return f"{self.name}: its owners are not known"
        shares = (
            f"{self.owned.least:g} %" if self.owned.least == self.owned.most else f"between {self.owned.least:g} and {self.owned.most:g} %"
        )
        paths = "; ".join(path.text(self.name) for path in self.owned.paths[:3])
        unknown = f"; not known: {' '.join(self.owned.unknown[:2])}" if self.owned.half is None and self.owned.unknown else ""
        return f"{self.name}: listed parties own {shares}{f' ({paths})' if paths else ''}{unknown}"

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        shown: dict[str, Any] = {
            "role": self.role,
            "name": self.name,
            "rule": self.rule,
            "title": self.title,
            "known": self.owned is not None,
        }
        if self.owned is not None:
            shown |= {
                "least_percent": self.owned.least,
                "most_percent": self.owned.most,
                "multiplied_percent": self.owned.multiplied,
                "half": self.owned.half,
                "paths": [path.text(self.name) for path in self.owned.paths],
                "unknown": list(self.owned.unknown),
            }
        return shown


@cache
def ownership_rules() -> Mapping[str, Mapping[str, Any]]:
    """Return the rules on ownership: which lists count and which facts take the share.

    >>> ownership_rules()["us-affiliates"]["half"]
    'owned_half_by_listed'
    """
    import yaml  # noqa: PLC0415  # a shipment without a graph needs no table

    table: dict[str, dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # safe both
    return table


class Owners:
    """A graph of ownership beside the lists of a day.

    Args:
        graph: who owns whom.
        law: for its vocabulary.
        screening: the lists.

    """

    def __init__(self, graph: Graph, law: Law, screening: Screening) -> None:
        self.graph, self.law, self.screening = graph, law, screening
        self._hits: dict[str, tuple[Hit, ...]] = {}

    def hits(self, key: str) -> tuple[Hit, ...]:
        """Return the matches of a party of the graph."""
        if key not in self._hits:
            party = self.graph.parties[key]
            self._hits[key] = self.screening.screen(Query(party.name, countries=party.countries)).matches
        return self._hits[key]

    def is_listed(self, key: str, lists: Mapping[str, str]) -> Listed:
        """Return whether a party of the graph is on one of the lists that count, given with the fact that a listing on each has to set."""
        found = self._counting(key, lists)
        if any(sure for _, sure in found):
            return Listed.YES
        return Listed.MAYBE if found else Listed.NO

    def _counting(self, key: str, lists: Mapping[str, str]) -> list[tuple[Hit, bool]]:
        """Return the matches on lists that count, and whether each is sure; a listing that does not set the fact of its list counts not."""
        found: list[tuple[Hit, bool]] = []
        for hit in self.hits(key):
            fact = lists.get(hit.match.listing.list)
            if fact is None:
                continue
            facts = facts_set(hit.match.listing, self.law.vocabulary)
            if fact in facts:
                found.append((hit, sets_for_sure(hit) and facts[fact] is not None))
        return found

    def apply(self, shipment: Shipment) -> tuple[Shipment, tuple[OwnedParty, ...]]:
        """Return the shipment with what the graph says of its named parties; what the user stated stays."""
        records: list[Record] = []
        found: list[OwnedParty] = []
        for party in shipment.parties:
            name = party.facts.get("party_name")
            if not isinstance(name, str):
                records.append(party)
                continue
            key = self.graph.find(name)
            changed = party
            for rule, said in ownership_rules().items():
                lists = said["counts"]
                owned = None
                if key is not None:
                    owned = owned_by_listed(self.graph, key, shipment.day, lambda one, lists=lists: self.is_listed(one, lists))  # type: ignore[misc]  # bound as a default
                found.append(OwnedParty(party.role, name, rule, said["title"], owned))
                changed = self._record(changed, name, key, said, owned)
            records.append(changed)
        return replace(shipment, parties=tuple(records)), tuple(found)

    def _record(self, party: Record, name: str, key: str | None, rule: Mapping[str, Any], owned: Owned | None) -> Record:
        """Return a party with the facts on its ownership; where nothing tells, nothing is assumed in their place."""
        known = self.law.vocabulary.facts
        facts: dict[str, Value] = {}
        left: dict[str, str] = {}
        half, share, some = rule["half"], rule.get("share"), rule.get("some")
        if owned is None or owned.half is None:
            why = " ".join(owned.unknown[:3]) if owned is not None and owned.unknown else f"Who owns {name}?"
            if owned is not None and owned.multiplied >= 50 > owned.least:
                ways = f"{owned.multiplied:g} % by multiplying along the chains, {owned.least:g} % through majorities"
                why = f"The two ways of counting differ: {ways}. {why}"
            left[half] = f"Do listed parties own one half or more of {name}? {why}"
        else:
            facts[half] = owned.half
        if owned is not None:
            if share and owned.least == owned.most and owned.half is not None:
                facts[share] = owned.least
            listed = set(self._owners_listed(key, rule["counts"])) if key is not None else set()
            if some and listed:
                facts[some] = True
            if owned.half and listed:
                facts.update(self._of_owners(listed, rule))
        facts = {fact: value for fact, value in facts.items() if fact in known and fact not in party.facts}
        left = {fact: text for fact, text in left.items() if fact in known and fact not in party.facts}
        paths = "; ".join(path.text(name) for path in owned.paths[:3]) if owned is not None else ""
        given = {fact: Given(str(value), Origin.DERIVED, paths or "the graph of owners") for fact, value in facts.items()}
        return replace(party, facts={**party.facts, **facts}, given={**party.given, **given}, open={**party.open, **left})

    def _owners_listed(self, key: str, lists: Mapping[str, str]) -> list[str]:
        found, seen = [key], {key}
        for one in found:
            for holding in self.graph.owners(one, self.screening.lists.day):
                if holding.owner not in seen:
                    seen.add(holding.owner)
                    found.append(holding.owner)
        return [one for one in found[1:] if self.is_listed(one, lists) is Listed.YES]

    def _of_owners(self, owners: set[str], rule: Mapping[str, Any]) -> dict[str, Value]:
        """Return the facts that a party takes from the listings of its owners."""
        facts: dict[str, Value] = {}
        hits = [hit for owner in owners for hit, _ in self._counting(owner, rule["counts"]) if hit.grade is Grade.SURE]
        for fact, taken in rule.get("owners_take", {}).items():
            words: frozenset[str] = frozenset()
            for hit in hits:
                value = facts_set(hit.match.listing, self.law.vocabulary).get(fact)
                words |= value if isinstance(value, frozenset) else frozenset()
            if words:
                facts[taken] = words - {"none"} or words
        if "only" in rule:
            facts[rule["only"]["fact"]] = bool(hits) and all(hit.match.listing.list in rule["only"]["lists"] for hit in hits)
        return facts
