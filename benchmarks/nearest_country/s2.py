"""S2's S2ClosestEdgeQuery on polygons with their interiors."""

from collections.abc import Callable
from typing import Any

from benchmarks import native, shape_inputs, shape_searches
from benchmarks.inputs import Array

VERSION = native.version("s2")
LIMIT = 20_000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    index = shape_searches.S2Index.of_polygons(shape_inputs.countries())
    parts = shape_inputs.countries().rows
    return lambda: parts[index.nearest(lat, lon)[0]]
