"""One pair a call, from a Python loop."""

from benchmarks.inputs import uniform as inputs
from benchmarks.truth import Prepare, distance_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 10_000


def error(prepare: Prepare) -> float:
    return distance_error(prepare, ["uniform"])
