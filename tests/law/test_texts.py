from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from licet import Law, load_law
from licet.language import tree as t
from licet.law.statute import Paragraph, Rule
from licet.model.source import Confidence, Source

Text = Paragraph | Rule

LAW = load_law()
TEXTS: list[Text] = [*LAW.paragraphs, *LAW.rules]
FIRST_DAY = date(2017, 1, 1)


def name(text: Text) -> str:
    return text.ref if isinstance(text, Paragraph) else text.id


def succession(texts: list[Text]) -> Iterator[tuple[Text, Text]]:
    by_name: dict[str, list[Text]] = {}
    for text in texts:
        by_name.setdefault(name(text), []).append(text)
    for versions in by_name.values():
        yield from pairwise(sorted(versions, key=lambda text: text.valid.start or date.min))


def test_versions_of_one_text_do_not_overlap() -> None:
    assert [f"{one.at} and {other.at}" for one, other in succession(TEXTS) if one.valid.overlaps(other.valid)] == []


def test_a_gap_between_two_versions_is_there_only_if_a_doubt_says_so() -> None:
    gaps = [(one, other) for one, other in succession(TEXTS) if one.valid.end != other.valid.start]
    assert [f"{one.at} and {other.at}" for one, other in gaps if not (one.doubts or other.doubts)] == []


def test_no_text_ends_before_it_begins() -> None:
    assert [text.at for text in TEXTS if text.valid.start and text.valid.end and text.valid.end <= text.valid.start] == []


PUBLISHED_LATE = {"us-734.9-f", "us-746.8"}
"""Texts of 24 February 2022 (Russia) that were printed on 3 March and replaced as of 2 March."""


def test_no_text_is_published_after_it_has_ended() -> None:
    late = [text for text in TEXTS if text.valid.published and text.valid.end and text.valid.published >= text.valid.end]
    assert {text.id for text in late if isinstance(text, Rule)} == PUBLISHED_LATE
    assert [text.at for text in late if not isinstance(text, Rule)] == []


@pytest.mark.parametrize("kind", ["paragraphs", "rules"])
def test_every_text_has_a_source_with_title_or_pinpoint_link_and_read_date(kind: str) -> None:
    texts: list[Text] = [*getattr(LAW, kind)]
    assert [text.at for text in texts if not any(complete(source) for source in text.sources)] == []
    assert [text.at for text in texts if not all(complete(source) for source in text.sources)] == []


def complete(source: Source) -> bool:
    return bool(source.title or source.pinpoint) and source.link.startswith(("http://", "https://")) and source.read > FIRST_DAY


def test_every_paragraph_says_where_in_the_document_it_stands_unless_the_document_was_not_read() -> None:
    read = [text for text in LAW.paragraphs if any(source.confidence is not Confidence.UNCONFIRMED for source in text.sources)]
    assert [text.at for text in read if not any(source.pinpoint for source in text.sources)] == []


def test_every_doubt_that_a_condition_names_exists() -> None:
    named = {node.doubt for text in TEXTS for node in nodes(text) if isinstance(node, t.Unconfirmed)}
    assert named - set(LAW.doubts) == set()


def test_every_doubt_says_one_thing_wherever_it_stands() -> None:
    says: dict[str, set[str]] = {}
    for doubt in [doubt for text in TEXTS for doubt in text.doubts] + [doubt for regime in LAW.regimes.values() for doubt in regime.doubts]:
        says.setdefault(doubt.id, set()).add(doubt.says)
    assert [doubt for doubt, texts in says.items() if len(texts) > 1] == []


def test_every_unconfirmed_text_has_a_doubt() -> None:
    unsure = [text for text in TEXTS if all(source.confidence is Confidence.UNCONFIRMED for source in text.sources)]
    assert [text.at for text in unsure if not text.doubts and not inherits_doubts(text)] == []


def inherits_doubts(text: Text) -> bool:
    regime = text.list.partition(":")[0] if isinstance(text, Paragraph) else text.regime
    return bool(LAW.regimes[regime].doubts)


def nodes(text: Text) -> Iterator[t.Node]:
    condition = text.condition if isinstance(text, Paragraph) else text.when
    if condition is not None:
        yield from t.walk(condition)


def test_every_regime_is_known_for_some_time(law: Law) -> None:
    for regime in law.regimes.values():
        assert regime.known_from is None or regime.known_from <= regime.known_through, regime.id
        assert regime.beyond, regime.id


def test_every_see_also_points_to_a_paragraph(law: Law) -> None:
    refs = {paragraph.ref for paragraph in law.paragraphs} | {paragraph.code for paragraph in law.paragraphs}
    rules = {rule.id for rule in law.rules}
    assert [(name(text), seen) for text in TEXTS for seen in text.see if seen not in refs | rules] == []
