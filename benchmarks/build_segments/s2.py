"""S2's MutableS2ShapeIndex of S2LaxPolylineShapes, which are made with it."""

from collections.abc import Callable
from typing import Any

from benchmarks import native, shape_searches
from benchmarks.inputs import Array

VERSION = native.version("s2")


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    offsets = shape_searches.pieces(lat)
    return lambda: shape_searches.S2Index(lat, lon, offsets)
