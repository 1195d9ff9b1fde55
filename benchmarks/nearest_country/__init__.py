"""The nearest of 177 countries to points near their borders: the one that a point is in, if any."""

from benchmarks.shape_inputs import near_borders as inputs
from benchmarks.shape_truth import nearest_country_error as error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000
