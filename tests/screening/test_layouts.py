"""Layouts of which no real file is at hand, in small files made up after their public descriptions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from licet.screening.listing import IdentifierKind, NameKind, PartyKind
from licet.screening.lists.reading import Reading, read_list
from tests.screening.samples import write

CSL = {
    "total": 3,
    "sources_used": [
        {"source": "Entity List (EL)", "source_last_updated": "2026-09-20T14:07:33+00:00"},
        {"source": "SDN", "source_last_updated": "2026-09-23T14:07:33+00:00"},
    ],
    "results": [
        {
            "source": "Specially Designated Nationals (SDN) - Treasury Department",
            "name": "EXAMPLE BANK LIMITED",
            "id": "906",
            "type": "Entity",
            "programs": ["CUBA"],
            "alt_names": ["EXAMPLE INTERNATIONAL BANK, LTD"],
            "addresses": [{"address": "1 Marsh Wall", "city": "London", "state": None, "postal_code": "E14 9SH", "country": "GB"}],
            "ids": [
                {"type": "Company Number", "number": "01074897", "country": "GB", "issue_date": None},
                {"type": "Gender", "number": "Male", "country": None},
            ],
            "remarks": "(Linked To: SOMEBODY)",
        },
        {
            "source": "Entity List (EL) - Bureau of Industry and Security",
            "name": "Some Chip Works",
            "addresses": [{"address": "1 Road", "city": "Kabul", "country": "AF"}],
            "start_date": "2011-11-21",
            "federal_register_notice": "76 FR 71867",
            "license_requirement": "For all items subject to the EAR. (See §§ 734.9(e)(3) and 744.11 of the EAR)5",
            "license_policy": "Presumption of denial.",
            "alt_names": None,
            "a_new_column": "x",
        },
        {"source": "Nonproliferation Sanctions (ISN) - State Department", "name": "A Trading", "country": "TH", "programs": ["INKSNA"]},
        {"source": "A List Nobody Knows (NEW) - Somewhere", "name": "B Trading"},
        {"source": "Entity List (EL) - Bureau of Industry and Security", "name": " "},
    ],
}

FCDO_HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,"
    "Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,"
    "Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,"
    "Address Line 5,Address Line 6,"
    "Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),"
    "National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,"
    "Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"
    "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,"
    "Length of ship,Year Built,Hull identification number (HIN)"
)


def fcdo(**cells: str) -> str:
    return ",".join(cells.get(name, "") for name in FCDO_HEADER.split(","))


FCDO_ROWS = (
    fcdo(**{"Unique ID": "AFG1", "Name 6": "AKHUND", "Name 1": "MOHAMMAD", "Name type": "Primary Name", "Designation Type": "Individual"}),
    fcdo(
        **{
            "Last Updated": "12/01/2022",
            "Unique ID": "AFG1",
            "Name 6": "Haji Hassan",
            "Name type": "ALias",
            "Alias strength": "Low quality a.k.a",
            "Name non-latin script": "محمد حسن آخوند",
            "Designation Type": "Individual",
            "Regime Name": "The Afghanistan (Sanctions) (EU Exit) Regulations 2020",
            "Date Designated": "25/01/2001",
            "D.O.B": "dd/mm/1945",
            "Nationality(/ies)": "Afghanistan",
            "Passport number": "P04581926",
            "Sanctions Imposed": "Asset freeze|Travel Ban",
            "Address Line 6": "Kabul",
            "Address Country": "Afghanistan",
        }
    ),
    fcdo(
        **{
            "Unique ID": "DPR0075",
            "Name 6": "Petrel 8",
            "Name type": "Primary name",
            "Designation Type": "Ship",
            "IMO number": "IMO9562233",
        }
    ),
    fcdo(**{"Unique ID": "", "Name 6": "Nobody"}),
)
FCDO_CSV = "\n".join(("Report Date: 13-Feb-2026", FCDO_HEADER, *FCDO_ROWS)) + "\n"

FCDO_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>20/08/2026</DateGenerated>
<Designation>
  <LastUpdated>14/04/2026</LastUpdated><DateDesignated>25/01/2001</DateDesignated><UniqueID>AFG0006</UniqueID>
  <OFSIGroupID>7172</OFSIGroupID><UNReferenceNumber>TAi.002</UNReferenceNumber>
  <Names>
    <Name><Name1>MOHAMMAD</Name1><Name2>HASSAN</Name2><Name6>AKHUND</Name6><NameType>Primary Name</NameType></Name>
    <Name><Name6>Haji Hassan</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
  </Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>محمد حسن آخوند</NameNonLatinScript></NonLatinName></NonLatinNames>
  <RegimeName>The Afghanistan (Sanctions) (EU Exit) Regulations 2020</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <Addresses><Address><AddressLine6>Kabul</AddressLine6><AddressCountry>Afghanistan</AddressCountry></Address></Addresses>
  <IndividualDetails><Individual>
    <DOBs><DOB>dd/mm/1945</DOB><DOB>01/03/1958</DOB></DOBs><Nationalities><Nationality>Afghanistan</Nationality></Nationalities>
    <PassportDetails><Passport><PassportNumber>P04581926</PassportNumber></Passport></PassportDetails>
    <BirthDetails><Location><TownOfBirth>Lakhi</TownOfBirth><CountryOfBirth>Afghanistan</CountryOfBirth></Location></BirthDetails>
  </Individual></IndividualDetails>
  <ANewElement>x</ANewElement>
</Designation>
<Designation><UniqueID>DPR0075</UniqueID><Names><Name><Name6>Petrel 8</Name6><NameType>Primary name</NameType></Name></Names>
  <IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers>
  <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips></Ship></ShipDetails>
</Designation>
<Designation><UniqueID>X1</UniqueID><IndividualEntityShip>Entity</IndividualEntityShip></Designation>
</Designations>"""

FTM = [
    {"id": "a1", "schema": "Address", "properties": {"full": ["1 High Street, Kyiv"], "country": ["ua"], "city": ["Kyiv"]}},
    {
        "id": "c1",
        "schema": "Company",
        "caption": "Some Works JSC",
        "target": True,
        "datasets": ["some_list"],
        "properties": {
            "name": ["ООО Завод", "Some Works JSC"],
            "weakAlias": ["SW"],
            "jurisdiction": ["ru"],
            "innCode": ["7701"],
            "addressEntity": ["a1"],
        },
    },
    {
        "id": "s1",
        "schema": "Sanction",
        "properties": {"entity": ["c1"], "startDate": ["2022-04-01"], "authority": ["Somebody"], "programId": ["X"]},
    },
    {"id": "p1", "schema": "Person", "caption": "An Owner", "target": False, "properties": {"name": ["An Owner"]}},
    {"id": "o1", "schema": "Ownership", "properties": {"owner": ["p1"], "asset": ["c1"]}},
    {
        "id": "p2",
        "schema": "Person",
        "caption": "A Person",
        "target": True,
        "properties": {
            "name": ["A Person"],
            "birthDate": ["1970-05"],
            "sanctions": [{"id": "s2", "schema": "Sanction", "properties": {"startDate": ["2020-01-01"], "endDate": ["2021-01-01"]}}],
        },
    },
]


def read(publisher: str, folder: Path, name: str, content: str) -> Reading:
    return read_list(publisher, write(folder, name, content, packed=True))


def test_the_official_json_of_the_us_list(tmp_path: Path) -> None:
    reading = read("us-csl", tmp_path, "consolidated.json", json.dumps(CSL))
    bank, chip, trader, other = reading
    assert [(name.text, name.kind.value) for name in bank.names] == [
        ("EXAMPLE BANK LIMITED", "main"),
        ("EXAMPLE INTERNATIONAL BANK, LTD", "strong"),
    ]
    assert (bank.id, bank.list, bank.kind, bank.countries, bank.programmes) == ("906", "us-sdn", PartyKind.ORGANISATION, ("GB",), ("CUBA",))
    assert [(number.number, number.country, number.said) for number in bank.identifiers] == [("01074897", "GB", "Company Number")]
    assert (bank.linked, bank.remarks) == (("SOMEBODY",), "Gender Male")
    assert (chip.footnotes, chip.listed, chip.citations, chip.kind) == ((5,), date(2011, 11, 21), ("76 FR 71867",), PartyKind.UNKNOWN)
    assert (trader.list, trader.countries) == ("us-nonproliferation", ("TH",))
    assert other.list == "us-other"
    count = reading.count
    assert (count.rows, count.listings, count.skipped_rows, count.vintage) == (5, 4, 1, date(2026, 9, 23))
    assert dict(count.unknown_columns) == {"a_new_column": 1}
    assert count.unknown_words["source: A List Nobody Knows (NEW) - Somewhere"] == 1


def test_the_csv_of_the_uk_sanctions_list(tmp_path: Path) -> None:
    reading = read("uk-sanctions", tmp_path, "UK-Sanctions-List.csv", FCDO_CSV)
    person, ship = reading
    assert [(name.text, name.kind) for name in person.names] == [
        ("MOHAMMAD AKHUND", NameKind.MAIN),
        ("Haji Hassan", NameKind.WEAK),
        ("محمد حسن آخوند", NameKind.ORIGINAL),
    ]
    assert (person.births, person.countries, person.listed, person.changed) == (("1945",), ("AF",), date(2001, 1, 25), date(2022, 1, 12))
    assert person.addresses[0].text == "Kabul, Afghanistan"
    assert "Sanctions Imposed: Asset freeze|Travel Ban" in person.remarks
    assert (ship.kind, [number.number for number in ship.identifiers]) == (PartyKind.VESSEL, ["9562233"])
    count = reading.count
    assert (count.rows, count.listings, count.joined, count.skipped["no unique id"].rows) == (4, 2, 1, 1)
    assert count.vintage == date(2026, 2, 13)


def test_the_xml_of_the_uk_sanctions_list_says_the_same(tmp_path: Path) -> None:
    reading = read("uk-sanctions", tmp_path, "UK-Sanctions-List.xml", FCDO_XML)
    person, ship = reading
    assert [(name.text, name.kind) for name in person.names] == [
        ("MOHAMMAD HASSAN AKHUND", NameKind.MAIN),
        ("Haji Hassan", NameKind.WEAK),
        ("محمد حسن آخوند", NameKind.ORIGINAL),
    ]
    assert (person.births, person.birth_places, person.nationalities) == (("1945", "1958-03-01"), ("Lakhi, Afghanistan",), ("AF",))
    assert (person.identifiers[0].kind, person.identifiers[0].number) == (IdentifierKind.PASSPORT, "P04581926")
    assert (ship.kind, ship.countries, ship.identifiers[0].number) == (PartyKind.VESSEL, ("KM",), "9562233")
    assert reading.count.vintage == date(2026, 8, 20)
    assert dict(reading.count.unknown_columns) == {"ANewElement": 1}
    assert reading.count.skipped["no name"].places == ["UK-Sanctions-List.xml: designation 3 X1"]


def test_follow_the_money_joins_what_points_at_a_party_and_lists_only_targets(tmp_path: Path) -> None:
    reading = read("ftm", tmp_path, "entities.ftm.json", "\n".join(map(json.dumps, FTM)) + "\n\n")
    company, person = reading
    assert [(name.text, name.kind) for name in company.names] == [
        ("Some Works JSC", NameKind.MAIN),
        ("ООО Завод", NameKind.ORIGINAL),
        ("SW", NameKind.WEAK),
    ]
    assert (company.listed, company.authority, company.programmes) == (date(2022, 4, 1), "Somebody", ("X",))
    assert (company.addresses[0].text, company.countries) == ("1 High Street, Kyiv", ("RU", "UA"))
    assert [(number.kind, number.number) for number in company.identifiers] == [(IdentifierKind.TAX, "7701")]
    assert (person.listed, person.ended, person.births) == (date(2020, 1, 1), date(2021, 1, 1), ("1970-05",))
    count = reading.count
    assert (count.rows, count.listings, count.joined) == (6, 2, 2)
    assert {reason: kept.rows for reason, kept in count.skipped.items()} == {
        "a party that is not listed itself": 1,
        "not a party: Ownership": 1,
    }


def test_follow_the_money_without_targets_lists_every_party(tmp_path: Path) -> None:
    row = {"id": "x", "schema": "LegalEntity", "properties": {"name": ["My own company"]}}
    (own,) = read("ftm", tmp_path, "own.json", json.dumps(row))
    assert (own.name, own.kind, own.list) == ("My own company", PartyKind.UNKNOWN, "follow-the-money")


def test_the_denied_persons_list_with_commas(tmp_path: Path) -> None:
    text = (
        "Name,Street_Address,City,State,Country,Postal_Code,Effective_Date,Expiration_Date,Standard_Order,Last_Update,Action,FR_Citation\n"
    )
    text += "ACME LTD,1 High St,LONDON,,GB,E1,01/31/2020,soon,Y,2020-02-01,FR NOTICE ADDED,85 F.R. 1234 1/31/20\n"
    (acme,) = read("us-bis-denied", tmp_path, "dpl.csv", text)
    assert (acme.countries, acme.citations, acme.changed) == (("GB",), ("85 FR 1234",), date(2020, 2, 1))
    assert acme.notes == ("Expiration_Date is no day: soon",)


@pytest.mark.parametrize("name", ["us-csl.csv", "plain"])
def test_a_file_may_be_packed_or_not_and_begin_with_a_mark(tmp_path: Path, name: str) -> None:
    text = "\ufeffsource,name,alt_names,programs,federal_register_notice,license_requirement,license_policy\n"
    text += "Entity List (EL) - BIS,Müller,,,,,\n"
    for packed in (True, False):
        (one,) = read_list("us-csl", write(tmp_path, name, text, packed=packed))
        assert (one.name, one.list) == ("Müller", "us-entity-list")
