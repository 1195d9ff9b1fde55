"""The largest error of a measure of tracks on cases with truth, metres."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks import shapes
from benchmarks.truth import Prepare


def error_of(value: str) -> Callable[[Prepare], float]:
    """Of pairs of tracks that are compared row by row."""

    def error(prepare: Prepare) -> float:
        worst = 0.0
        for case in shapes.cases("path_similarity"):
            if case["ellipsoid"] == "WGS84":
                given = case["input"]
                columns = [
                    given[name][axis] for name in ("line1", "line2") for axis in ("lat", "lon")
                ]
                found = prepare(*(np.array([column], dtype=np.float64) for column in columns))()
                worst = max(worst, abs(np.asarray(found, np.float64).item() - case["value"][value]))
        return worst

    return error


def none(prepare: Prepare) -> float:
    """Nothing is compared: counts, and what others define in another way."""
    return float("nan")
