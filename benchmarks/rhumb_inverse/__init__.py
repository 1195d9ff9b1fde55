"""Distances and azimuths of rhumb lines between pairs uniform on the globe."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, rhumb_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return rhumb_error(prepare, ["uniform"])
