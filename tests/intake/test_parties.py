from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet import Engine, Law, ShipmentError, read_shipment
from licet.intake.flags import Flags, shipment_from_flags
from licet.language.surroundings import Env, members
from licet.model.shipment import Record

ACME = {"party_name": "Acme", "party_country": "CN"}


def parties(law: Law, written: Any) -> tuple[Record, ...]:
    return read_shipment({"item": "H100", "date": "2024-10-01", "parties": written}, law).parties


@pytest.mark.parametrize(
    "written",
    [
        {"end_user": {"name": "Acme", "country": "CN"}},
        {"end_user": {"party_name": "Acme", "party_country": "China"}},
        {"End user": {"name": "Acme", "country": "CN"}},
        {"end-user": [{"name": "Acme", "country": "CN"}]},
        [{"role": "end_user", "name": "Acme", "country": "CN"}],
        [{"role": "End User", "name": "Acme", "country": "CN"}],
    ],
    ids=str,
)
def test_parties_are_given_by_role_or_as_a_list(law: Law, written: Any) -> None:
    (party,) = parties(law, written)
    assert (party.role, dict(party.facts)) == ("end_user", ACME)


def test_a_party_may_be_just_a_name(law: Law) -> None:
    (party,) = parties(law, {"consignee": "Acme"})
    assert (party.role, dict(party.facts)) == ("consignee", {"party_name": "Acme"})


def test_several_parties_may_have_one_role(law: Law) -> None:
    found = parties(law, {"intermediary": ["Acme", {"name": "Bolt"}]})
    assert [party.facts["party_name"] for party in found] == ["Acme", "Bolt"]
    assert {party.role for party in found} == {"intermediary"}


@pytest.mark.parametrize("written", ["unknown", "", None])
def test_a_party_that_is_not_known_is_named_without_facts(law: Law, written: Any) -> None:
    (party,) = parties(law, {"end_user": written})
    assert (party.role, dict(party.facts)) == ("end_user", {})


def test_an_unknown_role_is_refused(law: Law) -> None:
    with pytest.raises(ShipmentError, match='unknown role "buyer"'):
        parties(law, {"buyer": "Acme"})


@pytest.mark.parametrize("written", ["unknown", None])
def test_parties_that_are_not_known_may_be_said_to_be_unknown(law: Law, written: Any) -> None:
    assert parties(law, written) == ()


def test_a_party_in_an_embargoed_place_counts_under_the_role_the_law_names(engine: Engine) -> None:
    base = {
        "item": {"kind": "processed_wafer"},
        "from": "NL",
        "to": "CN",
        "date": "2024-10-01",
        "informed_by_authority": "yes",
        "use_of_concern": ["military"],
    }
    as_purchaser = {**base, "parties": {"purchaser": {"name": "Acme", "country": "RU"}}}
    as_intermediary = {**base, "parties": {"intermediary": {"name": "Acme", "country": "RU"}}}
    bitten, free = (engine.determine(read_shipment(written, engine.law)).regime("eu") for written in (as_purchaser, as_intermediary))
    assert "eu-article-4-1-b" in {reason.id for reason in bitten.requirements}
    assert "eu-article-4-1-b" not in {reason.id for reason in free.requirements}


def test_a_flag_says_more_of_a_party(law: Law) -> None:
    flags = Flags(item="H100", parties=("end_user=Some Fab Ltd@MY; headquarters=CN; military_end_user=no",))
    (party,) = read_shipment(shipment_from_flags({}, law, flags), law).parties
    assert dict(party.facts) == {
        "party_name": "Some Fab Ltd",
        "party_country": "MY",
        "party_headquarters": "CN",
        "military_end_user": False,
    }


def test_a_party_that_nobody_named_is_assumed_to_be_ordinary(engine: Engine) -> None:
    shipment = {"item": {"kind": "other"}, "from": "US", "to": "DE", "date": "2025-01-01"}
    unnamed = Env(
        {"all_parties_named": True},
        read_shipment(shipment, engine.law).item,
        (),
        engine.calendar.on(date(2025, 1, 1)),
        True,
        lambda *_: None,
    )
    found, complete = members(unnamed, engine.law.vocabulary.scopes["party"])
    assert ([env.path for env in found], complete) == (["parties.consignee", "parties.end_user"], True)
    assert [env.fact("party_headquarters", "party") for env in found] == [None, None]
