"""scikit-learn's haversine_distances, radians given; the product with the radius is not timed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sklearn
from sklearn.metrics.pairwise import haversine_distances

from benchmarks.inputs import Array

VERSION = f"scikit-learn {sklearn.__version__}"
RADIUS = 6371008.8
LIMIT = 500


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    a, b = (np.radians(np.column_stack(x)) for x in ((lat_a, lon_a), (lat_b, lon_b)))
    return lambda: haversine_distances(a, b)


def finish(result: Any) -> Any:
    return RADIUS * result
