"""Turns bits that stand in rows into bits that stand in lines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_STEPS = ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0))
_BLOCK = 1 << 14
"""How many rows are turned in one go, so that they stay in fast memory."""


def eight_by_eight(square: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return squares of eight by eight bits, each in one number, with rows and columns exchanged."""
    for shift, mask in _STEPS:
        swap = (square ^ (square >> np.uint64(shift))) & np.uint64(mask)
        square = square ^ swap ^ (swap << np.uint64(shift))
    return square


def gathered_lines(rows: npt.NDArray[np.uint8], which: npt.NDArray[np.int64], lines: int) -> npt.NDArray[np.uint8]:
    """Return some rows of packed bits as lines, one for each test, in which a bit stands for a row.

    >>> gathered_lines(np.array([[0b101], [0b010]], dtype=np.uint8), np.array([0, 1, 1]), 3).tolist()
    [[1], [6], [1]]
    """
    groups, width = rows.shape[1], (len(which) + 7) // 8
    found = np.empty((groups, 8, width), dtype=np.uint8)
    for start in range(0, len(which), _BLOCK):
        own = which[start : start + _BLOCK]
        taken = np.zeros((groups, (len(own) + 7) // 8 * 8), dtype=np.uint8)
        taken[:, : len(own)] = rows[own].T
        turned = eight_by_eight(taken.view(np.uint64)).view(np.uint8).reshape(groups, taken.shape[1] // 8, 8)
        found[:, :, start // 8 : start // 8 + turned.shape[1]] = turned.transpose(0, 2, 1)
    return found.reshape(groups * 8, width)[:lines]
