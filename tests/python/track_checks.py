"""Measures of tracks by their vertices beside the plain programmes, for tests of all kinds of tracks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import track_programmes as plain

import geodist as gd

CELL = 6e-9  # metres: the error of a distance between vertices, abs(f) <= 1/290
STRONG_CELL = 12e-9
ALIGNED = ("dtw", "discrete_frechet", "edr", "lcss", "erp")
FUNCTIONS = (*ALIGNED, "sspd", "chamfer")


def call(metric: str, a: Any, b: Any, **options: Any) -> Any:
    return getattr(gd.tracks, metric)(a, b, **options)


def track(lat: Any, lon: Any, **options: Any) -> gd.Shapes:
    return gd.Shapes.lines(lat, lon, [0, len(lat)], **options)


def cells(a: gd.Shapes, b: gd.Shapes) -> Any:
    """Give the distances of the vertices of two tracks by an independent way."""
    figure = {} if a._datum is None else {"ellipsoid": a._datum.ellipsoid}
    return gd.cdist(a._layout.lat, a._layout.lon, b._layout.lat, b._layout.lon, **figure)


def gaps(a: gd.Shapes, gap: gd.Point) -> Any:
    return gd.cdist([gap.lat], [gap.lon], a._layout.lat, a._layout.lon)[0]


def wander(rng: np.random.Generator, n: int, at: tuple[float, float], step: float) -> gd.Shapes:
    """Make a track of random steps, degrees."""
    lat = np.clip(at[0] + np.cumsum(rng.normal(0, step, n)), -90, 90)
    return track(lat, at[1] + np.cumsum(rng.normal(0, step, n)))


def check(metric: str, a: gd.Shapes, b: gd.Shapes, **options: Any) -> None:
    """Compare a measure with the plain programme, and its alignment with its value."""
    d = cells(a, b)
    n, m = d.shape
    bound = CELL + 1e-13 * d.max()
    found = call(metric, a, b, **options)
    if metric in ("edr", "lcss"):
        assert found.count == getattr(plain, metric)(d, options["eps"])
        expected = found.count if metric == "edr" else 1 - found.count / min(n, m)
        assert found.distance == pytest.approx(expected, abs=1e-15)
    elif metric == "dtw":
        expected = plain.dtw(d, **options)
        assert found.distance == expected or abs(found.distance - expected) <= (n + m) * bound
    elif metric == "erp":
        expected = plain.erp(d, gaps(a, options["gap"]), gaps(b, options["gap"]))
        assert abs(found.distance - expected) <= (n + m) * bound
    else:
        assert abs(found.distance - getattr(plain, metric)(d)) <= 2 * bound
    if metric in ALIGNED and np.isfinite(found.distance):
        check_alignment(metric, a, b, d, found, **options)


def check_alignment(
    metric: str, a: gd.Shapes, b: gd.Shapes, d: Any, found: Any, **options: Any
) -> None:
    n, m = d.shape
    aligned = call(metric, a, b, alignment=True, **options)
    assert aligned.distance == found.distance
    i, j = aligned.path.T
    bound = (n + m) * (CELL + 1e-13 * d.max())
    if metric in ("dtw", "discrete_frechet"):
        assert aligned.path[0][0] == 0
        assert aligned.path[-1][0] == n - 1
        assert aligned.path[0][1] == 0 or options.get("open_begin")
        assert aligned.path[-1][1] == m - 1 or options.get("open_end")
        steps = np.diff(aligned.path, axis=0)
        assert ((steps >= 0) & (steps <= 1)).all()
        assert (steps.sum(axis=1) > 0).all()
        cost = d[i, j].sum() if metric == "dtw" else d[i, j].max()
        assert abs(cost - found.distance) <= bound
        return
    assert (np.diff(aligned.path, axis=0) > 0).all()
    if metric == "lcss":
        assert i.size == found.count
        assert (d[i, j] <= options["eps"]).all()
    elif metric == "edr":
        assert (d[i, j] > options["eps"]).sum() + (n - i.size) + (m - i.size) == found.count
    else:
        gap_a, gap_b = gaps(a, options["gap"]), gaps(b, options["gap"])
        cost = d[i, j].sum() + np.delete(gap_a, i).sum() + np.delete(gap_b, j).sum()
        assert abs(cost - found.distance) <= bound


def options_for(metric: str, a: gd.Shapes, b: gd.Shapes) -> dict[str, Any]:
    d = cells(a, b)
    if metric in ("edr", "lcss"):
        # between two distances, so that none is as far as eps
        sorted_cells = np.unique(d)
        k = sorted_cells.size // 3
        return {"eps": float(sorted_cells[k : k + 2].mean()) if sorted_cells.size > k + 1 else 1e9}
    return {"gap": gd.Point(float(a._layout.lat[0]), 3.0)} if metric == "erp" else {}
