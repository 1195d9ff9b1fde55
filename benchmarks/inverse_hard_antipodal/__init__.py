"""Distances of pairs inside and around the caustic, half of them near the equator."""

from benchmarks.inputs import hard_antipodal as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["hard_antipodal"])
