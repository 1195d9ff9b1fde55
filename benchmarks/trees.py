"""Searches of geodist and of other libraries: queries of (lat, lon, lat, lon), those asked for first.

A search's own result is what is timed; `rows` and `sets` bring it to one form afterwards. Nothing but
the search is timed: trees are built and coordinates converted before.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

import geodist as gd
from benchmarks import native
from benchmarks.inputs import Array, Pairs
from benchmarks.truth import Prepare

RADIUS = 50_000.0
SLOW = 2000  # queries of those that are slow
Run = Callable[[], Any]


def geodist_nearest(k: int) -> Callable[..., Run]:
    def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
        index = gd.PointIndex(lat2, lon2)
        return lambda: index.query(lat1, lon1, k, threads=1).indices

    return prepare


def geodist_radius(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    index = gd.PointIndex(lat2, lon2)
    return lambda: index.query_radius(lat1, lon1, RADIUS, sort=False, threads=1)


def scipy_nearest(k: int) -> Callable[..., Run]:
    def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
        from scipy.spatial import cKDTree

        tree = cKDTree(_space(lat2, lon2))
        asked = _space(lat1, lon1)
        return lambda: tree.query(asked, k)[1]

    return prepare


def scipy_radius(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    from scipy.spatial import cKDTree

    tree = cKDTree(_space(lat2, lon2))
    asked = _space(lat1, lon1)
    return lambda: tree.query_ball_point(asked, RADIUS)


def sklearn_nearest(k: int) -> Callable[..., Run]:
    def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
        tree, asked = _ball_tree(lat1, lon1, lat2, lon2)
        return lambda: tree.query(asked, k, return_distance=False)

    return prepare


def sklearn_radius(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    tree, asked = _ball_tree(lat1, lon1, lat2, lon2)
    return lambda: tree.query_radius(asked, RADIUS / gd.EARTH_RADIUS_METERS)


def geographiclib_nearest(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    """GeographicLib's NearestNeighbor, a vantage-point tree on geodesic distances."""
    library = native.load("geographiclib")
    library.neighbours_new.restype = ctypes.c_void_p
    points = [np.ascontiguousarray(x) for x in (lat2, lon2)]
    asked = [np.ascontiguousarray(x) for x in (lat1, lon1)]
    tree = ctypes.c_void_p(library.neighbours_new(*map(_pointer, points), points[0].size))
    found = np.empty(asked[0].size, np.int64)

    def run() -> Any:
        assert points  # keeps the arrays alive
        library.neighbours_nearest(
            tree, *map(_pointer, asked), ctypes.c_size_t(found.size), _pointer(found)
        )
        return found

    return run


def nearest_error(k: int, kind: Callable[[int], Pairs]) -> Callable[[Prepare], float]:
    """How much farther the k-th point found is than the k-th nearest, at most."""

    def error(prepare: Prepare) -> float:
        inputs = kind(2000)
        rows = np.asarray(prepare(*inputs)()).reshape(2000, -1)[:, k - 1]
        worst = 0.0
        for which, block in gd.cdist_blocks(*inputs):
            matrix: Array = block.astype(np.float64, copy=False)
            found: Array = matrix[np.arange(len(matrix)), rows[which]]
            kth: Array = np.partition(matrix, k - 1, axis=1)[:, k - 1]
            worst = max(worst, float((found - kth).max()))
        return worst

    return error


def radius_error(kind: Callable[[int], Pairs]) -> Callable[[Prepare], float]:
    """How far from the radius a point is that is found and too far, or near and missed."""

    def error(prepare: Prepare) -> float:
        inputs = kind(2000)
        result = prepare(*inputs)()
        sets = [x.indices for x in result] if hasattr(result, "indptr") else list(result)
        matrix = gd.cdist(*inputs)
        found = np.zeros(matrix.shape, bool)
        for row, neighbours in enumerate(sets):
            found[row, np.asarray(neighbours, dtype=np.int64)] = True
        wrong = found != (matrix <= RADIUS)
        return float(np.abs(matrix[wrong] - RADIUS).max(initial=0))

    return error


def no_error(prepare: Prepare) -> float:
    prepare(*(np.linspace(-50, 50, 64),) * 2)()
    return 0.0


def geodist_build(lat: Array, lon: Array) -> Run:
    return lambda: gd.PointIndex(lat, lon, threads=1)


def scipy_build(lat: Array, lon: Array) -> Run:
    from scipy.spatial import cKDTree

    points = _space(lat, lon)
    return lambda: cKDTree(points)


def sklearn_build(lat: Array, lon: Array) -> Run:
    from sklearn.neighbors import BallTree

    points = np.radians(np.column_stack([lat, lon]))
    return lambda: BallTree(points, metric="haversine")


def scipy_version() -> str:
    import scipy

    return f"SciPy {scipy.__version__} cKDTree"


def sklearn_version() -> str:
    import sklearn

    return f"scikit-learn {sklearn.__version__} BallTree"


def _space(lat: Array, lon: Array) -> Array:
    return np.column_stack(gd.to_ecef(lat, lon, 0))


def _ball_tree(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> tuple[Any, Array]:
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack([lat2, lon2])), metric="haversine")
    return tree, np.radians(np.column_stack([lat1, lon1]))


def _pointer(array: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
