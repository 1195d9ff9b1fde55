"""Building an index of points, uniform; nanoseconds a point."""

from benchmarks.inputs import Array, uniform_points
from benchmarks.trees import no_error as error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000


def inputs(n: int) -> tuple[Array, Array]:
    return uniform_points(n, 1)
