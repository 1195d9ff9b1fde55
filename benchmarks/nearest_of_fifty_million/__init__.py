"""The nearest point of an index of 250 times as many as are asked for, uniform, in random order."""

from benchmarks.inputs import neighbours_of_many as inputs
from benchmarks.nearest_uniform import error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 200_000
INDEX = True
