"""geodistpy's geodist_matrix, some rows of the matrix."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import geodistpy
import numpy as np

from benchmarks.inputs import Array

VERSION = f"geodistpy {version('geodistpy')}"
LIMIT = 200


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    a, b = np.column_stack([lat_a, lon_a]), np.column_stack([lat_b, lon_b])
    return lambda: geodistpy.geodist_matrix(a, b)
