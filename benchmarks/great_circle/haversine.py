"""haversine's haversine_vector without its checks, which returns kilometres."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from haversine import Unit, haversine_vector

from benchmarks.inputs import Array

VERSION = f"haversine {version('haversine')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = np.column_stack([lat1, lon1]), np.column_stack([lat2, lon2])
    return lambda: haversine_vector(a, b, Unit.METERS, check=False)
