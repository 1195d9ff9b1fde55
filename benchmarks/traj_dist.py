"""traj-dist-rs: measures of tracks on a sphere, in Rust."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import traj_dist_rs

from benchmarks.inputs import Array

VERSION = f"traj-dist-rs {version('traj-dist-rs')} (sphere)"


def rows(lat: Array, lon: Array) -> list[Array]:
    return [np.column_stack([x, y]) for x, y in zip(lon, lat, strict=True)]


def pair(
    name: str, lat1: Array, lon1: Array, lat2: Array, lon2: Array, kind: str = "spherical"
) -> Callable[[], Any]:
    """Compare one track with another."""
    function = getattr(traj_dist_rs, name)
    a, b = rows(lat1, lon1)[0], rows(lat2, lon2)[0]
    return lambda: function(a, b, kind).distance


def pairs(metric: Any, lat: Array, lon: Array) -> Callable[[], Any]:
    """Compare all pairs of a column."""
    tracks = rows(lat, lon)
    return lambda: traj_dist_rs.pdist(tracks, metric=metric, parallel=False)


def metric(name: str, **options: Any) -> Any:
    return getattr(traj_dist_rs.Metric, name)(type_d="spherical", **options)
