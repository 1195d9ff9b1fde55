"""MEOS' distances: loops over geographies that are made before the clock starts."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pymeos_cffi
import shapely

from benchmarks.inputs import Array

VERSION = f"MEOS (pymeos-cffi {version('pymeos-cffi')})"
pymeos_cffi.meos_initialize("UTC")


def _geographies(geometries: Any) -> list[Any]:
    return [pymeos_cffi.geog_from_hexewkb(text) for text in shapely.to_wkb(geometries, hex=True)]


def _lines(lat: Array, lon: Array) -> list[Any]:
    return _geographies(shapely.linestrings(np.stack([lon, lat], axis=2)))


def distances(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    """From points to a line."""
    points = _geographies(shapely.points(lon, lat))
    (line,) = _lines(lat2[None], lon2[None])
    return lambda: [pymeos_cffi.geog_distance(point, line) for point in points]


def distances_of_lines(
    lat1: Array, lon1: Array, lat2: Array, lon2: Array
) -> Callable[[], list[float]]:
    """From lines to lines, row by row."""
    pairs = list(zip(_lines(lat1, lon1), _lines(lat2, lon2), strict=True))
    return lambda: [pymeos_cffi.geog_distance(*pair) for pair in pairs]
