"""geodist.cdist into a matrix that is there."""

from collections.abc import Callable
from typing import Any

import numpy as np

import geodist
from benchmarks.inputs import Array

if not hasattr(geodist, "cdist"):
    raise ImportError("this geodist has no cdist")
VERSION = f"geodist {geodist.__version__}"


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    out = np.empty((lat_a.size, lat_b.size))
    return lambda: geodist.cdist(
        lat_a, lon_a, lat_b, lon_b, ellipsoid=geodist.SPHERE, out=out, threads=1
    )
