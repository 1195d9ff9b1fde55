"""The nearest of 100,000 tracks of 100 vertices by time warping, for each of ten; nanoseconds a query."""

from benchmarks.inputs import Array
from benchmarks.track_inputs import few_and_many as inputs
from benchmarks.track_truth import nearest_error as error

__all__ = ["INDEX", "SIZE", "count", "error", "inputs"]
SIZE = 100_000
INDEX = True


def count(lat1: Array, *_: Array) -> int:
    """Count the tracks that are looked for."""
    return len(lat1)
