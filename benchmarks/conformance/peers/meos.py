"""MEOS, the library of MobilityDB, which holds the code of PostGIS."""

from importlib.metadata import version
from typing import Any

import pymeos_cffi as meos
import shapely

VERSION = f"MEOS (pymeos-cffi {version('pymeos-cffi')})"
METHOD = "ellipsoid, nearest points on a sphere"
meos.meos_initialize("UTC")


def geography(geometry: Any) -> Any:
    return meos.geog_from_hexewkb(shapely.to_wkb(geometry, hex=True))


def length(line: Any) -> float:
    return float(meos.geog_length(geography(line), True))


def area(polygon: Any) -> float:
    return float(meos.geog_area(geography(polygon), True))


def distance(a: Any, b: Any) -> float:
    return float(meos.geog_distance(geography(a), geography(b)))
