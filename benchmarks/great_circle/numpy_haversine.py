"""The haversine formula as it is written in NumPy."""

from collections.abc import Callable

import numpy as np

from benchmarks.inputs import Array

VERSION = f"NumPy {np.__version__} haversine"
RADIUS = 6371008.8


def haversine(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Array:
    lat1, lon1, lat2, lon2 = (np.radians(x) for x in (lat1, lon1, lat2, lon2))
    h = np.sin((lat2 - lat1) / 2) ** 2
    h += np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    distance: Array = 2 * RADIUS * np.arcsin(np.sqrt(h))
    return distance


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    return lambda: haversine(lat1, lon1, lat2, lon2)
