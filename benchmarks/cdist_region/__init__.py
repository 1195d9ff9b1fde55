"""The matrix of distances between two sets of points of one region; sizes are its sides."""

from benchmarks.inputs import region as inputs
from benchmarks.truth import Prepare, near_error

__all__ = ["MATRIX", "SIZE", "error", "inputs"]
SIZE = 4000
MATRIX = True


def error(prepare: Prepare) -> float:
    return near_error(prepare, 150e3)
