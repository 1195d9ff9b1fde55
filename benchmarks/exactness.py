"""How often neighbours are wrong: those of the index against brute force, and those of other trees.

`python -m benchmarks.exactness` asks more than a million times for the nearest points of sets of
many shapes, on several ellipsoids, and compares rows and bits with a search through the whole
matrix of distances, and distances with `distance`; then it counts among a million points the
queries for which a tree on the sphere, or on chords, finds another nearest point.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np

import geodist as gd
from benchmarks.inputs import clustered, uniform_points

BOUND = 12e-9  # metres, between the functions of columns and those that prepare points

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "python"))


def wrong_by_brute_force(queries: int, points: int, k: int) -> tuple[int, int]:
    """Queries whose rows or distances differ in anything, and how many there were."""
    data_of = importlib.import_module("index_data")
    rng = np.random.default_rng(20261122)
    wrong = asked = 0
    for shape in data_of.SHAPES.values():
        for ellipsoid in data_of.ELLIPSOIDS.values():
            data = shape(rng, points)
            index = gd.PointIndex(*data, ellipsoid=ellipsoid)
            for ask in (shape, data_of.SHAPES["uniform"], data_of.SHAPES["antipodal"]):
                lat, lon = ask(rng, queries)
                found = index.query(lat, lon, k)
                for which, block in gd.cdist_blocks(lat, lon, *data, ellipsoid=ellipsoid):
                    rows = np.empty((len(block), k), np.int64)
                    least = np.empty((len(block), k))
                    for j in range(k):  # argmin takes the lowest of equal ones
                        rows[:, j] = block.argmin(axis=1)
                        least[:, j] = np.take_along_axis(block, rows[:, j : j + 1], axis=1)[:, 0]
                        np.put_along_axis(block, rows[:, j : j + 1], np.inf, axis=1)
                    near = gd.distance(
                        lat[which, None], lon[which, None], data[0][rows], data[1][rows],
                        ellipsoid=ellipsoid,
                    )  # fmt: skip
                    distances = found.distances[which]
                    same = (rows == found.indices[which]) & (distances == least)
                    wrong += int((~(same & (abs(distances - near) <= BOUND)).all(axis=1)).sum())
                    asked += len(rows)
    return wrong, asked


def wrong_of_others(points: int, queries: int, kind: Any) -> dict[str, int]:
    """Queries for which another library finds another nearest point."""
    from scipy.spatial import cKDTree
    from sklearn.neighbors import BallTree

    lat, lon = kind(points, 1)
    lat2, lon2 = kind(queries, 2)
    exact = gd.PointIndex(lat, lon).query(lat2, lon2)

    def worse(rows: Any) -> int:
        # Both distances may err by 12 nm.
        farther = gd.distance(lat2, lon2, lat[rows], lon[rows]) - exact.distances
        return int((farther > 24e-9).sum())

    ball = BallTree(np.radians(np.column_stack([lat, lon])), metric="haversine")
    found = ball.query(np.radians(np.column_stack([lat2, lon2])), return_distance=False)
    tree = cKDTree(np.column_stack(gd.to_ecef(lat, lon, 0)))
    chords = tree.query(np.column_stack(gd.to_ecef(lat2, lon2, 0)))[1]
    sphere = gd.PointIndex(lat, lon, ellipsoid="sphere").query(lat2, lon2).indices
    return {
        "scikit-learn BallTree, haversine": worse(found[:, 0]),
        "the same on our sphere": worse(sphere),
        "SciPy cKDTree, chords": worse(chords),
    }


def main() -> None:
    wrong, asked = wrong_by_brute_force(10_000, 2000, 3)
    print(f"brute force: {wrong} of {asked} queries wrong (k = 3)", flush=True)
    for name, kind in (("uniform", uniform_points), ("clustered", clustered)):
        for other, count in wrong_of_others(1_000_000, 100_000, kind).items():
            print(f"{name}: {other}: {count} of 100000 nearest points wrong", flush=True)


if __name__ == "__main__":
    main()
