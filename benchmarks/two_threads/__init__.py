"""Distances of many pairs uniform on the globe on two cores; wall clock."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["CORES", "SIZE", "error", "inputs"]
SIZE = 10_000_000
CORES = 2


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["uniform"])
