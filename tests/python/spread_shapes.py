"""Tables whose points lie in all ways that joins in parts find hard, and how they are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ("uniform", "clusters", "pole", "antimeridian", "grid")


def columns(kind: str, n: int, seed: int) -> tuple[Any, Any]:
    """Make points: latitudes and longitudes."""
    random = np.random.default_rng([seed, *kind.encode()])
    uniform = np.degrees(np.arcsin(random.uniform(-1, 1, n))), random.uniform(-180, 180, n)
    if kind == "clusters":
        return _around(random, 50, 0.2, n)
    if kind == "pole":
        return 90 - np.abs(random.normal(0, 0.05, n)), random.uniform(-180, 180, n)
    if kind == "antimeridian":
        return random.normal(0, 5, n), 180 + random.normal(0, 0.5, n)
    if kind == "grid":  # many ties, around the South Pole
        return np.round(random.uniform(-90, -80, n)), np.round(random.uniform(-180, 540, n))
    if kind == "towns":  # 60 % of the rows in 2000 places
        towns = _around(random, 2000, 0.1, n)
        chosen = random.random(n) < 0.6
        return np.where(chosen, towns[0], uniform[0]), np.where(chosen, towns[1], uniform[1])
    return uniform


def _around(random: Any, places: int, width: float, n: int) -> tuple[Any, Any]:
    which = random.integers(0, places, n)
    lat = np.degrees(np.arcsin(random.uniform(-1, 1, places)))[which]
    lon = random.uniform(-180, 180, places)[which]
    return (
        np.clip(lat + random.normal(0, width, n), -90, 90),
        lon + random.normal(0, width, n),
    )


def table(kind: str, n: int, name: str, seed: int) -> pd.DataFrame:
    """Make a table of points and their numbers."""
    lat, lon = columns(kind, n, seed)
    return pd.DataFrame({name: np.arange(n), "lat": lat, "lon": lon})


def same_rows(found: pd.DataFrame, expected: pd.DataFrame) -> bool:
    """Tell whether two tables have the same rows, to the last bit, in some order."""
    names = [c for c in expected.columns if "geometry" not in str(c)]
    first, second = (
        frame[names].sort_values(names).reset_index(drop=True) for frame in (found, expected)
    )
    pd.testing.assert_frame_equal(first, second, check_exact=True, check_dtype=False)
    return True
