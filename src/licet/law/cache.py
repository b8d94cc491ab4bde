"""Keeps the compiled law by its content hash, so that a cold start reads one file instead of compiling hundreds of conditions.

The cache is a pickle in the user's own cache folder (private to the user); a file that cannot be read is ignored and written anew.
`LICET_CACHE` names another folder; empty, it turns the cache off.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
from pathlib import Path

from licet.law.statute import Law

FORMAT = 2
"""Raised whenever the classes of the tree or the statute change shape."""


def _file(fingerprint: str) -> Path | None:
    folder = os.environ.get("LICET_CACHE")
    if folder == "":
        return None
    if folder is None:
        base = os.environ.get("XDG_CACHE_HOME")
        if base is None:
            from platformdirs import user_cache_dir  # noqa: PLC0415  # read only where the cheap answer is missing

            base = user_cache_dir()
        folder = str(Path(base) / "licet")
    version = f"{sys.version_info.major}{sys.version_info.minor}-{FORMAT}-{_code_stamp()}"
    return Path(folder) / f"law-{fingerprint[:32]}-{version}.pickle"


def _code_stamp() -> str:
    """Return what changes when the code that compiles the law does: sizes and times of its modules."""
    here = Path(__file__).parent.parent
    parts = [*sorted((here / "language").glob("*.*")), *sorted((here / "law").glob("*.py")), *sorted((here / "model").glob("*.py"))]
    stats = [path.stat() for path in parts]
    return f"{hash(tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)) & 0xFFFFFFFF:08x}"


def _own(path: Path) -> bool:
    """Whether the file belongs to this user, where the system knows owners: a pickle of somebody else is not loaded."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def read(fingerprint: str) -> Law | None:
    """Return the compiled law of that hash, or None."""
    path = _file(fingerprint)
    if path is None or not path.is_file() or not _own(path):
        return None
    collecting = gc.isenabled()
    gc.disable()  # thousands of small nodes are about to be made and none freed
    try:
        with path.open("rb") as stream:
            found = pickle.load(stream)  # noqa: S301  # our own file, owned by this user, named by the hash of its content
        return found if isinstance(found, Law) and found.hash == fingerprint else None
    except Exception:  # whatever is wrong with a cache file, compiling again is the answer
        return None
    finally:
        if collecting:
            gc.enable()


def write(fingerprint: str, law: Law) -> None:
    """Keep the compiled law; atomically, and silently not at all where the folder cannot be written."""
    path = _file(fingerprint)
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        import tempfile  # noqa: PLC0415  # only needed where the law was compiled anew

        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            pickle.dump(law, stream, protocol=pickle.HIGHEST_PROTOCOL)
        Path(temporary).replace(path)
