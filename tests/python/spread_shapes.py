"""Tables whose points lie in all ways that joins in parts find hard, and how they are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geodist._search.spread import Spread, keep_nearest, merged, summarise
from geodist._search.spread_tables import TableJoin

PARTS = 7
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


class InParts:
    """Points that others are joined to part by part, as engines do, but in this process."""

    def __init__(self, search: Any, there: Any, groups: int) -> None:
        parts = np.array_split(np.arange(there[0].size), PARTS)
        points = [(there[0][part], there[1][part]) for part in parts]
        summary = merged([summarise([part], i) for i, part in enumerate(points)])
        spread = Spread.of(search, summary, groups)
        self.spread = spread.fitted(summary, [spread.reach([part]) for part in points])
        self._group_of, self._there = spread.groups_of(*there), there
        self._indexes: dict[int, Any] = {}

    def join(self, here: Any, *, home_first: bool | None = None) -> tuple[Any, float]:
        """Join points to these; also give how often each was sent.

        `home_first` says whether far ones go home first, by default as engines choose.
        """
        spread = self.spread.settled([self.spread.count_visits(*here)])
        if home_first is not None:
            spread = replace(spread, home_first=home_first)
        rows, groups, home = spread.visits(*here)
        sent = rows.size
        found = [(np.empty(0, int), np.empty(0, int), np.empty(0))]
        while rows.size:
            later = []
            for group in np.unique(groups):
                at = groups == group
                mine, (theirs, index) = rows[at], self._members(int(group))
                asked = here[0][mine], here[1][mine]
                result = counts, others, distances = spread.search.find(index, asked, mine, theirs)
                found.append((np.repeat(mine, counts), theirs[others], distances))
                again, next_groups = spread.later_visits(asked, result, home[at], int(group))
                later.append((mine[again], next_groups))
            rows, groups = (np.concatenate(column) for column in zip(*later, strict=True))
            sent += rows.size
            home = np.zeros(rows.size, bool)
        columns = [np.concatenate(column) for column in zip(*found, strict=True)]
        kept = keep_nearest(spread.search.k, *columns)
        return [column[kept] for column in columns], sent / here[0].size

    def _members(self, group: int) -> Any:
        if group not in self._indexes:
            rows = np.flatnonzero(self._group_of == group)
            index = self.spread.search.index(self._there[0][rows], self._there[1][rows])
            self._indexes[group] = rows, index
        return self._indexes[group]


def nearest_rows(k: int) -> TableJoin:
    """What a join of each row to its k nearest does."""
    return TableJoin.checked(
        (None,) * 6,
        k=k,
        limit=np.inf,
        how="inner",
        suffixes=("_x", "_y"),
        distance_col="distance",
        ellipsoid=None,
        edges=None,
    )
