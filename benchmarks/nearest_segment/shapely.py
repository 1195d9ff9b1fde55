"""Shapely's STRtree.nearest, in the plane of degrees."""

from collections.abc import Callable
from typing import Any

import shapely

from benchmarks import shape_searches
from benchmarks.inputs import Array

VERSION = f"Shapely {shapely.__version__} STRtree (plane of degrees)"
LIMIT = 20_000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    tree = shapely.STRtree(shape_searches.shapely_lines(lat2, lon2, shape_searches.pieces(lat2)))
    points = shapely.points(lon, lat)
    return lambda: tree.nearest(points)
