"""Shapely's STRtree, then contains_xy of prepared polygons, in the plane of degrees."""

import shapely

from benchmarks.shape_searches import shapely_covering as prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
VERSION = f"Shapely {shapely.__version__} STRtree, contains_xy (plane of degrees)"
LIMIT = 200_000
