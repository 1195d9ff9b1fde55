"""The area of one polygon of a million vertices, 1000 km to the farthest; nanoseconds a vertex."""

import numpy as np

from benchmarks.inputs import Array
from benchmarks.shapes import about
from benchmarks.shapes import area_error as error

__all__ = ["ERROR_UNIT", "SIZE", "error", "inputs"]
SIZE = 1_000_000
ERROR_UNIT = "m²"


def inputs(n: int) -> tuple[Array, Array]:
    course = 2 * np.pi * np.arange(n) / n
    return about(1, n, 1e6, 0.7 + 0.3 * np.sin(20 * course)[np.newaxis])
