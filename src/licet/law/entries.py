"""Reads control entries and rules of one regime into dated paragraphs and rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from licet.language import tree as t
from licet.language.check import Surroundings, Type, check
from licet.language.vocabulary import Vocabulary
from licet.law.fields import Field, pairs, place_of
from licet.law.provenance import Documents, read_doubts, read_sources, read_validity
from licet.law.statute import ANSWERING, RELEASING, REVIEW_POLICIES, ItemRef, Paragraph, Rule, RuleKind, Validity
from licet.model.source import Doubt, Source

_ENTRY_KEYS = (
    "entry",
    "list",
    "title",
    "when",
    "valid",
    "sources",
    "doubts",
    "definitions",
    "parts",
    "paragraphs",
    "versions",
    "note",
    "see",
    "also",
)
_PARAGRAPH_KEYS = ("title", "when", "valid", "sources", "doubts", "definitions", "parts", "paragraphs", "versions", "note", "see")
_RULE_KEYS = (
    "id", "title", "kind", "hook", "items", "except_items", "when", "answers", "form", "review", "authority", "conditions",
    "with", "opposes", "only", "note", "see", "valid", "sources", "doubts", "definitions", "versions",
)  # fmt: skip


@dataclass(slots=True)
class Chapter:
    """What a statement inherits from where it stands: definitions, doubts, sources, validity, list."""

    vocabulary: Vocabulary
    documents: Documents
    list: str = ""
    definitions: dict[str, t.Defined] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    far_doubts: tuple[Doubt, ...] = ()
    sources: tuple[Source, ...] = ()
    valid: Validity = field(default_factory=Validity)

    def condition(self, written: Field | None) -> t.Node | None:
        """Check a condition that stands here."""
        if written is None:
            return None
        return check(written.text(), place_of(written), self.around())[0]

    def around(self) -> Surroundings:
        """Return what a condition here can refer to."""
        known = frozenset(doubt.id for doubt in (*self.doubts, *self.far_doubts))
        return Surroundings(self.vocabulary, self.definitions, self.types, known, self.list)

    def below(self, entries: dict[str, Field], step: str = "") -> Chapter:
        """Return what stands below a statement that carries `entries`; a pinpoint not given is the parent's with the step."""
        sources = read_sources(entries.get("sources"), self.documents)
        if not sources:
            sources = tuple(source._replace(pinpoint=f"{source.pinpoint}{step}") for source in self.sources)
        inner = replace(
            self,
            definitions=dict(self.definitions),
            types=dict(self.types),
            sources=sources,
            doubts=(*self.doubts, *read_doubts(entries.get("doubts"))),
            valid=read_validity(entries.get("valid"), self.documents, self.valid),
        )
        if "definitions" in entries:
            inner.define(entries["definitions"])
        return inner

    def define(self, written: Field) -> None:
        """Add named definitions, each with its dated texts, in the order of the file."""
        for name, value in pairs(written):
            if name in self.vocabulary.facts:
                written.keys[name].refuse(f'"{name}" is a fact of the vocabulary already', "another name", name)
            versions: list[t.Version] = []
            kind: Type | None = None
            unit = None
            for part in value.sequence() if value.items is not None else [value]:
                entries = part.mapping(("formula", "unit", "valid", "sources", "note"), ("formula",))
                formula = entries["formula"]
                node, found = check(formula.text(), place_of(formula), self.around(), None)
                unit = self.vocabulary.units.get(entries["unit"].text()) if "unit" in entries else None
                if found.dimension != (unit.dimension if unit else ()):
                    (entries.get("unit") or part).refuse("the unit does not fit the formula", str(found), unit.name if unit else "no unit")
                if kind is not None and (kind.name, kind.dimension) != (found.name, found.dimension):
                    part.refuse(f"the texts of {name} are of different types", str(kind), str(found))
                valid = read_validity(entries.get("valid"), self.documents, Validity())
                for other in versions:
                    if other.valid.overlaps(valid):
                        part.refuse(f"two texts of {name} overlap", "half-open intervals that do not overlap", str(valid))
                versions.append(t.Version(valid, node))
                kind = found
            if kind is None:
                value.refuse(f"{name} has no text", "formula: ...")
            self.definitions[name] = t.Defined(name, tuple(versions), unit)
            self.types[name] = Type(kind.name, kind.dimension)


def read_entry(file: Field, chapter: Chapter) -> list[Paragraph]:
    """Return every dated paragraph of an entry file, parents before children.

    Raises:
        LawError: the entry is incomplete, a condition is wrong, or two texts of one paragraph overlap.

    """
    entries = file.mapping(_ENTRY_KEYS, ("entry", "list", "title", "sources"))
    reader = _EntryReader(entries["entry"].text(), entries["list"].text(), entries["title"].text())
    chapter = replace(chapter, list=reader.list)
    reader.read(entries, file, chapter, _Above(reader.entry, None, "", ""))
    return reader.found


@dataclass(frozen=True, slots=True)
class _Above:
    """The paragraph above: its code, the conditions so far, its heading, and how it reaches parts."""

    code: str
    condition: t.Node | None
    heading: str
    parts: str


class _EntryReader:
    """Collects the paragraphs of one entry."""

    def __init__(self, entry: str, list_id: str, title: str) -> None:
        self.entry, self.list, self.title = entry, list_id, title
        self.found: list[Paragraph] = []

    def read(self, entries: dict[str, Field], at: Field, chapter: Chapter, above: _Above, step: str = "") -> None:
        """Read one paragraph in all its versions and everything below it."""
        if "versions" in entries:
            shared = {key: value for key, value in entries.items() if key != "versions"}
            for part in _texts_of(entries["versions"]):
                own = part.mapping((*_PARAGRAPH_KEYS[:-4], "paragraphs", "note", "see"))
                for key in ("when", "valid", "paragraphs"):
                    if key in own and key in shared:
                        own[key].refuse(f'"{key}" stands on the paragraph and on its version', "on one of them", key)
                self.read({**shared, **own}, part, chapter, above, step)
            return
        inner = chapter.below(entries, step)
        if not inner.sources:
            at.refuse("a paragraph without a source", "sources: [{cite: ..., pinpoint: ...}]", above.code)
        own_condition = inner.condition(entries.get("when"))
        condition = t.all_of(above.condition, own_condition) if (above.condition or own_condition) else None
        parts = entries["parts"].choice(chapter.vocabulary.reaches) if "parts" in entries else above.parts
        title = entries["title"].text() if "title" in entries else ""
        below = list(pairs(entries["paragraphs"])) if "paragraphs" in entries else []
        if "paragraphs" in entries and not below:
            entries["paragraphs"].refuse("no paragraphs below", "at least one paragraph, or no `paragraphs:` at all", "nothing")
        leaf = "paragraphs" not in entries
        if leaf and condition is None:
            at.refuse("a paragraph without a condition", "when: ... here or above", above.code)
        self._add(above, title, own_condition, condition if leaf else None, parts, inner, entries, at)
        for key, value in below:
            code = f"{above.code}.{key}"
            heading = f"{above.heading}: {title}" if above.heading and title else title or above.heading
            self.read(value.mapping(_PARAGRAPH_KEYS), value, inner, _Above(code, condition, heading, parts), f".{key}")

    def _add(
        self,
        above: _Above,
        title: str,
        own: t.Node | None,
        condition: t.Node | None,
        parts: str,
        inner: Chapter,
        entries: dict[str, Field],
        at: Field,
    ) -> None:
        if condition is not None and parts:
            condition = _with_parts(condition, inner.vocabulary.reaches[parts], t.Meets(self.list, above.code))
        paragraph = Paragraph(
            list=self.list,
            code=above.code,
            entry=self.entry,
            title=title,
            heading=above.heading,
            when=own,
            condition=condition,
            valid=inner.valid,
            sources=inner.sources,
            doubts=inner.doubts,
            note=entries["note"].text() if "note" in entries else "",
            see=entries["see"].texts() if "see" in entries else (),
            at=f"{at.file}:{at.line}",
        )
        for other in self.found:
            if other.code == paragraph.code and other.valid.overlaps(paragraph.valid):
                came = f"{other.valid} and {paragraph.valid}"
                at.refuse(f"two texts of {paragraph.code} overlap", "half-open intervals that do not overlap", came)
        self.found.append(paragraph)


def _with_parts(condition: t.Node, reach: tuple[str, t.Node], meets: t.Meets) -> t.Node:
    """Return `condition, or an item that the heading reaches for a host that meets this paragraph`."""
    scope, when = reach
    return t.Or((condition, t.all_of(when, t.Quantified("any", scope, (), meets))))


def read_rules(written: Field, regime: str, chapter: Chapter) -> list[Rule]:
    """Return every dated rule of a rules file, in the order of the law.

    Raises:
        LawError: a rule is incomplete, lacks a source, or its texts overlap.

    """
    found: list[Rule] = []
    for part in written.sequence():
        entries = part.mapping(_RULE_KEYS, ("id", "title", "kind"))
        rule_id = entries["id"].text()
        for other in found:
            if other.id == rule_id:
                part.refuse(f'the rule "{rule_id}" stands twice', "one block a rule, with `versions:` for its texts", rule_id)
        texts: list[Rule] = []
        versions = _texts_of(entries["versions"]) if "versions" in entries else [part]
        shared = {key: value for key, value in entries.items() if key != "versions"}
        for version in versions:
            own = version.mapping(_RULE_KEYS[:-1]) if version is not part else {}
            rule = _read_rule({**shared, **own}, version, regime, chapter)
            for other in texts:
                if other.valid.overlaps(rule.valid):
                    version.refuse(
                        f"two texts of {rule_id} overlap", "half-open intervals that do not overlap", f"{other.valid} and {rule.valid}"
                    )
            texts.append(rule)
        found.extend(texts)
    return found


def _texts_of(versions: Field) -> list[Field]:
    """Return the dated texts of a statement; none at all would make it vanish."""
    texts = versions.sequence()
    if not texts:
        versions.refuse("no versions", "at least one text", "[]")
    return texts


def _read_rule(entries: dict[str, Field], at: Field, regime: str, chapter: Chapter) -> Rule:
    inner = chapter.below(entries)
    if not inner.sources:
        at.refuse("a rule without a source", "sources: [{cite: ..., pinpoint: ...}]", entries["id"].text())
    kind = RuleKind(entries["kind"].choice(RuleKind))

    def text(key: str) -> str:
        return " ".join(entries[key].text().split()) if key in entries else ""

    def texts(key: str) -> tuple[str, ...]:
        return entries[key].texts() if key in entries else ()

    if kind in ANSWERING and "answers" not in entries:
        who = (
            "a review policy names the rules it is for" if kind is RuleKind.REVIEW_POLICY else "a release names the requirements it answers"
        )
        at.refuse(who, "answers: [rule ids]", entries["id"].text())
    if kind is RuleKind.REVIEW_POLICY:
        if "review" not in entries:
            at.refuse("a review policy says how applications are judged", "review: " + ", ".join(REVIEW_POLICIES), entries["id"].text())
        entries["review"].choice(REVIEW_POLICIES)
    if "opposes" in entries and "with" not in entries:
        entries["opposes"].refuse("opposes without the other law", "with: the regime whose rules the conflict opposes")
    if "only" in entries and kind is not RuleKind.REACH:
        entries["only"].refuse("only a reach rule reaches for some rules only", "no `only:` here", kind.value)
    if "except_items" in entries and "items" not in entries and kind not in RELEASING:
        entries["except_items"].refuse("except_items without items", "items: [what the rule is about], less except_items")
    return Rule(
        id=entries["id"].text(),
        regime=regime,
        title=text("title"),
        kind=kind,
        hook=text("hook"),
        items=tuple(read_ref(item, inner.list) for item in texts("items")),
        except_items=tuple(read_ref(item, inner.list) for item in texts("except_items")),
        when=inner.condition(entries.get("when")),
        answers=texts("answers"),
        form=text("form"),
        review=text("review"),
        authority=text("authority"),
        conditions=tuple(" ".join(condition.split()) for condition in texts("conditions")),
        against=text("with"),
        opposes=texts("opposes"),
        only=texts("only"),
        note=text("note"),
        see=texts("see"),
        valid=inner.valid,
        sources=inner.sources,
        doubts=inner.doubts,
        at=f"{at.file}:{at.line}",
    )


def read_ref(written: str, own_list: str = "") -> ItemRef:
    """Read a reference to a list or paragraph.

    >>> read_ref("eu:annex-i/3B001.f")
    ItemRef(list='eu:annex-i', code='3B001.f')
    """
    if ":" not in written:
        return ItemRef(own_list, written)
    list_id, _, code = written.partition("/")
    return ItemRef(list_id, code)
