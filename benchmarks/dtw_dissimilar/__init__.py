"""Time warping of two tracks of 1000 vertices that go their own ways; nanoseconds a vertex of one."""

from benchmarks.track_inputs import dissimilar as inputs
from benchmarks.track_truth import error_of

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1000
error = error_of("dtw")
