"""PROJ's geod_direct, the position alone."""

from collections.abc import Callable

from benchmarks import native
from benchmarks.inputs import Array

VERSION = f"PROJ C {native.version('proj')}"


def prepare(
    lat1: Array, lon1: Array, azi1: Array, distance: Array
) -> Callable[[], tuple[Array, ...]]:
    return native.columns("proj", "direct", (lat1, lon1, azi1, distance), 2)
