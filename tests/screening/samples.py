"""Where the real list files are, and small files made up in their layouts."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import pytest

from licet.screening.listing import Listing
from licet.screening.lists.count import Count
from licet.screening.lists.reading import read_list

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "lists"

needs_samples = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the shared list files are not there: {FOLDER}")

SDN = ("us_ofac_sdn_2024-05-04.csv", "us_ofac_add_2025-12.csv", "us_ofac_alt_2025-12.csv", "us_ofac_sdn_comments_2025-12.csv")
CONSOLIDATED = tuple(f"us_ofac_cons_{role}_2025-12.csv" for role in ("prim", "add", "alt", "comments"))


def sample(name: str) -> Path:
    """Return the path of a real list file."""
    return FOLDER / f"{name}.gz"


@cache
def read_sample(publisher: str, *names: str) -> tuple[tuple[Listing, ...], Count]:
    """Return the listings of real list files and their count; kept, because many tests ask for the same."""
    reading = read_list(publisher, *map(sample, names))
    return tuple(reading), reading.count


def write(folder: Path, name: str, content: str | bytes, *, packed: bool = False) -> Path:
    """Write a file and return its path."""
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


def find(listings: tuple[Listing, ...], name: str) -> list[Listing]:
    """Return the listings with a name that contains these words."""
    return [listing for listing in listings if any(name in one.text for one in listing.names)]
