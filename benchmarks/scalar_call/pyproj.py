"""pyproj's Geod.inv of four floats, its fast path for scalars."""

from collections.abc import Callable

import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    inv = pyproj.Geod(ellps="WGS84").inv
    rows = list(zip(*(x.tolist() for x in (lon1, lat1, lon2, lat2)), strict=True))
    return lambda: [inv(a, b, c, d, return_back_azimuth=False)[2] for a, b, c, d in rows]
