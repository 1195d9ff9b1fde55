"""Building an index of points, clustered; nanoseconds a point."""

from benchmarks.inputs import Array, clustered
from benchmarks.trees import no_error as error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000


def inputs(n: int) -> tuple[Array, Array]:
    return clustered(n, 1)
