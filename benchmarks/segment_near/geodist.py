"""geodist.nearest_points."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches
from benchmarks.inputs import Array

shape_searches.has("nearest_points")
VERSION = f"geodist {gd.__version__} nearest_points"


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    points = gd.Points(lat=lat, lon=lon)
    segment = gd.Shapes.lines(lat2, lon2, shape_searches.whole(lat2))
    return lambda: gd.nearest_points(points, segment, threads=1)


def finish(found: Any) -> Any:
    return found.distance
