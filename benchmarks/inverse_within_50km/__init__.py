"""Distances of pairs at most 50 km apart."""

from benchmarks.inputs import within_50km as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["short"])
