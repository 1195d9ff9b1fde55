"""Tables whose points lie in all ways that joins in parts find hard, and how they are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geodist._search.spread import Spread, keep_nearest, merged, summarise

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


def join_in_parts(
    search: Any, here: Any, there: Any, groups: int, *, home_first: bool | None = None
) -> tuple[Any, float]:
    """Join two tables of points part by part, as engines do, in this process.

    `home_first` says whether far rows go home first, by default as engines choose. Also give how often
    each row was sent.
    """
    parts = np.array_split(np.arange(there[0].size), PARTS)
    points = [(there[0][part], there[1][part]) for part in parts]
    summary = merged([summarise([part], i) for i, part in enumerate(points)])
    spread = Spread.of(search, summary, groups)
    spread = spread.fitted(summary, [spread.reach([part]) for part in points])
    spread = spread.settled([spread.count_visits(*here)])
    if home_first is not None:
        spread = replace(spread, home_first=home_first)
    group_of = spread.groups_of(*there)
    every = [[np.empty(0, int)], [np.empty(0, int)], [np.empty(0)]]

    def find(rows: Any, visited: Any, home: Any) -> Any:
        later = []
        for group in np.unique(visited):
            at = visited == group
            mine, theirs = rows[at], np.flatnonzero(group_of == group)
            asked = here[0][mine], here[1][mine]
            index = search.index(there[0][theirs], there[1][theirs])
            found = counts, others, distances = search.find(index, asked, mine, theirs)
            for column, values in zip(
                every, (np.repeat(mine, counts), theirs[others], distances), strict=True
            ):
                column.append(values)
            again, next_groups = spread.later_visits(asked, found, home[at], group)
            later.append((mine[again], next_groups))
        return [np.concatenate(column) for column in zip(*later, strict=True)]

    first = spread.visits(*here)
    sent = first.rows.size
    if sent:
        rows, visited = find(*first)
        sent += rows.size
        if rows.size:
            find(rows, visited, np.zeros(rows.size, bool))
    columns = [np.concatenate(column) for column in every]
    kept = keep_nearest(search.k, *columns)
    return [column[kept] for column in columns], sent / here[0].size
