"""100 nearest joins and 50 within a radius, in 8 and 64 parts, compared with one index bit by bit.

python -m benchmarks.engines.exactness
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

import geodist as gd
from benchmarks.inputs import Array
from geodist._search.spread import Search, Spread, keep_nearest, merged, summarise

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/python"))
from spread_shapes import COLUMNS, columns  # type: ignore[import-not-found]

PARTS = 7
Found = tuple[Array, Array, Array, float]


def join(
    search: Search, here: tuple[Array, Array], there: tuple[Array, Array], groups: int
) -> Found:
    """Join as engines do, part by part, in this process; also give rows sent for each row."""
    parts = np.array_split(np.arange(there[0].size), PARTS)
    points = [(there[0][part], there[1][part]) for part in parts]
    summary = merged([summarise([part], i) for i, part in enumerate(points)])
    spread = Spread.of(search, summary, groups)
    spread = spread.fitted([spread.fit(*part) for part in points])
    home = spread.groups_of(*there)
    rows, visited = spread.visits(*here)
    numbers, others, distances = [np.empty(0, int)], [np.empty(0, int)], [np.empty(0)]
    for group in np.unique(visited):
        mine, theirs = rows[visited == group], np.flatnonzero(home == group)
        index = search.index(there[0][theirs], there[1][theirs])
        counts, found, far = search.find(index, (here[0][mine], here[1][mine]), mine, theirs)
        numbers.append(np.repeat(mine, counts))
        others.append(theirs[found])
        distances.append(far)
    all_of = [np.concatenate(column) for column in (numbers, others, distances)]
    kept = keep_nearest(search.k, *all_of)
    return *(column[kept] for column in all_of), rows.size / here[0].size  # type: ignore[return-value]


def main() -> None:
    """Run them all, and print which differ."""
    wrong = runs = 0
    for there_kind in COLUMNS:
        there = columns(there_kind, 20_000, 1)
        index = gd.PointIndex(*there)
        # About twenty rows each, however densely they lie.
        radius = float(np.median(index.query(there[0], there[1], 20).distances[:, -1]))
        for here_kind in COLUMNS:
            here = columns(here_kind, 4_000, 2)
            for groups in (8, 64):
                sent = []
                for k in (1, 3, None):
                    limit = np.inf if k else radius
                    found = join(Search(k, limit, False, gd.WGS84), here, there, groups)
                    lat, lon = here
                    whole: Any = (
                        index.query(lat, lon, k) if k else index.query_radius(lat, lon, limit)
                    )
                    same = np.array_equal(found[1], whole.indices.reshape(-1)) and np.array_equal(
                        found[2], whole.distances.reshape(-1)
                    )
                    wrong, runs = wrong + (not same), runs + 1
                    sent.append(f"{found[3]:.2f}")
                print(
                    f"{here_kind:12} to {there_kind:12} groups {groups:2}  "
                    f"rows sent / rows for k = 1, k = 3, {radius / 1000:.1f} km: {', '.join(sent)}",
                    flush=True,
                )
    print(f"{wrong} of {runs} joins differ from one index")


if __name__ == "__main__":
    main()
