"""The memory of an index of segments with their coordinates; bytes a vertex."""

from benchmarks.shape_inputs import segments as inputs
from benchmarks.trees import no_error as error

__all__ = ["SIZE", "UNIT", "error", "inputs"]
SIZE = 1_000_000
UNIT = "bytes"
