"""The nearest of as many segments, of up to 1 km, as points; indexes are built before."""

from benchmarks.shape_inputs import near_segments as inputs
from benchmarks.shape_truth import nearest_segment_error as error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
