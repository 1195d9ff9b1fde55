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


def _track(lat: Array, lon: Array) -> Any:
    """Make a temporal point with a vertex each second."""
    begin = np.datetime64("2020-01-01T00:00:00")
    fixes = ", ".join(
        f"Point({x!r} {y!r})@{begin + np.timedelta64(k, 's')}+00"
        for k, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))
    )
    return pymeos_cffi.tgeogpoint_in(f"{{{fixes}}}")


def similarity(
    name: str, lat1: Array, lon1: Array, lat2: Array, lon2: Array
) -> Callable[[], float]:
    """Compare one track with another."""
    function = getattr(pymeos_cffi, f"temporal_{name}_distance")
    a, b = _track(lat1[0], lon1[0]), _track(lat2[0], lon2[0])
    return lambda: function(a, b)
