"""All pairs of 200 tracks of 100 vertices by longest common subsequence; nanoseconds a pair."""

from benchmarks.track_inputs import many as inputs
from benchmarks.track_inputs import pair_count as count
from benchmarks.track_truth import pairs_error

__all__ = ["SIZE", "count", "error", "inputs"]
SIZE = 200
error = pairs_error("lcss")
