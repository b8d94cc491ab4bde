from __future__ import annotations

import pytest

from licet import Law
from licet.cli import exits
from licet.law.beside import EVENT_KINDS
from tests.support.commands import licet


def test_a_regime_is_told_by_day_and_instrument() -> None:
    found = licet("timeline", "nl", "--from-date", "2023-06-30", "--to-date", "2023-09-01", "--json").json
    assert {one["regime"] for one in found["changes"]} == {"nl"}
    assert [one["day"] for one in found["changes"]] == ["2023-06-30", "2023-09-01"]
    published, begins = found["changes"]
    assert published["instrument"] == begins["instrument"]
    assert {(text["what"], text["id"]) for text in begins["texts"]} >= {("begins", "nl:asme/3B001.f.4.b"), ("begins", "nl-asme-licence")}
    assert begins["sources"]
    assert all("nl" in event["regimes"] for event in found["events"])


def test_an_item_is_told_only_what_touches_it() -> None:
    found = licet("timeline", "NXT:1980Di", "--json").json
    met = {(one["day"], text["what"], text["id"]) for one in found["changes"] for text in one["texts"]}
    assert ("2024-09-07", "is met", "nl:asme/3B001.f.x") in met
    assert ("2024-12-02", "is met no longer", "us:ccl/3B001.f.1.b.2.b") in met
    assert ("2024-09-08", "changes", "jp:goods/6-17-wo") in met
    assert not any("3A090" in identity for _, _, identity in met)
    assert not any(what == "outcome" for _, what, _ in met)


def test_the_outcome_of_a_lane_is_told_where_it_is_given() -> None:
    found = licet("timeline", "NXT:1980Di", "--from", "NL", "--to", "CN", "--regime", "nl", "--json").json
    outcomes = [(one["day"], text["title"]) for one in found["changes"] for text in one["texts"] if text["what"] == "outcome"]
    assert ("2024-09-07", "licence required (before: no licence required)") in outcomes


def test_events_of_an_item_are_those_of_its_concept_and_of_itself() -> None:
    events = licet("timeline", "NXT:1980Di", "--json").json["events"]
    assert any(event["by"] == "Ministry of Commerce of China" and event["day"] == "2024-09-08" for event in events)
    assert all("immersion_older" in event["concepts"] or "asml-nxt-1980di" in event["products"] for event in events)


def test_a_statement_stands_with_its_speaker() -> None:
    text = licet("timeline", "immersion_older", "--from-date", "2024-03-27", "--to-date", "2024-03-27").out
    said = [line.partition("(statement)")[2].strip() for line in text.splitlines() if "(statement)" in line]
    assert [line.partition(":")[0] for line in said] == ["Xi Jinping, president of China", "Mark Rutte, Dutch prime minister"]


def test_every_event_names_who_where_and_what_kind(law: Law) -> None:
    assert len(law.events) > 50
    for event in law.events:
        assert event.by and event.sources and event.kind in EVENT_KINDS
        assert all(source.link for source in event.sources), event.at
        assert event.day.isoformat().startswith(event.when)


def test_the_whole_law_is_told_in_a_readable_length(law: Law) -> None:
    short, full = licet("timeline"), licet("timeline", "--all")
    assert len(short.lines) < len(law.paragraphs) + len(law.rules)
    assert len(full.lines) > 2 * len(short.lines)
    assert [line for line in short.lines if len(line) > 100] == []
    assert [line for line in full.lines if len(line) > 100 and not line.strip().startswith("http")] == []


def test_every_dated_text_of_the_law_is_told(law: Law) -> None:
    changes = licet("timeline", "--json").json["changes"]
    told = {(one["day"], text["id"]) for one in changes for text in one["texts"]}
    for paragraph in law.paragraphs:
        if paragraph.condition is not None and paragraph.valid.start is not None:
            assert (paragraph.valid.start.isoformat(), paragraph.ref) in told
    for rule in law.rules:
        for day in rule.valid.days():
            assert (day.isoformat(), rule.id) in told


@pytest.mark.parametrize(
    "arguments",
    [("nowhere",), ("--from-date", "2024-13-01"), ("--from-date", "2024-02-01", "--to-date", "2024-01-01"), ("nl", "--regime", "xx")],
)
def test_bad_input_is_refused(arguments: tuple[str, ...]) -> None:
    assert licet("timeline", *arguments).code == exits.BAD_INPUT


def test_nothing_to_tell_says_so() -> None:
    assert "Nothing that is encoded here changes" in licet("timeline", "nl", "--from-date", "2010-01-01", "--to-date", "2010-01-02").out
