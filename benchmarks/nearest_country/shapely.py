"""Shapely's STRtree.nearest, in the plane of degrees."""

from collections.abc import Callable
from typing import Any

import shapely

from benchmarks import shape_inputs
from benchmarks.inputs import Array

VERSION = f"Shapely {shapely.__version__} STRtree (plane of degrees)"
LIMIT = 10_000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    tree = shapely.STRtree(shape_inputs.country_geometries())
    points = shapely.points(lon, lat)
    return lambda: tree.nearest(points)
