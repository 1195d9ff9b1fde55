"""Distances and both azimuths of pairs uniform on the globe, as users call it: into fresh arrays."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, inverse_error

__all__ = ["FRESH", "SIZE", "error", "inputs"]
SIZE = 200_000
FRESH = True


def error(prepare: Prepare) -> float:
    return inverse_error(prepare, ["uniform"])
