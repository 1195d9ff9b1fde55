"""pyproj's Geod.fwd, which gives the azimuth at the end too; without turning it around."""

from collections.abc import Callable
from typing import Any

import pyproj

from benchmarks.inputs import Array

VERSION = f"pyproj {pyproj.__version__} (PROJ {pyproj.proj_version_str})"


def prepare(lat1: Array, lon1: Array, azi1: Array, distance: Array) -> Callable[[], Any]:
    geod = pyproj.Geod(ellps="WGS84")

    def run() -> Any:
        lon2, lat2, _ = geod.fwd(lon1, lat1, azi1, distance, return_back_azimuth=False)
        return lat2, lon2

    return run
