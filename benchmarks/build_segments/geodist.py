"""geodist.ShapeIndex."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches
from benchmarks.inputs import Array

shape_searches.has("ShapeIndex")
VERSION = f"geodist {gd.__version__} ShapeIndex"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    rows = gd.Shapes.lines(lat, lon, shape_searches.pieces(lat))
    return lambda: gd.ShapeIndex(rows, threads=1)
