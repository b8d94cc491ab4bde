"""Each list sets the facts of its own regime, from the day of the listing on; a possible match leaves them open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet import Engine, read_shipment
from licet.model.determination import RegimeFinding
from licet.model.outcome import Outcome
from licet.screened.duties import facts_set
from licet.screened.parties import ScreenedShipment, screen_parties
from licet.screening.in_play import InPlay
from licet.screening.listing import Listing, NameKind, PartyName, Suspension
from licet.screening.screen import Screening
from licet.screening.store import Store

FREE, LICENCE, PROHIBITED = Outcome.NO_LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED, Outcome.PROHIBITED
DRAM = {"kind": "dram"}

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-12-20T10:00:00.000+01:00" globalFileId="1">
 <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.1" logicalId="1">
  <regulation regulationType="amendment" organisationType="council" publicationDate="2025-12-15" entryIntoForceDate="2025-12-15"
   numberTitle="2025/9999 (OJ L)" programme="UKR" logicalId="2"><publicationUrl>https://example.org</publicationUrl></regulation>
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Quasarium Mikroelektronik Zelenograd" function="" title="" nameLanguage=""
   strong="true" regulationLanguage="en" logicalId="3"/>
 </sanctionEntity></export>"""
UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>10/12/2025</DateGenerated>
<Designation><LastUpdated>01/06/2025</LastUpdated><DateDesignated>01/06/2025</DateDesignated><UniqueID>RUS1</UniqueID>
 <Names><Name><Name6>Quasarium Mikroelektronik Zelenograd</Name6><NameType>Primary Name</NameType></Name></Names>
 <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip>
 <SanctionsImposed>Asset freeze|Trust services sanctions</SanctionsImposed></Designation>
<Designation><LastUpdated>01/06/2025</LastUpdated><DateDesignated>01/06/2025</DateDesignated><UniqueID>RUS2</UniqueID>
 <Names><Name><Name6>Voltrask Navigation Shipping</Name6><NameType>Primary Name</NameType></Name></Names>
 <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip>
 <SanctionsImposed>Travel Ban</SanctionsImposed></Designation></Designations>"""
UN = """<CONSOLIDATED_LIST dateGenerated="2025-11-01T00:00:00Z"><INDIVIDUALS/><ENTITIES><ENTITY><DATAID>1</DATAID>
 <FIRST_NAME>Quasarium Mikroelektronik Zelenograd</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER>
 <LISTED_ON>2025-11-01</LISTED_ON></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
NAMED = {"name": "Quasarium Mikroelektronik Zelenograd"}


def held(folder: Path, publisher: str, name: str, text: str, day: date) -> Store:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    store = Store(folder / "lists")
    store.add(publisher, {name: path}, origin="test", as_of=day, limit=10**6)
    return store


def screened(
    engine: Engine, store: Store, party: Mapping[str, Any], day: str, start: str, end: str, item: Any = None, **circumstances: Any
) -> ScreenedShipment:
    written = {"item": item or DRAM, "from": start, "to": end, "date": day, "parties": {"end_user": dict(party)}, **circumstances}
    shipment = read_shipment(written, engine.law)
    return screen_parties(shipment, engine.law, Screening(InPlay(store, shipment.day)))


def bounds(engine: Engine, found: ScreenedShipment, regime: str) -> tuple[Outcome, Outcome]:
    outcome = answer(engine, found, regime).outcome
    return outcome.lower, outcome.upper


def answer(engine: Engine, found: ScreenedShipment, regime: str) -> RegimeFinding:
    return engine.determine(found.shipment).regime(regime)


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2025-12-14", NAMED["name"], (FREE, FREE)),
        ("2025-12-15", NAMED["name"], (PROHIBITED, PROHIBITED)),
        ("2025-12-16", NAMED["name"], (PROHIBITED, PROHIBITED)),
        ("2025-12-16", "Quasarium Mikroelectronic", (FREE, PROHIBITED)),
        ("2025-12-16", "Bluebird Bakery", (FREE, FREE)),
    ],
)
def test_the_freeze_of_the_union(engine: Engine, tmp_path: Path, day: str, name: str, expected: tuple[Outcome, Outcome]) -> None:
    store = held(tmp_path, "eu-fsf", "eu.xml", EU, date(2025, 12, 20))
    assert bounds(engine, screened(engine, store, {"name": name, "country": "TR"}, day, "NL", "TR"), "eu") == expected


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2025-05-31", NAMED["name"], (FREE, FREE)),
        ("2025-06-01", NAMED["name"], (PROHIBITED, PROHIBITED)),
        ("2025-06-02", NAMED["name"], (PROHIBITED, PROHIBITED)),
        ("2025-06-02", "Voltrask Navigation Shipping", (FREE, PROHIBITED)),
    ],
)
def test_the_freeze_of_the_united_kingdom(engine: Engine, tmp_path: Path, day: str, name: str, expected: tuple[Outcome, Outcome]) -> None:
    store = held(tmp_path, "uk-sanctions", "uk.xml", UK, date(2025, 12, 10))
    found = screened(engine, store, {"name": name, "country": "TR"}, day, "GB", "TR", classification={"uk": "none"})
    assert bounds(engine, found, "uk") == expected


@pytest.mark.parametrize(("day", "upper"), [("2025-10-31", FREE), ("2025-11-01", PROHIBITED), ("2025-11-02", PROHIBITED)])
@pytest.mark.parametrize(("regime", "start"), [("eu", "NL"), ("us", "US"), ("kr", "KR"), ("cn", "CN"), ("tw", "TW"), ("ca", "CA")])
def test_the_united_nations_list_is_never_clear(engine: Engine, tmp_path: Path, day: str, upper: Outcome, regime: str, start: str) -> None:
    store = held(tmp_path, "un", "un.xml", UN, date(2025, 11, 1))
    item = {"kind": "other", "eccn": "EAR99"} if regime == "us" else {"kind": "polishing"} if regime in ("kr", "tw", "ca") else DRAM
    found = screened(
        engine, store, {**NAMED, "country": "TR"}, day, start, "TR", item, classification={regime: "none"} if regime != "us" else {}
    )
    assert bounds(engine, found, regime) == (FREE, upper)


@pytest.mark.parametrize(
    ("name", "country", "start", "regime", "days"),
    [  # the curated list; a day before the listing, the day, the day after
        ("USA Rare Earth, Inc.", "US", "CN", "cn", {"2026-06-21": FREE, "2026-06-22": PROHIBITED, "2026-06-23": PROHIBITED}),
        ("Japan Aerospace Exploration Agency", "JP", "CN", "cn", {"2026-02-23": FREE, "2026-02-24": PROHIBITED, "2026-02-25": PROHIBITED}),
        (  # suspended on 14 May and ended on 12 August 2025, as the law itself says, whatever the list prints
            "American Photonics",
            "US",
            "CN",
            "cn",
            {"2025-04-08": FREE, "2025-04-10": PROHIBITED, "2025-05-13": PROHIBITED, "2025-05-14": LICENCE, "2025-08-12": LICENCE},
        ),
        ("TDK Corporation", "JP", "CN", "cn", {"2026-02-23": FREE, "2026-02-24": LICENCE, "2026-02-25": LICENCE}),
        ("OKI Electric Industry Co., Ltd.", "JP", "CN", "cn", {"2026-06-28": FREE, "2026-06-29": LICENCE, "2026-06-30": LICENCE}),
        ("TechInsights", "CA", "CN", "cn", {"2025-10-08": FREE, "2025-10-09": PROHIBITED, "2025-10-10": PROHIBITED}),
        ("SMIC", "CN", "TW", "tw", {"2025-06-09": FREE, "2025-06-10": LICENCE, "2025-06-11": LICENCE}),
    ],
)
def test_listings_of_china_and_taiwan_by_their_days(
    engine: Engine, tmp_path: Path, name: str, country: str, start: str, regime: str, days: Mapping[str, Outcome]
) -> None:
    item: Any = {"kind": "polishing"}
    classification = {"tw": "none"}
    if regime == "cn":
        item, classification = {"kind": "elemental_material", "substance": "gallium"}, {}
    for day, least in days.items():
        found = screened(
            engine, Store(tmp_path), {"name": name, "country": country}, day, start, country, item, classification=classification
        )
        plain = screened(engine, Store(tmp_path), {"name": "Bluebird Bakery"}, day, start, country, item, classification=classification)
        without = bounds(engine, plain, regime)[0]
        assert bounds(engine, found, regime)[0] == max(least, without), day


def test_the_end_user_list_of_japan_with_the_concern_of_the_row(engine: Engine, tmp_path: Path) -> None:
    party = {"name": "CETC Chip Technology Co., Ltd", "country": "CN"}
    after = screened(engine, Store(tmp_path), party, "2026-09-01", "JP", "CN", DRAM, clearly_harmless_under_guideline=False)
    assert after.shipment.parties[0].facts["japan_end_user_list_concern"] == frozenset({"conventional_weapons"})
    rules = {reason.id: reason.value for reason in answer(engine, after, "jp").requirements}
    assert rules["jp-catch-all-end-user-list-conventional"] is True
    before = screened(engine, Store(tmp_path), party, "2025-01-15", "JP", "CN", DRAM)
    assert "japan_end_user_listed" in before.shipment.parties[0].open  # the list held is of a later day


def listing(**said: Any) -> Listing:
    return Listing("1", "curated", said.pop("list"), (PartyName("A", NameKind.MAIN),), **said)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (listing(list="cn-control-list"), {"cn_control_listed": True, "cn_control_listings": None, "cn_control_listing_named": None}),
        (listing(list="cn-control-list", listed=date(2027, 1, 1)), {"cn_control_listed": True}),
        (
            listing(list="cn-unreliable-entities", listed=date(2025, 10, 9)),
            {"cn_unreliable_listed": True, "cn_unreliable_listings": frozenset({"listed_2025_10_09"})},
        ),
        (listing(list="us-sdn", programmes=("CYBER2",)), {"blocked_person": True}),
        (listing(list="us-sdn", programmes=("NPWMD", "IRAN")), {"blocked_person": True, "blocked_person_744_8": True}),
        (listing(list="us-sdn"), {"blocked_person": True, "blocked_person_744_8": None}),
        (listing(list="uk-sanctions"), {"uk_sanctions_listed": True, "uk_asset_freeze_listed": None}),
        (
            listing(list="uk-sanctions", remarks="Sanctions Imposed: Asset freeze|Travel Ban Other Information: none"),
            {"uk_sanctions_listed": True, "uk_asset_freeze_listed": True},
        ),
        (
            listing(list="uk-sanctions", remarks="SanctionsImposed: Travel Ban UKStatementofReasons: an asset freeze failed"),
            {"uk_sanctions_listed": True},
        ),
        (listing(list="jp-end-user"), {"japan_end_user_listed": True, "japan_end_user_list_concern": None}),
        (listing(list="jp-third-country-entities"), {"japan_designated_person": True}),
        (listing(list="jp-belarus-entities"), {"japan_export_ban_listed": True}),
        (listing(list="eu-833-2014-annex-iv"), {"eu_annex_iv_listed": True}),
        (listing(list="uk-financial-sanctions"), {"uk_sanctions_listed": True, "uk_asset_freeze_listed": True}),
        (listing(list="us-1260h"), {}),
        (listing(list="follow-the-money", notes=("data set: my_own",)), {}),
        (
            listing(list="follow-the-money", notes=("data set: eu_fsf", "data set: un_sc_sanctions")),
            {"eu_asset_freeze_listed": None, "un_sanctions_listed": None},
        ),
    ],
)
def test_what_a_listing_sets(engine: Engine, row: Listing, expected: Mapping[str, Any]) -> None:
    assert facts_set(row, engine.law.vocabulary) == expected
    assert facts_set(replace(row, suspended=(Suspension(date(2025, 1, 1), None),)), engine.law.vocabulary) == expected


def test_a_listing_without_a_day_on_a_chinese_list_leaves_open_what_follows(engine: Engine, tmp_path: Path) -> None:
    rows = (
        '[{"id": "1", "entity_name": "Quasarium Photonics", "aliases": [], "list_id": "cn-export-control-watchlist", "date_added": null}]'
    )
    store = held(tmp_path, "cn-mofcom", "cn.json", rows, date(2026, 7, 1))
    party = {"name": "Quasarium Photonics", "country": "US"}
    found = screened(engine, store, party, "2026-07-02", "CN", "US", {"kind": "elemental_material", "substance": "gallium"})
    assert bounds(engine, found, "cn") == (LICENCE, PROHIBITED)
