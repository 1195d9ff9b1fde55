"""pyproj's Geod.line_length, line by line."""

from collections.abc import Callable
from typing import Any

import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"
LIMIT = 2000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    geod = pyproj.Geod(ellps="WGS84")
    return lambda: [geod.line_length(x, y) for x, y in zip(lon, lat, strict=True)]
