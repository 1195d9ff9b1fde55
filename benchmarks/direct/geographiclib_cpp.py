"""GeographicLib's Geodesic::Direct, the position alone."""

from collections.abc import Callable

from benchmarks import native
from benchmarks.inputs import Array

VERSION = native.version("geographiclib")


def prepare(
    lat1: Array, lon1: Array, azi1: Array, distance: Array
) -> Callable[[], tuple[Array, ...]]:
    return native.columns("geographiclib", "direct", (lat1, lon1, azi1, distance), 2)
