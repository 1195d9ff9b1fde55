"""Distances on the sphere of 6371008.8 m, pairs uniform on the globe; the error is that of all pairs."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import SPHERE, Prepare, distance_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000
KINDS = ["uniform", "short", "long", "near_antipodal", "hard_antipodal"]


def error(prepare: Prepare) -> float:
    return distance_error(prepare, KINDS, SPHERE)
