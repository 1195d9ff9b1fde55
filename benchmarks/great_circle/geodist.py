"""geodist.distance on the sphere, into an array that is there."""

from collections.abc import Callable

import numpy as np

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    out = np.empty_like(lat1)
    sphere = geodist.SPHERE
    return lambda: geodist.distance(lat1, lon1, lat2, lon2, ellipsoid=sphere, out=out, threads=1)
