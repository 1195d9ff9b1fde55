"""geodist.distance of two columns of lines."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, shapes
from benchmarks.inputs import Array

shape_searches.has("nearest_points")
VERSION = f"geodist {gd.__version__} distance"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (
        gd.Shapes.lines(lat.ravel(), lon.ravel(), shapes.offsets(lat))
        for lat, lon in ((lat1, lon1), (lat2, lon2))
    )
    return lambda: gd.distance(a, b, threads=1)
