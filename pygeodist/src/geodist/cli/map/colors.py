"""The colours of rows by the values of a column, and what a legend says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import FloatArray

# Viridis, perceptually uniform, without its lightest tenth, which white paper would hide.
SCALE = (
    *("#440154", "#482878", "#3e4989", "#31688e", "#26828e"),
    *("#1f9e89", "#35b779", "#6ece58", "#b5de2b"),
)
# Colours that most people can tell apart (Paul Tol's bright scheme and two more).
PALETTE = (
    *("#4477aa", "#ee6677", "#228833", "#ccbb44"),
    *("#66ccee", "#aa3377", "#ee7733", "#332288"),
)
GREY = "#999999"
STEPS = 64
# The share of cells that are numbers from which a column is one of numbers.
NUMERIC = 0.9
# Where the median is below this share of the scale, the colours of most rows would be one.
SKEWED = 0.1


@dataclass(frozen=True, slots=True)
class Coloring:
    """Colours of rows.

    Parameters
    ----------
    name
        The column.
    codes
        The position of the colour of each row.
    colors
        The colours.
    labels
        Of text: what each colour is for, with the number of rows.
    bounds
        Of numbers: the values at the ends of the scale.
    ends
        Of numbers: these as text.
    logarithmic
        Whether the scale is: of positive numbers most of which are far below the largest.
    grey
        Of numbers: what the last colour, grey, is for; "" where no row has it.
    """

    name: str
    codes: npt.NDArray[np.int64]
    colors: list[str]
    labels: list[str] = field(default_factory=list)
    bounds: tuple[float, float] | None = None
    ends: tuple[str, str] = ("", "")
    logarithmic: bool = False
    grey: str = ""


def color_rows(name: str, numbers: FloatArray, texts: Sequence[str]) -> Coloring:
    """Choose the colours of rows: a scale where nearly all cells are numbers, else a palette.

    >>> color_rows("size", np.array([1.0, 3.0]), ["1", "3"]).ends
    ('1', '3')
    >>> color_rows("kind", np.array([np.nan] * 3), ["a", "b", "b"]).labels
    ['b (2)', 'a (1)']
    """
    filled = np.array([bool(text) for text in texts], bool)
    known = np.isfinite(numbers)
    if known.any() and known[filled].mean() >= NUMERIC:
        return _scale(name, numbers, known)
    return _palette(name, texts)


def _scale(name: str, numbers: FloatArray, known: npt.NDArray[np.bool_]) -> Coloring:
    values = numbers[known]
    least, most = float(values.min()), float(values.max())
    # A few extremes would leave all other rows one colour.
    low, high = (float(value) for value in np.quantile(values, (0.02, 0.98)))
    if most - least < 3 * (high - low) or low == high:
        low, high = least, most
    logarithmic = least > 0 and float(np.median(values)) - low < SKEWED * (high - low)
    along = np.log if logarithmic else np.positive
    begin, end = along(low), along(high)
    share = (along(np.where(known, numbers, low)) - begin) / ((end - begin) or 1.0)
    codes = np.clip(share * STEPS, 0, STEPS - 1).astype(np.int64)
    codes[~known] = STEPS
    ends = (
        ("\N{LESS-THAN OR EQUAL TO} " if least < low else "") + _rounded(low),
        ("\N{GREATER-THAN OR EQUAL TO} " if most > high else "") + _rounded(high),
    )
    others = int((~known).sum())
    grey = f"no number ({others})" if others else ""
    return Coloring(
        *(name, codes, [*shades(), GREY]),
        bounds=(low, high),
        ends=ends,
        logarithmic=logarithmic,
        grey=grey,
    )


def _rounded(value: float) -> str:
    return f"{float(f'{value:.4g}'):,.15g}"


def _palette(name: str, texts: Sequence[str]) -> Coloring:
    counts = Counter(texts)
    missing = counts.pop("", 0)
    # Of values that are as frequent as each other, the first in the alphabet.
    frequent = sorted(counts, key=lambda text: (-counts[text], text))[: len(PALETTE)]
    position = {text: i for i, text in enumerate(frequent)}
    others = len(texts) - missing - sum(counts[text] for text in frequent)
    codes = np.array([position.get(text, len(frequent)) for text in texts], np.int64)
    labels = [f"{text} ({counts[text]})" for text in frequent]
    grey = [f"{len(counts) - len(frequent)} other values ({others})"] if others else []
    grey += [f"no value ({missing})"] if missing else []
    if grey:
        labels.append(", ".join(grey))
    return Coloring(name, codes, [*PALETTE[: len(frequent)], GREY], labels)


def shades() -> list[str]:
    """Return the colours of the scale, from the least to the most.

    >>> shades()[0], shades()[-1], len(shades())
    ('#440154', '#b5de2b', 64)
    """
    table = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in SCALE])
    at = np.linspace(0, len(SCALE) - 1, STEPS)
    rgb = [np.interp(at, np.arange(len(SCALE)), table[:, channel]) for channel in range(3)]
    return ["#" + bytes(color).hex() for color in np.rint(np.stack(rgb, 1)).astype(np.uint8)]
