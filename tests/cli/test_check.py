from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import licet

YAML = "item: NXT:1980Di\nfrom: NL\nto: CN\ndate: 2024-09-07\n"
JSON = '{"item": "NXT:1980Di", "from": "NL", "to": "CN", "date": "2024-09-07"}'
FLAGS = ("--item", "NXT:1980Di", "--from", "NL", "--to", "CN", "--date", "2024-09-07")


def test_a_shipment_is_checked_from_a_file_from_standard_input_and_from_flags_alike(tmp_path: Path) -> None:
    (tmp_path / "shipment.yaml").write_text(YAML)
    (tmp_path / "shipment.json").write_text(JSON)
    answers = [
        licet("check", tmp_path / "shipment.yaml"),
        licet("check", tmp_path / "shipment.json"),
        licet("check", "-", stdin=YAML),
        licet("check", "-", stdin=JSON),
        licet("check", "-", stdin="\ufeff" + YAML),
        licet("check", *FLAGS),
    ]
    assert {answer.code for answer in answers} == {22}
    assert len({answer.out for answer in answers}) == 1
    assert not any(answer.err for answer in answers)


def test_a_flag_overrides_the_file(tmp_path: Path) -> None:
    (tmp_path / "shipment.yaml").write_text(YAML)
    assert licet("check", tmp_path / "shipment.yaml", "--date", "2024-09-06", "--regime", "eu", "--regime", "nl").code == 0
    answer = licet("check", tmp_path / "shipment.yaml", "--fact", "wavelength=248 nm", "--fact", "numerical_aperture=0.8", "--json")
    assert answer.json["shipment"]["item"]["facts"]["wavelength"]["value"] == 248.0
    assert answer.json["shipment"]["item"]["product"] == "ASML TWINSCAN NXT:1980Di"


@pytest.mark.parametrize(
    ("flags", "path", "value"),
    [
        (["--kind", "scanner"], ("item", "facts", "kind", "value"), ["scanner"]),
        (["--kind", "dram,ai_accelerator"], ("item", "facts", "kind", "value"), ["dram", "ai_accelerator"]),
        (["--kind", "scanner", "-f", "wavelength_nm=193"], ("item", "facts", "wavelength", "value"), 193.0),
        (["--kind", "scanner", "-f", "dco=1,4 nm"], ("item", "facts", "dedicated_chuck_overlay", "value"), 1.4),
        (["--kind", "ald", "-f", "film=tungsten, cobalt"], ("item", "facts", "film", "value"), ["cobalt", "tungsten"]),
        (["-f", "use_of_concern=military", "--kind", "other"], ("facts", "use_of_concern", "value"), ["military"]),
        (["--kind", "gpu", "-f", "performances=990 TOPS@16, 1979 TOPS@8"], ("item", "records", "performance", 1, "rate", "value"), 1979.0),
        (["--from", "Netherlands", "--kind", "other"], ("facts", "departure", "value"), "NL"),
        (["--party", "end_user=Some Fab Ltd@CN", "--kind", "other"], ("parties", 0, "facts", "party_country", "value"), "CN"),
        (["--party", "end_user=Some Fab Ltd", "--kind", "other"], ("parties", 0, "facts", "party_name", "value"), "Some Fab Ltd"),
        (["--party", "end_user=a@b.example@CN", "--kind", "other"], ("parties", 0, "facts", "party_name", "value"), "a@b.example"),
        (["--kind", "software", "--for", "NXT:2000i"], ("item", "for", 0, "product"), "ASML TWINSCAN NXT:2000i"),
        (["--kind", "scanner", "--classification", "nl=3B001.f.4"], ("item", "declared", "nl"), "3B001.f.4"),
        (["--kind", "scanner", "--known-on", "2024-01-01"], ("known_on",), "2024-01-01"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else "",
)
def test_every_flag_says_something(flags: list[str], path: tuple[str | int, ...], value: object) -> None:
    found = licet("check", "--from", "JP", "--date", "2024-10-01", "--json", *flags).json["shipment"]
    for step in path:
        found = found[step]
    assert found == value


def test_the_answer_in_json_says_what_the_answer_in_text_says() -> None:
    text, found = licet("check", *FLAGS), licet("check", *FLAGS, "--json")
    assert text.code == found.code == found.json["exit_code"] == 22
    assert found.json["verdict"] == "licence_required"
    assert found.json["outcome"] == {"lower": "licence_required", "upper": "licence_required", "settled": True, "label": "licence required"}
    assert "LICENCE REQUIRED" in text.out
    in_one_line = " ".join(text.out.split())
    assert all(regime["name"] in in_one_line for regime in found.json["regimes"])


def test_the_answer_in_json_has_the_same_keys_for_every_shipment() -> None:
    first = licet("check", *FLAGS, "--json").json
    second = licet("check", "--kind", "software", "--json").json
    assert first.keys() == second.keys()
    assert [regime.keys() for regime in first["regimes"]] == [regime.keys() for regime in second["regimes"]]


def test_why_adds_the_trace_and_the_sources() -> None:
    short, full = licet("check", *FLAGS), licet("check", *FLAGS, "--why")
    assert full.code == short.code
    assert len(full.lines) > 2 * len(short.lines)
    assert "https://" in full.out
    assert "https://" not in short.out
    plain, traced = licet("check", *FLAGS, "--json").json, licet("check", *FLAGS, "--json", "--why").json
    assert "trace" not in json.dumps(plain)
    (licence,) = [rule for regime in traced["regimes"] for rule in regime["requirements"] if rule["id"] == "nl-asme-licence"]
    assert licence["trace"]["value"] is True


def test_an_overlay_counts_in_the_answer(tmp_path: Path) -> None:
    rule = """
        regime: nl
        rules:
          - id: nl-no-more
            title: No more
            kind: prohibition
            when: departure in {NL}
            sources: [{title: Draft, link: "https://nl.example", read: 2026-11-21}]
    """
    (tmp_path / "rule.yaml").write_text("\n".join(line[8:] for line in rule.strip("\n").splitlines()))
    answer = licet("check", *FLAGS, "--law", tmp_path, "--json")
    assert (answer.code, answer.json["law"]["layers"]) == (23, ["shipped", str(tmp_path)])


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ('{"item": "NXT:1980Di", "parties": [{"role": "end_user", "name": "Acme"}]}', ("--party", "consignee=Bolt")),
        ('{"item": "NXT:1980Di", "parties": null}', ("--party", "consignee=Bolt")),
        ('{"item": "NXT:1980Di", "classification": "3B001"}', ("--classification", "nl=none")),
    ],
)
def test_a_flag_completes_or_refuses_what_the_file_says_in_another_form(written: str, flag: tuple[str, str]) -> None:
    ran = licet("check", "-", *flag, stdin=written)
    assert ran.code == (2 if "classification" in written else 30)


def test_half_of_a_character_is_refused_or_printed() -> None:
    assert licet("check", "-", stdin='{"item": {"kind": "scanner", "name": "\\ud800"}}').code == 2
