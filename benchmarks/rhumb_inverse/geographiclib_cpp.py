"""GeographicLib's Rhumb::Inverse."""

from collections.abc import Callable

from benchmarks import native
from benchmarks.inputs import Array

VERSION = native.version("geographiclib")


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], tuple[Array, ...]]:
    return native.columns("geographiclib", "rhumb", (lat1, lon1, lat2, lon2), 2)
