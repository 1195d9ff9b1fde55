"""Tracks, dense samples and checks for tests of the continuous measures of tracks."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

import geodist as gd

TOLERANCE = 1e-6
FIGURES = (
    gd.WGS84,
    gd.SPHERE,
    gd.Ellipsoid(6378137, 1 / 50),
    gd.Ellipsoid(6378137, -1 / 50),
    gd.Ellipsoid(6378137, -1 / 150),
)


coordinates = st.floats(-1, 1, allow_nan=False)


def track(lat: Any, lon: Any, **options: Any) -> gd.Shapes:
    return gd.Shapes.lines(lat, lon, [0, len(lat)], edges="geodesic", **options)


def dense(line: gd.Shapes, figure: gd.Ellipsoid, parts: int = 40) -> tuple[Any, Any, float]:
    """Give places along a track, vertices included, and the longest way between two of them."""
    lat, lon = line._layout.lat, line._layout.lon
    if lat.size == 1:
        return lat, lon, 0.0
    found = gd.inverse(lat[:-1], lon[:-1], lat[1:], lon[1:], ellipsoid=figure)
    way = np.linspace(0, 1, parts, endpoint=False) * found.distance[:, None]
    at = gd.direct(lat[:-1, None], lon[:-1, None], found.azi1[:, None], way, ellipsoid=figure)
    step = float((found.distance / parts).max())
    return np.append(at[0].ravel(), lat[-1]), np.append(at[1].ravel(), lon[-1]), step


def sampled_frechet(cells: Any) -> float:
    """Give the discrete Frechet distance by the plain programme."""
    best = np.empty_like(cells)
    best[0] = np.maximum.accumulate(cells[0])
    for i in range(1, len(cells)):
        low = np.minimum(best[i - 1], np.append(np.inf, best[i - 1][:-1]))
        for j in range(cells.shape[1]):
            before = best[i, j - 1] if j else np.inf
            best[i, j] = max(cells[i, j], min(low[j], before))
    return float(best[-1, -1])


def assert_walks(found: Any, figure: gd.Ellipsoid) -> None:
    """Check that a matching is monotone and no farther apart than the distance at its places."""
    a, b = found.matching
    for at in (a, b):
        along = at.edge + at.fraction
        assert (np.diff(along) >= -1e-9).all()
    apart = gd.distance(a.lat, a.lon, b.lat, b.lon, ellipsoid=figure)
    assert apart.max() <= found.upper + 1e-7
