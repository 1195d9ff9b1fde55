"""The nearest of 100,000 tracks of 100 vertices by time warping, for each of ten; ns a vertex of these."""

from benchmarks.track_inputs import few_and_many as inputs
from benchmarks.track_truth import nearest_error as error

__all__ = ["INDEX", "SIZE", "error", "inputs"]
SIZE = 100_000
INDEX = True
