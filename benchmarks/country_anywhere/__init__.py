"""Which of 177 countries points are in, uniform on the globe; indexes are built before."""

from benchmarks.shape_inputs import anywhere as inputs
from benchmarks.shape_truth import country_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000
error = country_error(inputs)
