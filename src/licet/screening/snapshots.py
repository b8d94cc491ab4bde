"""A snapshot: a list as it was on one day, packed, hashed and never changed again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from licet.screening.errors import refuse
from licet.screening.lists.parts import MAX_BYTES, Part
from licet.screening.lists.reading import Reading

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One packed file of a snapshot; hash and size are those of the file as published, without gzip."""

    role: str
    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A list as it stood on a day."""

    publisher: str
    folder: Path
    as_of: date
    """The day the content is of: as the file says, or the user, or else the day it was taken."""
    taken: datetime
    sha256: str
    """The hash of the content: of the hashes of the files with their roles."""
    parts: tuple[StoredPart, ...]
    origin: str
    """The address or the name of the file it was taken from."""
    count: Mapping[str, Any]

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return int(self.count["rows"])

    @property
    def listings(self) -> int:
        """How many listings the rows made."""
        return int(self.count["listings"])

    @property
    def bytes(self) -> int:
        """The size of the files as published."""
        return sum(part.bytes for part in self.parts)

    def reading(self) -> Reading:
        """Return the listings of the snapshot, once its files are found unchanged.

        Raises:
            ListError: a file is missing, damaged, or not the one that was kept.

        """
        parts: dict[str, Part] = {}
        for stored in self.parts:
            part = Part(self.folder / stored.file, f"{self.publisher} {self.as_of}: {stored.file}", stored.bytes)
            found = digest_of(part)
            if found != stored.sha256:
                do = f"Move {self.folder} away and update the list again."
                refuse(part.where, "the snapshot is not the one that was kept", f"SHA-256 {stored.sha256}", found, do)
            # Its content is what was read within the limits when it was kept; a workbook unfolds to more bytes than it has.
            parts[stored.role] = replace(part, limit=MAX_BYTES)
        return Reading(self.publisher, parts)


def digest_of(part: Part) -> str:
    """Return the SHA-256 of a file as published, without gzip."""
    digest = hashlib.sha256()
    with part.open() as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def content_hash(parts: Mapping[str, str]) -> str:
    """Return the hash of a list from the hashes of its files by role.

    >>> content_hash({"a": "1", "b": "2"}) == content_hash({"b": "2", "a": "1"}) != content_hash({"a": "2", "b": "1"})
    True
    """
    return hashlib.sha256("".join(f"{role}\x00{parts[role]}\n" for role in sorted(parts)).encode()).hexdigest()


def pack(part: Part, target: Path) -> tuple[str, int]:
    """Write a file packed and safe on disk; return hash and size of what it holds.

    Raises:
        ListError: the file is damaged or beyond its limit.

    """
    digest, size = hashlib.sha256(), 0
    with part.open() as source, target.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0, filename="") as packed:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                packed.write(chunk)
        _settle(raw)
    return digest.hexdigest(), size


def write_manifest(snapshot: Snapshot, folder: Path) -> None:
    """Write what is known about a snapshot beside its files."""
    said = {
        "format": FORMAT,
        "publisher": snapshot.publisher,
        "as_of": snapshot.as_of.isoformat(),
        "taken": snapshot.taken.astimezone(UTC).isoformat(timespec="seconds"),
        "sha256": snapshot.sha256,
        "origin": snapshot.origin,
        "parts": [{"role": part.role, "file": part.file, "sha256": part.sha256, "bytes": part.bytes} for part in snapshot.parts],
        "count": dict(snapshot.count),
    }
    write_whole(folder / MANIFEST, json.dumps(said, ensure_ascii=False, indent=2).encode())


def read_manifest(folder: Path) -> Snapshot:
    """Return the snapshot that a folder holds.

    Raises:
        ListError: the manifest cannot be read.

    """
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Snapshot(
            said["publisher"],
            folder,
            date.fromisoformat(said["as_of"]),
            datetime.fromisoformat(said["taken"]),
            said["sha256"],
            tuple(StoredPart(part["role"], Path(part["file"]).name, part["sha256"], part["bytes"]) for part in said["parts"]),
            said["origin"],
            said["count"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        do = f"Move {folder} away and update the list again."
        refuse(str(path), "the snapshot cannot be read", "a manifest as Licet writes it", f"{type(error).__name__}: {error}", do)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as stream:
        stream.write(content)
        _settle(stream)
    temporary.replace(path)
    settle_folder(path.parent)


def _settle(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def settle_folder(folder: Path) -> None:
    """Make the names in a folder safe on disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
