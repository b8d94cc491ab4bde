"""Builds the law from its texts: reads every layer, lays one over the other, and checks the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from licet.law.alignment import read_alignment
from licet.law.days import days_of_change
from licet.law.entries import Chapter, read_entry, read_rules
from licet.law.events import read_events
from licet.law.fields import Field
from licet.law.load import Texts
from licet.law.products import read_products
from licet.law.provenance import Documents, read_act, read_document, read_doubts, read_named
from licet.law.references import check_references
from licet.law.statute import ControlList, Law, Paragraph, Regime, Rule, Validity
from licet.law.vocabulary import Layers, read_vocabulary
from licet.law.yaml_fields import read_yaml
from licet.model.errors import LawError, Problem, nearest

KINDS_OF_FILE = (
    "regime", "entry", "rules", "cases", "places", "countries", "facts", "kinds", "units", "roles", "scopes", "reaches", "contradictions",
    "products", "coverage", "ends", "alignment", "timeline",
)  # fmt: skip
_REGIME_KEYS = (
    "regime", "name", "adjective", "governs", "code_name", "unlisted", "known_from", "known_through", "beyond", "acts", "sources", "lists",
    "definitions", "doubts", "note",
)  # fmt: skip


def build_law(texts: Texts, fingerprint: str, names: Iterable[str | Path]) -> Law:
    """Return the law of all layers, compiled and checked.

    Args:
        texts: file names and texts, layer by layer.
        fingerprint: the content hash the law will carry.
        names: what each layer is called: "shipped", or its folder.

    Raises:
        LawError: with every problem of the first kind of file that has any.

    """
    collected = _Collected()
    layers: Layers = [[] for _ in texts]
    for number, files in enumerate(texts):
        for name, text in files:
            with collected:
                file = read_yaml(text, name)
                _known_form(file)
                layers[number].append(file)
    collected.settle()
    vocabulary = read_vocabulary(layers)
    chapters: dict[str, Chapter] = {}
    regimes: dict[str, Regime] = {}
    paragraphs: list[Paragraph] = []
    rules: list[Rule] = []
    for layer in layers:
        for file in _of_kind(layer, "regime", "name"):
            _read_regime(file, regimes, chapters, vocabulary)
        for file in _of_kind(layer, "regime"):
            if "name" not in file.mapping() and not {"rules", "coverage", "cases"} & set(file.mapping()):
                _read_regime(file, regimes, chapters, vocabulary)
        collected = _Collected()
        new_paragraphs = _read_entries(layer, chapters, regimes, collected)
        new_rules = _read_rule_files(layer, chapters, collected)
        collected.settle()
        replaced_entries = {(paragraph.list, paragraph.entry) for paragraph in new_paragraphs}
        replaced_rules = {rule.id for rule in new_rules}
        paragraphs = [old for old in paragraphs if (old.list, old.entry) not in replaced_entries] + new_paragraphs
        rules = [old for old in rules if old.id not in replaced_rules] + new_rules
        paragraphs, rules = _end(layer, paragraphs, rules)
    law = Law(
        vocabulary=vocabulary,
        regimes=regimes,
        paragraphs=tuple(paragraphs),
        rules=tuple(rules),
        products=read_products(layers, vocabulary),
        hash=fingerprint,
        layers=tuple(map(str, names)),
    )
    lists = [found for regime in regimes.values() for found in regime.lists.values()]
    holders: list[Regime | ControlList | Paragraph | Rule] = [*regimes.values(), *lists, *paragraphs, *rules]
    for holder in holders:
        for doubt in holder.doubts:
            if law.doubts.setdefault(doubt.id, doubt) != doubt:
                where = getattr(holder, "at", "") or "the law"
                raise LawError(Problem(where, f'the doubt "{doubt.id}" says two different things', "one text for one id", doubt.says))
    law.code_aliases = {
        (entries["list"].text(), alias): entries["entry"].text()
        for layer in layers
        for file in _of_kind(layer, "entry")
        if "also" in (entries := file.mapping())
        for alias in entries["also"].texts()
    }
    law.days_of_change, law.days_of_publication = days_of_change(law)
    law.concepts = read_alignment(layers, law, chapters)
    law.events = read_events(layers, law, chapters)
    check_references(law)
    return law


class _Collected:
    """Collects the problems of several files, so that one load shows them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __enter__(self) -> _Collected:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, LawError):
            return False
        self.problems.extend(error.problems)
        return True

    def settle(self) -> None:
        """Raise what has been collected."""
        if self.problems:
            raise LawError(*self.problems)


def _known_form(file: Field) -> None:
    entries = file.mapping()
    if not set(entries) & set(KINDS_OF_FILE):
        came = next(iter(entries), "nothing")
        file.refuse("a file of law says what it is by its first key", ", ".join(KINDS_OF_FILE), came, nearest(came, KINDS_OF_FILE))
    if "entry" in entries or ("regime" in entries and "name" in entries):
        return
    allowed = {*KINDS_OF_FILE, "regime"} if "regime" not in entries else {*_REGIME_KEYS, *KINDS_OF_FILE}
    file.mapping(allowed)


def _of_kind(layer: list[Field], *keys: str) -> list[Field]:
    return [file for file in layer if all(key in file.mapping() for key in keys)]


def _read_regime(file: Field, regimes: dict[str, Regime], chapters: dict[str, Chapter], vocabulary: object) -> None:
    """Read a regime, or what an overlay adds to one."""
    entries = file.mapping(_REGIME_KEYS)
    regime_id = entries["regime"].text()
    old = regimes.get(regime_id)
    if old is None:
        file.mapping(_REGIME_KEYS, ("name", "adjective", "known_through"))
    chapter = chapters.setdefault(regime_id, Chapter(vocabulary, Documents()))  # type: ignore[arg-type]  # the Vocabulary
    documents = chapter.documents
    documents.sources.update({key: read_document(key, value) for key, value in read_named(entries.get("sources")).items()})
    documents.acts.update({key: read_act(key, value, documents) for key, value in read_named(entries.get("acts")).items()})
    chapter.far_doubts = (*chapter.far_doubts, *read_doubts(entries.get("doubts")))
    if "definitions" in entries:
        chapter.define(entries["definitions"])
    lists = dict(old.lists) if old else {}
    for key, value in read_named(entries.get("lists")).items():
        lists[key] = _read_list(f"{regime_id}:{key}", regime_id, value, chapter)

    def text(key: str, before: str) -> str:
        return " ".join(entries[key].text().split()) if key in entries else before

    regimes[regime_id] = Regime(
        id=regime_id,
        name=text("name", old.name if old else ""),
        adjective=text("adjective", old.adjective if old else ""),
        governs=_governs(entries.get("governs"), chapter) if "governs" in entries else old.governs if old else (),
        known_from=entries["known_from"].day() if "known_from" in entries else old.known_from if old else None,
        known_through=entries["known_through"].day() if "known_through" in entries or old is None else old.known_through,
        beyond=text("beyond", old.beyond if old else ""),
        code_name=text("code_name", old.code_name if old else ""),
        unlisted=text("unlisted", old.unlisted if old else ""),
        acts=dict(documents.acts),
        lists=lists,
        doubts=chapter.far_doubts,
    )


def _governs(found: Field | None, chapter: Chapter) -> tuple[str, ...]:
    places = found.texts() if found is not None else ()
    for place in places:
        known = {**chapter.vocabulary.countries, **chapter.vocabulary.place_sets}
        if place not in known and found is not None:
            found.refuse(f'unknown place "{place}"', "a country code or a set of places", place, nearest(place, known))
    return places


def _read_list(list_id: str, regime_id: str, value: Field, chapter: Chapter) -> ControlList:
    entries = value.mapping(("title", "when", "sources", "doubts"), ("title", "sources"))
    inner = replace(chapter.below(entries), list=list_id)
    title, at = entries["title"].text(), f"{value.file}:{value.line}"
    return ControlList(list_id, regime_id, title, inner.condition(entries.get("when")), inner.sources, inner.doubts, at)


def _read_entries(layer: list[Field], chapters: dict[str, Chapter], regimes: dict[str, Regime], collected: _Collected) -> list[Paragraph]:
    found: list[Paragraph] = []
    seen: dict[tuple[str, str], Field] = {}
    for file in _of_kind(layer, "entry"):
        entries = file.mapping()
        if "list" not in entries:
            file.refuse('the key "list" is missing', "list: regime:list")
        list_id = entries["list"].text()
        regime_id, _, name = list_id.partition(":")
        if regime_id not in regimes or name not in regimes[regime_id].lists:
            known = [found_list.id for regime in regimes.values() for found_list in regime.lists.values()]
            entries["list"].refuse(f'unknown list "{list_id}"', "a list of a regime", list_id, nearest(list_id, known))
        key = (list_id, entries["entry"].text())
        if key in seen:
            file.refuse(f"the entry {key[1]} stands in two files", f"one file an entry (the other is {seen[key].file})", file.file)
        seen[key] = file
        with collected:
            found.extend(read_entry(file, chapters[regime_id]))
    return found


def _read_rule_files(layer: list[Field], chapters: dict[str, Chapter], collected: _Collected) -> list[Rule]:
    found: list[Rule] = []
    seen: dict[str, str] = {}
    for file in _of_kind(layer, "rules"):
        entries = file.mapping(("regime", "rules", "definitions"), ("regime", "rules"))
        regime_id = entries["regime"].text()
        if regime_id not in chapters:
            entries["regime"].refuse(f'unknown regime "{regime_id}"', ", ".join(chapters), regime_id, nearest(regime_id, chapters))
        chapter = chapters[regime_id]
        with collected:
            if "definitions" in entries:
                chapter.define(entries["definitions"])
            new = read_rules(entries["rules"], regime_id, chapter)
            for rule in new:
                if seen.setdefault(rule.id, file.file) != file.file:
                    raise LawError(Problem(rule.at, f'the rule "{rule.id}" stands twice', f"once (first in {seen[rule.id]})", rule.id))
            found.extend(new)
    return found


def _end(layer: list[Field], paragraphs: list[Paragraph], rules: list[Rule]) -> tuple[list[Paragraph], list[Rule]]:
    """Let an overlay end rules and paragraphs: `ends: [{rule: id, on: day}, {paragraph: list/code, on: day}]`."""
    for file in _of_kind(layer, "ends"):
        for part in file.mapping(("ends",))["ends"].sequence():
            entries = part.mapping(("rule", "paragraph", "on", "published", "note"), ("on",))
            day = entries["on"].day()
            published = entries["published"].day() if "published" in entries else None

            def shorter(valid: Validity, day: object = day, published: object = published) -> Validity:
                return replace(valid, end=day, end_published=published) if valid.end is None or valid.end > day else valid  # type: ignore[operator, arg-type]

            if "rule" in entries and "paragraph" in entries:
                part.refuse("an end names one thing", "rule: id, or paragraph: list/code; two ends for both")
            if "rule" in entries:
                wanted = entries["rule"].text()
                if wanted not in {rule.id for rule in rules}:
                    entries["rule"].refuse(
                        f'unknown rule "{wanted}"', "the id of a rule", wanted, nearest(wanted, {rule.id for rule in rules})
                    )
                rules = [replace(rule, valid=shorter(rule.valid)) if rule.id == wanted else rule for rule in rules]
            elif "paragraph" in entries:
                wanted = entries["paragraph"].text()
                list_id, _, code = wanted.partition("/")
                hit = [found for found in paragraphs if found.list == list_id and (found.code == code or found.code.startswith(code + "."))]
                if not hit:
                    known = {found.ref for found in paragraphs}
                    entries["paragraph"].refuse(f'unknown paragraph "{wanted}"', "list/code", wanted, nearest(wanted, known))
                paragraphs = [replace(found, valid=shorter(found.valid)) if found in hit else found for found in paragraphs]
            else:
                part.refuse("an end names what ends", "rule: id, or paragraph: list/code")
    return paragraphs, rules
