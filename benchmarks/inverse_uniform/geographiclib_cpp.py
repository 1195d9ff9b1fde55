"""GeographicLib's Geodesic::Inverse, distance alone."""

from collections.abc import Callable

from benchmarks import native
from benchmarks.inputs import Array

VERSION = native.version("geographiclib")


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    run = native.columns("geographiclib", "distance", (lat1, lon1, lat2, lon2), 1)
    return lambda: run()[0]
