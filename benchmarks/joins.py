"""Joins of tables: what the competitors do, and how far from the nearest what they join is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import geodist as gd
from benchmarks.inputs import Array, neighbours_uniform
from benchmarks.truth import Prepare

Run = Callable[[], Any]


def geodist_join(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    left, right = _tables(lat1, lon1, lat2, lon2)
    return lambda: gd.nearest_join(left, right, threads=1)


def geopandas_join(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    """Its points are made before the clock starts."""
    import geopandas

    # Without a CRS it does not warn that a plane of degrees is none.
    left, right = (
        geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table.lon, table.lat))
        for table in _tables(lat1, lon1, lat2, lon2)
    )

    def run() -> Any:
        for layer in (left, right):
            # Its tree is kept by the column otherwise: all pay for theirs.
            layer.geometry = layer.geometry.copy()
        return geopandas.sjoin_nearest(
            left, right, lsuffix="x", rsuffix="y", distance_col="distance"
        )

    return run


def sklearn_join(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Run:
    import pandas as pd
    from sklearn.neighbors import BallTree

    left, right = _tables(lat1, lon1, lat2, lon2)

    def radians(table: Any) -> Array:
        both: Array = np.radians(table[["lat", "lon"]].to_numpy())
        return both

    def run() -> Any:
        distance, rows = BallTree(radians(right), metric="haversine").query(radians(left))
        found = right.take(rows[:, 0]).reset_index(drop=True)
        joined = pd.concat([left.add_suffix("_x"), found.add_suffix("_y")], axis=1)
        return joined.assign(distance=distance[:, 0] * gd.EARTH_RADIUS_METERS)

    return run


def error(prepare: Prepare) -> float:
    """How much farther than the nearest the row that was joined is, at most."""
    inputs = neighbours_uniform(2000)
    joined = prepare(*inputs)()
    truth = gd.cdist(*inputs).min(axis=1)
    found = gd.distance(joined.lat_x, joined.lon_x, joined.lat_y, joined.lon_y).to_numpy()
    return float((found - truth).max())


def _tables(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> tuple[Any, Any]:
    import pandas as pd

    return (
        pd.DataFrame({"lat": lat1, "lon": lon1, "left": np.arange(lat1.size)}),
        pd.DataFrame({"lat": lat2, "lon": lon2, "right": np.arange(lat2.size)}),
    )
