"""pyproj's Geod.polygon_area_perimeter, ring by ring."""

from collections.abc import Callable
from typing import Any

import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"
LIMIT = 2000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    geod = pyproj.Geod(ellps="WGS84")
    return lambda: [geod.polygon_area_perimeter(x, y)[0] for x, y in zip(lon, lat, strict=True)]
