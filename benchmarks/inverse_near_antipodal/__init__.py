"""Distances of pairs within one degree of antipodal."""

from benchmarks.inputs import near_antipodal as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["near_antipodal"])
