"""geodist.ShapeIndex."""

from collections.abc import Callable

import geodist as gd
from benchmarks import shape_searches
from benchmarks.inputs import Array

shape_searches.has("ShapeIndex")
VERSION = f"geodist {gd.__version__} ShapeIndex"


def prepare(lat: Array, lon: Array) -> Callable[[], int]:
    index = gd.ShapeIndex(gd.Shapes.lines(lat, lon, shape_searches.pieces(lat)), threads=1)
    return lambda: index.nbytes
