"""Loads the shipped law and the overlays laid over it: from the cache where its text has not changed, else built anew."""

from __future__ import annotations

import hashlib
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

Texts = list[list[tuple[str, str]]]
"""The files of each layer, by name: first the shipped law, then the overlays in their order."""


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
    layers = _layers(overlays, base)
    fingerprint = _fingerprint(layers)
    if use_cache and (known := cache.read(fingerprint)) is not None:
        return known
    from licet.law.build import build_law  # noqa: PLC0415  # the grammar and the readers are only needed to compile

    law = build_law(layers, fingerprint, (SHIPPED_LAYER if base is None else base, *overlays))
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

    texts = [_texts(SHIPPED if layer == SHIPPED_LAYER else _folder(layer)) for layer in layers]
    return [read_yaml(text, name) for layer in texts for name, text in layer]


def _layers(overlays: tuple[str | Path, ...], base: str | Path | None = None) -> Texts:
    return [_texts(SHIPPED if base is None else _folder(base)), *(_texts(_folder(path)) for path in overlays)]


def _folder(path: str | Path) -> Path:
    folder = Path(path)
    if not folder.is_dir():
        raise LawError(Problem(str(path), "no such folder of law", "a folder with YAML files", str(path)))
    return folder


def _texts(folder: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*.yaml")):
        shown = str(path.relative_to(folder.parent)) if folder == SHIPPED else str(path)
        try:
            found.append((shown, path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, OSError) as problem:
            raise LawError(Problem(shown, "cannot be read", "a text file in UTF-8", str(problem))) from None
    return found


def _fingerprint(layers: Texts) -> str:
    """Return the content hash: file names and texts, layer by layer."""
    digest = hashlib.sha256()
    for layer in layers:
        digest.update(b"\x00layer")
        for name, text in layer:
            digest.update(f"\x00{name}\x00{text}".encode())
    return digest.hexdigest()
