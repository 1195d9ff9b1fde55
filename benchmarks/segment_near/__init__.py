"""Where points are nearest to a segment of 100 km, up to 30 km away: distance and foot."""

from benchmarks.shape_inputs import near_segment as inputs
from benchmarks.shape_truth import near_segment_error as error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 1_000_000
INDEX = True
