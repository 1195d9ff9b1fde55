"""GeographicLib for Python: lengths and areas."""

from importlib.metadata import version
from typing import Any

from geographiclib.geodesic import Geodesic

VERSION = f"GeographicLib {version('geographiclib')} (Python)"
METHOD = "ellipsoid"


def length(line: Any) -> float:
    polyline = Geodesic.WGS84.Polygon(True)
    for lon, lat in line.coords:
        polyline.AddPoint(lat, lon)
    return float(polyline.Compute(False, True)[1])


def area(polygon: Any) -> float:
    return ring(polygon.exterior) - sum(map(ring, polygon.interiors))


def ring(vertices: Any) -> float:
    found = Geodesic.WGS84.Polygon()
    for lon, lat in vertices.coords[:-1]:
        found.AddPoint(lat, lon)
    return abs(float(found.Compute(False, True)[2]))
