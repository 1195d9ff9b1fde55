"""Distances and both azimuths of pairs uniform on the globe."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, inverse_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return inverse_error(prepare, ["uniform"])
