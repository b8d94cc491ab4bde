"""Loads the shipped law and the overlays laid over it: from the cache where its text has not changed, else built anew."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from licet import regimes
from licet.law import cache
from licet.law.fields import Field
from licet.law.statute import Law
from licet.model.errors import LawError, Problem

SHIPPED = Path(regimes.__path__[0])
"""The folder of the law that ships with the package."""

SHIPPED_LAYER = "shipped"
"""What the shipped law is called among the layers of a law."""

Files = list[tuple[str, bytes]]
"""The files of one layer, by name, as they are."""

Texts = list[list[tuple[str, str]]]
"""The texts of each layer, by name: first the shipped law, then the overlays in their order."""


def load_law(*overlays: str | Path, use_cache: bool = True, base: str | Path | None = None) -> Law:
    """Return the shipped law with the overlays laid over it, from the cache where its text has not changed.

    Args:
        overlays: folders of law; each adds to, replaces or ends what lies below it.
        use_cache: whether the compiled law may come from and go to the user's cache folder.
        base: the folder of law at the bottom, with its own vocabulary; the shipped law unless told.

    Raises:
        LawError: a file cannot be read or says something the law cannot mean; the message has file and line.

    >>> law = load_law()
    >>> law.regimes["nl"].name
    'Netherlands'

    """
    folders = [SHIPPED if base is None else _folder(base), *map(_folder, overlays)]
    layers = [_files(folder) for folder in folders]
    fingerprint = _fingerprint(layers)
    if use_cache and (known := cache.read(fingerprint)) is not None:
        return known
    from licet.law.build import build_law  # noqa: PLC0415  # the grammar and the readers are only needed to compile

    law = build_law([_texts(layer) for layer in layers], fingerprint, (SHIPPED_LAYER if base is None else base, *overlays))
    if use_cache:
        cache.write(fingerprint, law)
    return law


def read_files(*layers: str | Path) -> list[Field]:
    """Return the files of the layers of a law as fields, for what the compiled law leaves out (cases, coverage).

    Args:
        layers: as a law names them (`Law.layers`): "shipped", or a folder.

    Raises:
        LawError: a file is not YAML.

    """
    from licet.law.yaml_fields import read_yaml  # noqa: PLC0415  # not needed where the law comes from the cache

    texts = [_texts(_files(SHIPPED if layer == SHIPPED_LAYER else _folder(layer))) for layer in layers]
    return [read_yaml(text, name) for layer in texts for name, text in layer]


def _folder(path: str | Path) -> Path:
    folder = Path(path)
    if not folder.is_dir():
        raise LawError(Problem(str(path), "no such folder of law", "a folder with YAML files", str(path)))
    return folder


def _files(folder: Path) -> Files:
    """Return the files of a folder of law in the order of their paths, folder by folder."""
    start = str(folder.parent) if folder == SHIPPED else ""
    found = [Path(within, name) for within, _, names in os.walk(folder) for name in names if name.endswith(".yaml")]
    files: Files = []
    for path in sorted(found, key=lambda path: path.parts):
        shown = os.path.relpath(path, start) if start else str(path)
        try:
            files.append((shown, path.read_bytes()))
        except OSError as problem:
            raise LawError(Problem(shown, "cannot be read", "a text file in UTF-8", str(problem))) from None
    return files


def _texts(files: Files) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, content in files:
        try:
            found.append((name, content.decode("utf-8").replace("\r\n", "\n")))
        except UnicodeDecodeError as problem:
            raise LawError(Problem(name, "cannot be read", "a text file in UTF-8", str(problem))) from None
    return found


def _fingerprint(layers: list[Files]) -> str:
    """Return the content hash: file names and contents, layer by layer."""
    digest = hashlib.sha256()
    for layer in layers:
        digest.update(b"\x00layer")
        for name, content in layer:
            digest.update(f"\x00{name}\x00".encode())
            digest.update(content)
    return digest.hexdigest()
