"""Discrete Frechet distance of two tracks of 1000 vertices that go their own ways; ns a vertex."""

from benchmarks.track_inputs import dissimilar as inputs
from benchmarks.track_truth import error_of

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1000
error = error_of("discrete_frechet")
