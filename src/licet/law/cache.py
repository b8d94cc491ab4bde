"""Keeps what was compiled of a law by the hash of its content, so that a cold start reads one file instead of compiling again.

A cache file is a pickle in the user's own cache folder (private to the user); a file that cannot be read is ignored and written anew.
`LICET_CACHE` names another folder; empty, it turns the cache off.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TypeVar

from licet.law.statute import Law

FORMAT = 2
"""Raised whenever the classes of the tree or the statute change shape."""

_MOST = 20
"""How many files of a kind are kept; the oldest go first."""

Kept = TypeVar("Kept")


def place(kind: str, fingerprint: str, code: Sequence[str]) -> Path | None:
    """Return the file in which something compiled is kept; None if nothing is.

    Args:
        kind: what is kept, the beginning of the name.
        fingerprint: the hash of all that it was made from.
        code: the packages whose code makes it; a change of theirs makes it be made anew.

    """
    folder = os.environ.get("LICET_CACHE")
    if folder == "":
        return None
    if folder is None:
        base = os.environ.get("XDG_CACHE_HOME")
        if base is None:
            from platformdirs import user_cache_dir  # noqa: PLC0415  # read only where the cheap answer is missing

            base = user_cache_dir()
        folder = str(Path(base) / "licet")
    version = f"{sys.version_info.major}{sys.version_info.minor}-{FORMAT}-{_code_stamp(code)}"
    return Path(folder) / f"{kind}-{fingerprint[:32]}-{version}.pickle"


def _code_stamp(packages: Sequence[str]) -> str:
    """Return what changes when the code does: sizes and times of its modules."""
    here = Path(__file__).parent.parent
    parts = [path for package in packages for path in sorted((here / package).glob("*.*" if package == "language" else "*.py"))]
    stats = [path.stat() for path in parts]
    return f"{hash(tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)) & 0xFFFFFFFF:08x}"


def _own(path: Path) -> bool:
    """Whether the file belongs to this user, where the system knows owners: a pickle of somebody else is not loaded."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def kept(path: Path | None, read: Callable[[IO[bytes]], Kept]) -> Kept | None:
    """Return what a file keeps, or None if there is none that can be read."""
    if path is None or not path.is_file() or not _own(path):
        return None
    collecting = gc.isenabled()
    gc.disable()  # thousands of small nodes are about to be made and none freed
    try:
        with path.open("rb") as stream:
            return read(stream)
    except Exception:  # whatever is wrong with a cache file, compiling again is the answer
        return None
    finally:
        if collecting:
            gc.enable()


def keep(path: Path | None, write: Callable[[IO[bytes]], None]) -> None:
    """Keep something; atomically, and silently not at all where the folder cannot be written."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        import tempfile  # noqa: PLC0415  # only needed where something was compiled anew

        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        Path(temporary).replace(path)
        of_its_kind = sorted(path.parent.glob(f"{path.name.partition('-')[0]}-*.pickle"), key=lambda one: -one.stat().st_mtime)
        for old in of_its_kind[_MOST:]:
            old.unlink(missing_ok=True)


_CODE = ("language", "law", "model")


def read(fingerprint: str) -> Law | None:
    """Return the compiled law of that hash, or None."""
    found = kept(place("law", fingerprint, _CODE), pickle.load)  # our own file, owned by this user, named by the hash of its content
    return found if isinstance(found, Law) and found.hash == fingerprint else None


def write(fingerprint: str, law: Law) -> None:
    """Keep the compiled law."""
    keep(place("law", fingerprint, _CODE), lambda stream: pickle.dump(law, stream, protocol=pickle.HIGHEST_PROTOCOL))
