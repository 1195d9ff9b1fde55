"""geodist.direct, which gives the azimuth at the end too, into arrays that are there."""

from collections.abc import Callable

import numpy as np

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(
    lat1: Array, lon1: Array, azi1: Array, distance: Array
) -> Callable[[], tuple[Array, ...]]:
    out = tuple(np.empty_like(lat1) for _ in range(3))
    return lambda: geodist.direct(lat1, lon1, azi1, distance, out=out, threads=1)[:2]
