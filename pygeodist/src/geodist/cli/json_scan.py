"""Where objects and strings stand in JSON text, found for whole blocks at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]

_QUOTE, _BACKSLASH = 0x22, 0x5C
_OPEN = (0x7B, 0x5B)
_CLOSE = (0x7D, 0x5D)


@dataclass(slots=True)
class Structure:
    """The brackets of a piece of JSON text that begins outside any string.

    Parameters
    ----------
    quotes
        Where strings begin and end, in turn.
    brackets
        Where objects and arrays begin and end.
    depth
        How deep the text is after each bracket, 0 at its start.
    """

    quotes: Positions
    brackets: Positions
    depth: Positions

    def depth_at(self, positions: Positions) -> Positions:
        """Tell how deep positions are, brackets before them counted."""
        padded = np.concatenate([[0], self.depth])
        return padded[np.searchsorted(self.brackets, positions)]

    def outside(self, positions: Positions) -> npt.NDArray[np.bool_]:
        """Tell which positions, themselves no quotes, are outside strings."""
        return np.asarray(np.searchsorted(self.quotes, positions) % 2 == 0)


def scan(data: bytes) -> Structure:
    """Find the strings and brackets of JSON text."""
    array = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(array == _QUOTE)
    if b"\\" in data and len(quotes):
        quotes = quotes[~_escaped(array, quotes)]
    opening = (array == _OPEN[0]) | (array == _OPEN[1])
    closing = (array == _CLOSE[0]) | (array == _CLOSE[1])
    brackets = np.flatnonzero(opening | closing)
    brackets = brackets[np.searchsorted(quotes, brackets) % 2 == 0]
    depth = np.cumsum(np.where(opening[brackets], 1, -1))
    return Structure(quotes, brackets, depth)


def _escaped(array: npt.NDArray[np.uint8], quotes: Positions) -> npt.NDArray[np.bool_]:
    """Tell before which quotes there is an odd number of backslashes."""
    index = np.arange(len(array), dtype=np.int64)
    last_other = np.maximum.accumulate(np.where(array == _BACKSLASH, -1, index))
    before = np.maximum(quotes - 1, 0)
    return np.asarray(((before - last_other[before]) % 2 == 1) & (quotes > 0))
