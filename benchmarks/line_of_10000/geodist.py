"""geodist.ShapeIndex, built before."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches
from benchmarks.inputs import Array

shape_searches.has("ShapeIndex")
VERSION = f"geodist {gd.__version__} ShapeIndex"


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return shape_searches.geodist_nearest(lat, lon, lat2, lon2, shape_searches.whole(lat2))


def finish(found: Any) -> Any:
    return found.distances
