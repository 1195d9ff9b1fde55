"""Shapely's frechet_distance, in degrees: its error is that of the number of degrees."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from benchmarks.inputs import METRES_PER_DEGREE, Array

VERSION = f"Shapely {shapely.__version__} (plane of degrees)"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (
        shapely.linestrings(np.stack([lon, lat], axis=2))
        if lat.shape[1] > 1
        else shapely.points(lon[0], lat[0])
        for lat, lon in ((lat1, lon1), (lat2, lon2))
    )
    return lambda: shapely.frechet_distance(a, b)


def finish(degrees: Any) -> Any:
    return degrees * METRES_PER_DEGREE
