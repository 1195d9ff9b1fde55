"""A table of pandas joined to the nearest rows of one ten times as long, uniform on the globe."""

from benchmarks.inputs import neighbours_uniform as inputs
from benchmarks.joins import error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
