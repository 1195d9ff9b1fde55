"""Point sets of every shape, and brute force to compare an index with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import geodist as gd

Points = tuple[np.ndarray, np.ndarray]
ELLIPSOIDS = {
    "WGS84": gd.WGS84,
    "sphere": gd.SPHERE,
    "oblate": gd.Ellipsoid(6.4e6, 1 / 50),
    "prolate": gd.Ellipsoid(6.4e6, -1 / 50),
}


def uniform(rng: np.random.Generator, n: int) -> Points:
    return np.degrees(np.arcsin(rng.uniform(-1, 1, n))), rng.uniform(-180, 360, n)


def grid(rng: np.random.Generator, n: int) -> Points:
    """Ties everywhere."""
    return rng.integers(-9, 10, n) * 10.0, rng.integers(-18, 37, n) * 10.0


def duplicates(rng: np.random.Generator, n: int) -> Points:
    lat, lon = uniform(rng, max(1, n // 40))
    which = rng.integers(0, lat.size, n)
    return lat[which], lon[which]


def poles(rng: np.random.Generator, n: int) -> Points:
    away = 10 ** rng.uniform(-12, 0.5, n) * rng.integers(0, 2, n)
    return np.where(rng.integers(0, 2, n) == 0, 90 - away, away - 90), rng.uniform(-180, 180, n)


def meridian(rng: np.random.Generator, n: int) -> Points:
    return rng.uniform(-90, 90, n), rng.choice([-180.0, 180.0, 540.0, 0.0, -0.0], n)


def equator(rng: np.random.Generator, n: int) -> Points:
    return rng.choice([0.0, -0.0], n), rng.integers(-1800, 1800, n) / 10


def antipodal(rng: np.random.Generator, n: int) -> Points:
    """Two clusters opposite each other."""
    side = rng.integers(0, 2, n)
    lat, lon = 12.5 + rng.normal(0, 0.3, n), 40 + rng.normal(0, 0.3, n)
    return np.where(side == 0, lat, -lat), np.where(side == 0, lon, lon + 180)


def city(rng: np.random.Generator, n: int) -> Points:
    """Within some metres."""
    return 48.2 + rng.normal(0, 1e-4, n), 16.4 + rng.normal(0, 1e-4, n)


def one(rng: np.random.Generator, n: int) -> Points:
    return np.full(n, -33.25), np.full(n, 151.5)


SHAPES: dict[str, Callable[[np.random.Generator, int], Points]] = {
    f.__name__: f
    for f in (uniform, grid, duplicates, poles, meridian, equator, antipodal, city, one)
}


def sorted_matrix(points: Points, queries: Points, ellipsoid: Any) -> tuple[Any, Any]:
    """All distances, and for each query the rows by distance and row; NaN last."""
    matrix = gd.cdist(*queries, *points, ellipsoid=ellipsoid)
    return matrix, np.argsort(matrix, axis=1, kind="stable")


def nearest(
    points: Points, queries: Points, k: int, ellipsoid: Any, max_distance: float = np.inf
) -> tuple[Any, Any]:
    """What `query` should say."""
    matrix, order = sorted_matrix(points, queries, ellipsoid)
    rows = order[:, :k]
    distances = np.take_along_axis(matrix, rows, axis=1)
    none = ~(distances <= max_distance)
    distances, rows = np.where(none, np.inf, distances), np.where(none, -1, rows)
    missing = max(0, k - rows.shape[1])
    return (
        np.pad(distances, ((0, 0), (0, missing)), constant_values=np.inf),
        np.pad(rows, ((0, 0), (0, missing)), constant_values=-1),
    )
