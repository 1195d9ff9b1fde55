"""The matrix of distances between two sets of points in the cities of a continent; near and far mixed.

Sizes are its sides.
"""

from benchmarks.inputs import continent as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["MATRIX", "SIZE", "error", "inputs"]
SIZE = 4000
MATRIX = True


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["short", "long", "uniform"])
