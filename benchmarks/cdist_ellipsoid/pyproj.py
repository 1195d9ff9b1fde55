"""pyproj's Geod.inv on the broadcast arrays, some rows of the matrix; the broadcast is not timed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"
LIMIT = 50


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    geod = pyproj.Geod(ellps="WGS84")
    lat1, lon1, lat2, lon2 = (
        np.ascontiguousarray(x)
        for x in np.broadcast_arrays(lat_a[:, None], lon_a[:, None], lat_b, lon_b)
    )
    return lambda: geod.inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)[2]
