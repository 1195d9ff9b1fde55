"""Shapely's distance to a prepared line, in degrees: its error is that of the number of degrees."""

from collections.abc import Callable
from typing import Any

import shapely

from benchmarks import shape_searches
from benchmarks.inputs import METRES_PER_DEGREE, Array

VERSION = f"Shapely {shapely.__version__} (plane of degrees)"
LIMIT = 2000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    (line,) = shape_searches.shapely_lines(lat2, lon2, shape_searches.whole(lat2))
    shapely.prepare(line)
    points = shapely.points(lon, lat)
    return lambda: shapely.distance(line, points)


def finish(degrees: Any) -> Any:
    return degrees * METRES_PER_DEGREE
