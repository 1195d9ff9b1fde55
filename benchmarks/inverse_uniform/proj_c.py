"""PROJ's geod_inverse, distance alone."""

from collections.abc import Callable

from benchmarks import native
from benchmarks.inputs import Array

VERSION = f"PROJ C {native.version('proj')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    run = native.columns("proj", "distance", (lat1, lon1, lat2, lon2), 1)
    return lambda: run()[0]
