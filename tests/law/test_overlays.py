from __future__ import annotations

from pathlib import Path

import pytest

from licet import Engine, LawError, Outcome, load_law
from licet.model.determination import Verdict
from licet.model.outcome import exactly
from tests.support.overlays import ZED, ask, load, load_over_base, write, zed_engine

NONE, LICENCE, PROHIBITED = exactly(Outcome.NO_LICENCE_REQUIRED), exactly(Outcome.LICENCE_REQUIRED), exactly(Outcome.PROHIBITED)

DRY_SCANNER = {"item": "NXT:1470", "leaves": "NL", "to": "KR", "date": "2024-10-01"}
IMMERSION_SCANNER = {"item": "NXT:2000i", "leaves": "NL", "to": "KR", "date": "2024-10-01"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_over_base())


def test_an_overlay_adds_an_entry(tmp_path: Path, engine: Engine) -> None:
    added = Engine(
        load(
            tmp_path,
            entry="""
                entry: 3B999
                list: eu:annex-i
                title: Dry scanners
                sources: [{cite: eu25, pinpoint: "Annex I, 3B999"}]
                when: kind is scanner and wavelength >= 193 nm
            """,
        )
    )
    assert ask(engine, **DRY_SCANNER).regime("eu").outcome == NONE
    found = ask(added, **DRY_SCANNER).regime("eu")
    assert found.outcome == LICENCE
    assert [reason.id for reason in found.paragraphs] == ["eu:annex-i/3B999"]


def test_an_overlay_adds_a_rule(tmp_path: Path, engine: Engine) -> None:
    added = Engine(
        load(
            tmp_path,
            rules="""
                regime: nl
                rules:
                  - id: nl-draft
                    title: Draft rule on scanners
                    kind: requirement
                    when: export_from_netherlands and kind is scanner
                    sources: [{title: Draft, link: "https://nl.example/draft", read: 2026-11-21}]
            """,
        )
    )
    assert ask(engine, **DRY_SCANNER).regime("nl").outcome == NONE
    found = ask(added, **DRY_SCANNER).regime("nl")
    assert (found.outcome, [reason.id for reason in found.requirements]) == (LICENCE, ["nl-draft"])


def test_an_overlay_replaces_a_rule_in_all_its_versions(tmp_path: Path, engine: Engine) -> None:
    replaced = Engine(
        load(
            tmp_path,
            rules="""
                regime: nl
                rules:
                  - id: nl-asme-licence
                    title: Licence, but not for South Korea
                    kind: requirement
                    items: ["nl:asme"]
                    when: export_from_netherlands and destination not in {KR}
                    sources: [{cite: nl24gov}]
            """,
        )
    )
    assert ask(engine, **IMMERSION_SCANNER).regime("nl").outcome == LICENCE
    assert ask(replaced, **IMMERSION_SCANNER).regime("nl").outcome == NONE
    assert ask(replaced, **{**IMMERSION_SCANNER, "to": "CN"}).regime("nl").outcome == LICENCE
    assert len([rule for rule in replaced.law.rules if rule.id == "nl-asme-licence"]) == 1


def test_an_overlay_replaces_an_entry_as_a_whole(tmp_path: Path) -> None:
    entry = "entry: Z1\nlist: zed:own\ntitle: Things\nsources: [{cite: gazette}]\nparagraphs: "
    load(tmp_path / "first", zed=ZED, entry=entry + "{a: {when: kind is scanner}, b: {when: kind is stepper}}")
    write(tmp_path / "second", {"entry.yaml": entry + "{c: {when: kind is contact_aligner}}"})
    replaced = load_over_base(tmp_path / "first", tmp_path / "second")
    assert [one.code for one in replaced.paragraphs if one.list == "zed:own"] == ["Z1", "Z1.c"]


def test_what_an_overlay_leaves_dangling_is_refused(tmp_path: Path) -> None:
    text = """
        entry: 3B001
        list: nl:asme
        title: Only contact aligners
        sources: [{cite: nl24gov, pinpoint: "3B001"}]
        when: kind is contact_aligner
    """
    with pytest.raises(LawError, match="no paragraph"):
        load(tmp_path, entry=text)


@pytest.mark.parametrize(("day", "outcome"), [("2024-09-30", LICENCE), ("2024-10-01", NONE), ("2024-10-02", NONE)])
def test_an_overlay_ends_a_rule(tmp_path: Path, day: str, outcome: object) -> None:
    ended = Engine(load(tmp_path, ends="ends: [{rule: nl-asme-licence, on: 2024-10-01}]"))
    assert ask(ended, **{**IMMERSION_SCANNER, "date": day}).regime("nl").outcome == outcome


@pytest.mark.parametrize(("day", "outcome"), [("2024-09-30", LICENCE), ("2024-10-01", NONE), ("2024-10-02", NONE)])
def test_an_overlay_ends_a_paragraph_with_all_below_it(tmp_path: Path, day: str, outcome: object) -> None:
    ended = Engine(load(tmp_path, ends='ends: [{paragraph: "nl:asme/3B001.f", on: 2024-10-01}]'))
    assert ask(ended, **{**IMMERSION_SCANNER, "date": day}).regime("nl").outcome == outcome


def test_an_end_that_was_published_later_was_not_known_before(tmp_path: Path) -> None:
    ended = Engine(load(tmp_path, ends="ends: [{rule: nl-asme-licence, on: 2024-10-01, published: 2024-11-01}]"))
    assert ask(ended, **IMMERSION_SCANNER, known_on="2024-10-31").regime("nl").outcome == LICENCE
    assert ask(ended, **IMMERSION_SCANNER, known_on="2024-11-01").regime("nl").outcome == NONE


def test_a_new_regime_needs_no_python(tmp_path: Path, engine: Engine) -> None:
    with_zed = zed_engine(
        tmp_path,
        entry="""
            entry: Z7
            list: zed:own
            title: Scanners
            sources: [{cite: gazette, pinpoint: Z7}]
            when: kind is scanner
        """,
        rules="""
            regime: zed
            rules:
              - {id: zed-reach, title: Export from Korea, kind: reach, hook: export, when: "departure in {KR}", sources: [{cite: gazette}]}
              - {id: zed-licence, title: Licence, kind: requirement, items: ["zed:own"], form: red form, sources: [{cite: gazette}]}
              - id: zed-friends
                title: Exception for friends
                kind: exception
                when: destination in {JP}
                answers: [zed-licence]
                conditions: [Ask the friend.]
                sources: [{cite: gazette}]
        """,
    )
    assert set(with_zed.law.regimes) == {*engine.law.regimes, "zed"}
    found = ask(with_zed, item="NXT:1470", leaves="KR", to="CN").regime("zed")
    assert (found.outcome, found.requirements[0].form) == (LICENCE, "red form")
    friend = ask(with_zed, item="NXT:1470", leaves="KR", to="JP").regime("zed")
    assert friend.outcome == exactly(Outcome.AUTHORISATION_AVAILABLE)
    assert friend.releases[0].conditions == ("Ask the friend.",)
    assert ask(with_zed, item="NXT:1470", leaves="JP", to="CN").regime("zed").outcome == exactly(Outcome.NOT_SUBJECT)


def test_a_company_can_forbid_what_every_law_allows(tmp_path: Path, engine: Engine) -> None:
    company = Engine(
        load(
            tmp_path,
            policy="""
                regime: acme
                name: Acme policy
                adjective: Acme
                known_through: 2030-12-31
                sources:
                  board: {title: Decision of the board, link: "https://acme.example/policy", read: 2026-11-21, kind: company}
            """,
            rules="""
                regime: acme
                rules:
                  - id: acme-no-exposure-tools
                    title: No exposure tools to Korea
                    kind: prohibition
                    when: kind is wafer_exposure_tool and destination in {KR}
                    sources: [{cite: board}]
            """,
        )
    )
    assert ask(engine, **DRY_SCANNER).verdict is Verdict.CLEAR
    found = ask(company, **DRY_SCANNER)
    assert (found.outcome, found.verdict) == (PROHIBITED, Verdict.PROHIBITED)
    assert found.regime("nl").outcome == NONE


def test_an_overlay_moves_the_horizon(tmp_path: Path, engine: Engine) -> None:
    later = Engine(load(tmp_path, regime="regime: eu\nknown_through: 2028-12-31", other="regime: nl\nknown_through: 2028-12-31"))
    shipment = {**DRY_SCANNER, "date": "2027-01-01"}
    assert ask(engine, **shipment).regime("eu").horizon.beyond
    assert not ask(later, **shipment).regime("eu").horizon.beyond


def test_overlays_lie_over_each_other_in_their_order(tmp_path: Path) -> None:
    load(tmp_path / "first", regime=ZED)
    load(tmp_path / "second", regime=ZED.replace("Zedland", "Greater Zedland"))
    assert load_over_base(tmp_path / "first", tmp_path / "second").regimes["zed"].name == "Greater Zedland"
    assert load_over_base(tmp_path / "second", tmp_path / "first").regimes["zed"].name == "Zedland"


def test_the_answer_names_the_layers_of_its_law(tmp_path: Path) -> None:
    write(tmp_path, {"zed.yaml": ZED})
    assert ask(Engine(load_law(tmp_path))).law_layers == ("shipped", str(tmp_path))


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no such folder of law"):
        load_law(tmp_path / "nowhere")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_bytes("regime: zed\nname: Zédland\n".encode("latin-1"))
    with pytest.raises(LawError, match=r"law\.yaml: cannot be read\n  must be: a text file in UTF-8"):
        load_law(tmp_path)
