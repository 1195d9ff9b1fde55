"""The Frechet distance of two lines of 10,000 vertices far from each other; nanoseconds a vertex."""

from benchmarks.track_inputs import apart as inputs
from benchmarks.track_truth import certain_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 10_000
error = certain_error("frechet")
