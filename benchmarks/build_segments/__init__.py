"""Building an index of segments of up to 1 km; nanoseconds a vertex."""

from benchmarks.shape_inputs import segments as inputs
from benchmarks.trees import no_error as error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000
