"""geodist.ShapeIndex."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_inputs, shape_searches
from benchmarks.inputs import Array

shape_searches.has("ShapeIndex")
VERSION = f"geodist {gd.__version__} ShapeIndex"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    index = gd.ShapeIndex(shape_inputs.country_shapes())
    points = gd.Points(lat=lat, lon=lon)
    return lambda: index.query(points, threads=1)


def finish(found: Any) -> Any:
    return found.indices
