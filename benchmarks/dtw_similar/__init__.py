"""Time warping of a track of 1000 vertices and a noisy copy; nanoseconds a vertex."""

from benchmarks.track_inputs import similar as inputs
from benchmarks.track_truth import error_of

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1000
error = error_of("dtw")
