"""The lengths of lines of 50 vertices, edges of up to 10 km; nanoseconds a vertex."""

from benchmarks.inputs import Array
from benchmarks.shapes import length_error as error
from benchmarks.shapes import random_walks

__all__ = ["SIZE", "error", "inputs"]
SIZE = 100_000


def inputs(n: int) -> tuple[Array, Array]:
    return random_walks(n, 50, 10e3)
