"""Newton's method on GeographicLib's Geodesic and GeodesicLine."""

from collections.abc import Callable
from typing import Any

from benchmarks import shape_searches
from benchmarks.inputs import Array

VERSION = shape_searches.newton_version()
LIMIT = 20_000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return shape_searches.newton(lat, lon, lat2, lon2)


def finish(found: Any) -> Any:
    return found[0]
