"""Brute force: geodist.cdist, and the minima of its rows and columns by NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__} cdist"


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    out = np.empty((lat_a.size, lat_b.size))

    def run() -> Any:
        geodist.cdist(lat_a, lon_a, lat_b, lon_b, out=out, threads=1)
        return max(out.min(axis=0).max(), out.min(axis=1).max())

    return run
