"""Which of 177 countries points are in, about a degree from borders; indexes are built before."""

from benchmarks.shape_inputs import near_borders as inputs
from benchmarks.shape_truth import country_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000
error = country_error(inputs)
