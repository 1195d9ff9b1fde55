"""The Hausdorff distance of a line of 10,000 vertices and a noisy copy; nanoseconds a vertex."""

from benchmarks.track_inputs import similar as inputs
from benchmarks.track_truth import certain_error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 10_000
error = certain_error("hausdorff")
