"""The memory of an index, uniform; bytes a point."""

from benchmarks.inputs import Array, uniform_points
from benchmarks.trees import no_error as error

__all__ = ["SIZE", "UNIT", "error", "inputs"]
SIZE = 1_000_000
UNIT = "bytes"


def inputs(n: int) -> tuple[Array, Array]:
    return uniform_points(n, 1)
