"""geodistpy's compiled Vincenty over arrays of coordinates; it takes longitudes to 180 alone."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import geodistpy
import numpy as np

from benchmarks.inputs import Array

VERSION = f"geodistpy {version('geodistpy')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (
        np.column_stack([lat, np.remainder(lon + 180, 360) - 180])
        for lat, lon in ((lat1, lon1), (lat2, lon2))
    )
    return lambda: geodistpy.geodist(a, b)
