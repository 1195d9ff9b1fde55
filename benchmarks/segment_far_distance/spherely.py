"""spherely's distance, of geographies that are there: on a sphere, without the foot."""

from collections.abc import Callable

import numpy as np
import spherely

from benchmarks.inputs import Array

VERSION = f"spherely {spherely.__version__} (sphere)"
LIMIT = 100_000


def prepare(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    points = spherely.points(lon, lat)
    segment = spherely.create_linestring(np.column_stack([lon2, lat2]))
    return lambda: spherely.distance(points, segment)
