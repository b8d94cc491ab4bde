"""The files of a list: opened without their gzip, within a limit, so that nothing small can become endless."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from licet.screening.errors import refuse

LIST = "list"
"""The role of the only file of a list."""

MAX_BYTES = 1 << 30
HEAD = 1 << 16
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a list."""

    path: Path
    name: str = ""
    """What errors call it; the file's own name where nothing is said."""
    limit: int = MAX_BYTES

    @property
    def where(self) -> str:
        """The name of the file in errors and places."""
        return self.name or self.path.name

    def open(self) -> BinaryIO:
        """Return the bytes of the file, without gzip where it is packed.

        Raises:
            ListError: the file is not there; while it is read, that its gzip is damaged or that it is beyond the limit.

        """
        try:
            raw = self.path.open("rb")
            packed = raw.read(2) == _GZIP
            raw.seek(0)
        except OSError as error:
            refuse(self.where, "the file of the list cannot be read", "a file", error.strerror or str(error))
        plain = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        return cast("BinaryIO", io.BufferedReader(_Bounded(plain, raw, self), HEAD))

    def head(self) -> bytes:
        """Return the first bytes of the file, to tell its layout by."""
        with self.open() as stream:
            return stream.read(HEAD)


Parts = Mapping[str, Part]
"""The files of a list by their role."""


class _Bounded(io.RawIOBase):
    """Passes bytes on until there are more than the limit, and turns a damaged gzip into an error with the file's name."""

    def __init__(self, stream: BinaryIO, raw: BinaryIO, part: Part) -> None:
        self._stream, self._raw, self._part, self._read = stream, raw, part, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer that BufferedReader gives
        try:
            chunk = self._stream.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            do = "Fetch the file again; this one was cut off or damaged."
            refuse(self._part.where, "the gzip file is damaged", "a whole gzip file", str(error), do)
        self._read += len(chunk)
        if self._read > self._part.limit:
            refuse(self._part.where, "the file is too large", f"at most {self._part.limit:,} bytes", "more", "Is this the right file?")
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        super().close()
        self._stream.close()
        self._raw.close()
