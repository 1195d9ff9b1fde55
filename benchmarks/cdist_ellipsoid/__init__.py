"""The matrix of distances between two sets of points; sizes are its sides."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["MATRIX", "SIZE", "error", "inputs"]
SIZE = 4000
MATRIX = True


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["uniform"])
