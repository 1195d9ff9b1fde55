"""Shapely finds the nearest points in the plane of degrees, pyproj measures on the ellipsoid."""

from typing import Any

import pyproj
import shapely

VERSION = f"Shapely {shapely.__version__}, pyproj {pyproj.__version__}"
METHOD = "nearest points in the plane of degrees, then ellipsoid"
GEOD = pyproj.Geod(ellps="WGS84")


def length(line: Any) -> float:
    return float(GEOD.geometry_length(line))


def area(polygon: Any) -> float:
    return abs(float(GEOD.geometry_area_perimeter(polygon)[0]))


def distance(a: Any, b: Any) -> float:
    return float(GEOD.geometry_length(shapely.shortest_line(a, b)))
