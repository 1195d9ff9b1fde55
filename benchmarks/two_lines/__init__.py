"""The distance of two lines of 1000 vertices; nanoseconds a vertex of the first."""

from benchmarks.shape_inputs import two_lines as inputs
from benchmarks.shape_truth import two_lines_error as error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 50
