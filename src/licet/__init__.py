"""Licet: may this chip technology go to that party, for that use, on that day, under every law that applies at once, and why?

>>> import licet
>>> answer = licet.check({"item": "NXT:1980Di", "from": "NL", "to": "CN", "date": "2024-09-07"})
>>> answer.outcome.label
'licence required'
>>> [reason.id for reason in answer.regime("nl").requirements]
['nl-asme-licence']
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.intake import read_shipment, read_shipment_text
from licet.law import Law, load_law
from licet.model.determination import Determination, Verdict
from licet.model.errors import LawError, LicetError, ShipmentError
from licet.model.outcome import Interval, Outcome
from licet.model.shipment import Item, Shipment
from licet.reasoning import Engine
from licet.reporting import determination_as_dict, determination_as_text

__version__ = "0.1.0"

__all__ = [
    "Determination",
    "Engine",
    "Interval",
    "Item",
    "Law",
    "LawError",
    "LicetError",
    "Outcome",
    "Shipment",
    "ShipmentError",
    "Verdict",
    "check",
    "determination_as_dict",
    "determination_as_text",
    "load_law",
    "read_shipment",
    "read_shipment_text",
]


@lru_cache(maxsize=8)
def _engine(overlays: tuple[str, ...]) -> Engine:
    return Engine(load_law(*overlays))


def check(shipment: Mapping[str, Any] | str, *overlays: str | Path, screen: bool = False) -> Determination:
    """Return the determination of one shipment.

    Args:
        shipment: a mapping (`item`, `from`, `to`, `date`, facts, parties), or YAML or JSON text of that form.
        overlays: folders of law to lay over the shipped law.
        screen: whether to look for the named parties in the lists held, as `licet check` does.

    Raises:
        ShipmentError: the shipment cannot be read.
        LawError: the law cannot be loaded.
        LicetError: a list of parties cannot be read.

    """
    engine = _engine(tuple(str(path) for path in overlays))
    read = read_shipment_text(shipment, engine.law) if isinstance(shipment, str) else read_shipment(shipment, engine.law)
    if screen:
        from licet.screened.parties import screen_parties  # noqa: PLC0415  # who does not screen needs no lists

        read = screen_parties(read, engine.law).shipment
    return engine.determine(read)
