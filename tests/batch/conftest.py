from __future__ import annotations

import os
from typing import Any, NamedTuple

import pytest

from licet import Determination, Engine, Law, Shipment, read_shipment
from licet.casework import Case, read_cases
from licet.law.fields import to_python
from tests.support.overlays import load_over_base


class Worked(NamedTuple):
    """A worked case, its shipment as written, and as read."""

    case: Case
    written: dict[str, Any]
    shipment: Shipment


class Decided(NamedTuple):
    """A worked case, and what the engine says of it."""

    worked: Worked
    found: Determination


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether to take all the time it needs (LICET_PROFILE=thorough)."""
    return os.environ.get("LICET_PROFILE") == "thorough"


@pytest.fixture(scope="session")
def worked(law: Law) -> list[Worked]:
    made = [Worked(case, written := to_python(case.written), read_shipment(written, law)) for case in read_cases(law)]
    return [one for one in made if one.shipment.known_on is None]


@pytest.fixture(scope="session")
def decided(worked: list[Worked], engine: Engine, thorough: bool) -> list[Decided]:
    """Every fourth worked case, since deciding them one by one is what takes longest here; all of them where there is time."""
    return [Decided(one, engine.determine(one.shipment)) for one in (worked if thorough else worked[::4])]


@pytest.fixture(scope="session")
def base() -> Law:
    """A part of the law, for what is about files and not about law."""
    return load_over_base()
