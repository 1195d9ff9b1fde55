"""pyproj's Geod.inv; without turning the second azimuth around."""

from collections.abc import Callable
from typing import Any

import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    geod = pyproj.Geod(ellps="WGS84")

    def run() -> Any:
        azi1, azi2, distance = geod.inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
        return distance, azi1, azi2

    return run
