"""How far points within 5 km are from a line of 10,000 vertices, 100 m apart."""

from benchmarks.shape_inputs import near_line as inputs
from benchmarks.shape_truth import line_error as error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
