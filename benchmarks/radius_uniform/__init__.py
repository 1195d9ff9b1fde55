"""All points within 50 km, of an index of as many as are asked for, uniform."""

from benchmarks.inputs import radius_uniform as inputs
from benchmarks.trees import radius_error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
error = radius_error(inputs)
