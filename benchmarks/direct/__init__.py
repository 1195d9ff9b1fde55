"""Ends of geodesics of up to half the way round."""

from benchmarks.inputs import starts as inputs
from benchmarks.truth import Prepare, direct_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def error(prepare: Prepare) -> float:
    return direct_error(prepare, ["uniform"])
