"""Boost.Geometry's distance on the ellipsoid, by Vincenty's formulas."""

from collections.abc import Callable

from benchmarks import native, shape_searches
from benchmarks.inputs import Array

VERSION = native.version("boost")
LIMIT = 20_000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    return shape_searches.boost_distances(lat, lon, lat2, lon2)
