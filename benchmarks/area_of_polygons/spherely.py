"""spherely's area, of geographies that are there: on a sphere."""

from collections.abc import Callable
from typing import Any

import numpy as np
import spherely

from benchmarks.inputs import Array

VERSION = f"spherely {spherely.__version__} (sphere)"
LIMIT = 20_000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    rings = np.stack([lon, lat], axis=2)
    polygons = np.array([spherely.create_polygon(ring) for ring in rings])
    return lambda: spherely.area(polygons)
