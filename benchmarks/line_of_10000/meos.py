"""MEOS' geog_distance, of geographies that are there, one by one: PostGIS' code."""

from collections.abc import Callable

from benchmarks import meos
from benchmarks.inputs import Array

VERSION = meos.VERSION
LIMIT = 20


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    return meos.distances(lat, lon, lat2, lon2)
