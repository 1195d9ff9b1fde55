"""geodist.distance on two threads."""

from collections.abc import Callable

import numpy as np

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    out = np.empty_like(lat1)
    return lambda: geodist.distance(lat1, lon1, lat2, lon2, out=out, threads=2)
