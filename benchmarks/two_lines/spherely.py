"""spherely's distance, of geographies that are there: on a sphere."""

from collections.abc import Callable
from typing import Any

import numpy as np
import spherely

from benchmarks.inputs import Array

VERSION = f"spherely {spherely.__version__} (sphere)"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (
        np.array([spherely.create_linestring(line) for line in np.stack([lon, lat], axis=2)])
        for lat, lon in ((lat1, lon1), (lat2, lon2))
    )
    return lambda: spherely.distance(a, b)
