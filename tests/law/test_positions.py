from __future__ import annotations

from pathlib import Path

import pytest

from licet import LawError
from tests.support.overlays import load_over_base

HERE = "➤"
"""Stands in these texts before what is wrong, and is taken out before they are loaded."""

ENTRY = """\
entry: 9X001
list: eu:annex-i
title: Ünïcödé 猫 µm
sources: [{cite: eu25}]
"""

PLACES = {
    "in one line": "when: kind is scanner and ➤wavelenght < 193 nm\n",
    "in the second line of a plain text": "when: kind is scanner\n  and ➤wavelenght < 193 nm\n",
    "in the second line of a folded text": "when: >-\n  kind is scanner\n  and ➤wavelenght < 193 nm\n",
    "in the first line of a folded text": "when: >-\n  ➤wavelenght < 193 nm\n  and kind is scanner\n",
    "behind empty lines": "when: >-\n  kind is scanner\n\n  and 1 < 2\n\n\n  and ➤wavelenght < 193 nm\n",
    "in a line that stands deeper": "when: >-\n  kind is scanner\n    and ➤wavelenght < 193 nm\n\n  and 1 < 2\n",
    "in a literal text": "when: |\n  kind is scanner\n  and ➤wavelenght < 193 nm\n",
    "in a text with an indentation indicator": "when: >2-\n  kind is scanner\n  and ➤wavelenght < 193 nm\n",
    "behind letters of other alphabets": "when: >-\n  wavelength < 1 µm\n  and wavelength < 2 μm and ➤wavelenght < 193 nm\n",
    "in a quoted text": 'when: "kind is scanner and ➤wavelenght < 193 nm"\n',
    "in a mapping in one line": "paragraphs: {a: {when: kind is scanner and ➤wavelenght < 193 nm}}\n",
    "in a mapping over two lines": "paragraphs: {a: {when: kind is scanner\n  and ➤wavelenght < 193 nm}}\n",
    "in a definition": "definitions:\n  a:\n    formula: >-\n      kind is scanner and\n      ➤wavelenght < 193 nm\nwhen: a\n",
    "of a type": "when: >-\n  kind is scanner\n  and ➤wavelength\n",
    "of a unit": "when: >-\n  kind is scanner\n  and ➤wavelength > 3 GB/s\n",
    "of a set": "when: >-\n  kind is scanner\n  and kind in ➤{scanner,\n  stepr}\n",
    "of a bracket too many": "when: >-\n  kind is scanner\n  and wavelength < 193 nm➤)\n",
    "of the end of a line": "when: kind is scanner and➤\n",
    "of a second condition": "when: >-\n  kind is scanner\n  ➤kind is stepper\n",
    "in the first line of a quoted text of two": 'when: "kind is scanner and ➤wavelenght < 193 nm\n  and 1 < 2"\n',
    "in the second line of a quoted text": 'when: "kind is scanner\n  and ➤wavelenght < 193 nm"\n',
    "behind an escaped quote": 'when: "name is \\"x\\" and ➤wavelenght < 193 nm"\n',
    "behind a doubled quote": "when: 'name is \"it''s\" and ➤wavelenght < 193 nm'\n",
    "of a word of the language that stands twice": "when: >-\n  kind is scanner\n  and ➤and wavelength < 193 nm\n",
}


def place_named(folder: Path, written: str) -> tuple[int, int]:
    (folder / "law.yaml").write_text(ENTRY + written.replace(HERE, ""), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_over_base(folder)
    _, line, column = caught.value.problems[0].where.rsplit(":", 2)
    return int(line), int(column)


def place_marked(written: str) -> tuple[int, int]:
    before = (ENTRY + written).partition(HERE)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("written", PLACES.values(), ids=PLACES.keys())
def test_the_message_names_the_line_and_column(written: str, tmp_path: Path) -> None:
    assert place_named(tmp_path, written) == place_marked(written)
