"""The ten nearest points of an index of ten times as many as are asked for, clustered."""

from benchmarks.inputs import neighbours_clustered as inputs
from benchmarks.trees import nearest_error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
error = nearest_error(10, inputs)
