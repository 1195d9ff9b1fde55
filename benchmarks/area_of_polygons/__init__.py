"""The areas of polygons of 10 vertices, 50 km to the farthest; nanoseconds a vertex."""

import numpy as np

from benchmarks.inputs import SEED, Array
from benchmarks.shapes import about
from benchmarks.shapes import area_error as error

__all__ = ["ERROR_UNIT", "SIZE", "error", "inputs"]
SIZE = 100_000
ERROR_UNIT = "m²"


def inputs(n: int) -> tuple[Array, Array]:
    wobble = np.random.default_rng(SEED + 1).uniform(0.7, 1, (n, 10))
    return about(n, 10, 50e3, wobble)
