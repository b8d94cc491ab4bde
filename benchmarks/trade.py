"""Makes realistic trade: orders of 50,000 items between 100,000 parties in 190 countries, 2018 to 2026, with gaps as in life.

Most items have nothing to do with chips. Orders repeat: few items and few customers make most of the trade. The facts of items are drawn
near the thresholds of the law, since that is where systems of this kind are asked.
Run: python benchmarks/trade.py 1000000 /tmp/trade.parquet
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet as pq

import licet

ITEMS, PARTIES, DESTINATIONS = 50_000, 100_000, 190
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
CHUNK = 1_000_000
CHIPS = 0.15
"""The share of items that are chip technology."""

_ORDINARY = ("other", "other_equipment", "other_electronics", "telecommunications", "metal", "signal_instrument", "component")
_TOOLS = ("scanner", "stepper", "ald", "cvd", "epitaxy", "dry_etch", "cleaning", "metrology", "sem", "mask_writer", "ion_implanter")
_CHIPS = ("gpu", "ai_accelerator", "cpu", "fpga", "hbm", "dram", "adc", "microcontroller", "server", "accelerator_board")
_NUMBERS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "wavelength_nm": (("scanner", "stepper"), (13.5, 193.0, 248.0, 365.0)),
    "numerical_aperture": (("scanner", "stepper"), (0.33, 0.55, 0.85, 0.93, 1.35)),
    "dedicated_chuck_overlay_nm": (("scanner", "stepper"), (1.1, 1.3, 1.5, 1.6, 2.4, 2.5, 4.0)),
    "total_processing_performance_TPP": (
        ("gpu", "ai_accelerator", "accelerator_board", "cpu"),
        (300.0, 1600.0, 2400.0, 4799.0, 4800.0, 15824.0),
    ),
    "die_area_mm2": (("gpu", "ai_accelerator", "cpu"), (100.0, 400.0, 609.0, 814.0)),
}
_DEPARTURES = ("NL", "DE", "US", "FR", "BE", "IE", "IT", "JP", "KR", "TW", "GB", "SG", "MY", "CN", "IL")


def _some(rng: np.random.Generator, values: list[Any], size: int, tail: float = 1.3) -> np.ndarray:
    """Draw places in a list so that few of them make most of the draws."""
    weights = 1.0 / np.arange(1, len(values) + 1) ** (tail - 0.5)
    return rng.choice(len(values), size=size, p=weights / weights.sum())


_where: Any = np.where  # its types know no texts with gaps


class Trade:
    """The items and parties of a world of trade, from which orders are drawn."""

    def __init__(self, seed: int = 5) -> None:
        self.rng = rng = np.random.default_rng(seed)
        law = licet.load_law()
        countries = sorted(law.vocabulary.countries)
        self.places = [*_DEPARTURES, *(code for code in countries if code not in _DEPARTURES)][:DESTINATIONS]
        chip = rng.random(ITEMS) < CHIPS
        tool = rng.random(ITEMS) < 0.4
        kinds = _where(chip, _where(tool, rng.choice(_TOOLS, ITEMS), rng.choice(_CHIPS, ITEMS)), rng.choice(_ORDINARY, ITEMS))
        kinds = _where(rng.random(ITEMS) < 0.01, None, kinds)
        self.item: dict[str, np.ndarray] = {"kind": kinds}
        products = list(law.products.values())
        names = np.array([f"SKU-{number:06d}" for number in range(ITEMS)], dtype=object)
        for number in range(0, ITEMS, 500):
            product = products[(number // 500) % len(products)]
            names[number] = product.name
            self.item["kind"][number] = None
        self.item["item"] = names
        self.item["origin"] = _where(
            rng.random(ITEMS) < 0.1, None, np.array(self.places, dtype=object)[_some(rng, self.places, ITEMS, 1.7)]
        )
        for name, (of, values) in _NUMBERS.items():
            known = np.isin(kinds, of) & (rng.random(ITEMS) < 0.7)
            drawn = rng.choice(values, ITEMS) * rng.choice((1.0, 1.0, 1.0, 0.97, 1.02), ITEMS)
            self.item[name] = _where(known, np.round(drawn, 4), np.nan)
        listed = np.isin(kinds, ("gpu", "ai_accelerator", "accelerator_board", "server"))
        self.item["marketed_for_datacenter"] = _where(listed & (rng.random(ITEMS) < 0.6), rng.choice(("yes", "no"), ITEMS), None)
        codes = _where(chip, rng.choice(("3A991", "3B991", "3A090.a", "3B001", "4A994", "5A992", "3A001"), ITEMS), "EAR99")
        self.item["eccn"] = _where(rng.random(ITEMS) < 0.35, codes, None)
        home = _some(rng, self.places, PARTIES, 1.4)
        abroad = rng.random(PARTIES) < 0.15
        owner = _where(abroad, _some(rng, self.places, PARTIES, 1.4), home)
        place = np.array(self.places, dtype=object)
        self.party = {
            "country": place[home],
            "headquarters": _where(rng.random(PARTIES) < 0.2, None, place[owner]),
            "military_end_user": _where(rng.random(PARTIES) < 0.01, "yes", _where(rng.random(PARTIES) < 0.5, "no", None)),
            "entity_listed": _where(rng.random(PARTIES) < 0.005, "yes", _where(rng.random(PARTIES) < 0.9, "no", None)),
        }
        self.home = home
        self.names = np.array([f"Party {number:06d} Ltd" for number in range(PARTIES)], dtype=object)
        self._popular_items, self._popular_parties = rng.permutation(ITEMS), rng.permutation(PARTIES)
        self._dictionaries: dict[int, pa.Array] = {}

    def orders(self, size: int, first: int) -> pa.Table:
        """Return some orders, numbered from `first`."""
        rng = self.rng
        item = self._popular_items[(ITEMS * rng.random(size) ** 2.5).astype(np.int64)]
        user = self._popular_parties[(PARTIES * rng.random(size) ** 2.0).astype(np.int64)]
        consignee = _where(rng.random(size) < 0.8, user, self._popular_parties[(PARTIES * rng.random(size) ** 2.0).astype(np.int64)])
        days = rng.integers(0, (LAST - FIRST).days + 1, size).astype("int32") + (FIRST - date(1970, 1, 1)).days
        departure = _some(rng, list(_DEPARTURES), size)
        destination = _where(rng.random(size) < 0.95, self.home[user], self.home[consignee])
        columns: dict[str, Any] = {
            "order": pa.array(np.arange(first, first + size)),
            "date": pa.array(days, pa.date32()),
            "from": self._coded(departure, self.places, rng.random(size) < 0.002),
            "to": self._coded(destination, self.places, rng.random(size) < 0.002),
        }
        for name, values in self.item.items():
            columns[name] = self._coded(item, values)
        columns["value"] = pa.array(np.round(rng.lognormal(8, 2, size)), mask=rng.random(size) < 0.05)
        for role, who in (("consignee", consignee), ("end_user", user)):
            absent = rng.random(size) < (0.02 if role == "end_user" else 0.3)
            columns[f"{role}.name"] = self._coded(who, self.names, absent)
            for name, values in self.party.items():
                if role == "end_user" or name in ("country", "headquarters"):
                    columns[f"{role}.{name}"] = self._coded(who, values, absent)
        return pa.table(columns)

    def _coded(self, index: np.ndarray, values: Any, absent: np.ndarray | None = None) -> pa.Array:
        found = self._dictionaries.get(id(values))
        if found is None:
            clean = [None if value is None or (isinstance(value, float) and np.isnan(value)) else value for value in values]
            found = self._dictionaries[id(values)] = pa.array(clean)
        taken = found.take(pa.array(index))
        return pa.compute.if_else(pa.array(~absent), taken, None) if absent is not None else taken


def write(rows: int, path: Path, seed: int = 5) -> None:
    """Write that many orders to a file, Parquet or CSV by its ending."""
    trade = Trade(seed)
    writer: Any = None
    for first in range(0, rows, CHUNK):
        table = trade.orders(min(CHUNK, rows - first), first)
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema) if path.suffix == ".parquet" else pa.csv.CSVWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
