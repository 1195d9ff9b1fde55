"""geodist.rhumb_inverse into arrays that are there."""

from collections.abc import Callable

import numpy as np

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(
    lat1: Array, lon1: Array, lat2: Array, lon2: Array
) -> Callable[[], geodist.RhumbInverse[Array]]:
    out = tuple(np.empty_like(lat1) for _ in range(2))
    return lambda: geodist.rhumb_inverse(lat1, lon1, lat2, lon2, out=out, threads=1)
