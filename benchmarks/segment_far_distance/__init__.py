"""How far points anywhere are from a segment of 5000 km, without the foot."""

from benchmarks.shape_inputs import far_from_segment as inputs
from benchmarks.shape_truth import segment_error as error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 1_000_000
INDEX = True
