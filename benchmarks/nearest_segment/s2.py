"""S2's S2ClosestEdgeQuery."""

from collections.abc import Callable
from typing import Any

from benchmarks import native, shape_searches
from benchmarks.inputs import Array

VERSION = native.version("s2")
LIMIT = 20_000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    index = shape_searches.S2Index(lat2, lon2, shape_searches.pieces(lat2))
    return lambda: index.nearest(lat, lon)[0]
