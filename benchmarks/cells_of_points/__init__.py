"""The cells of points, uniform on the globe, of a partition into 64; nanoseconds a point."""

import numpy as np

import geodist as gd
from benchmarks.inputs import Array, uniform
from benchmarks.truth import Prepare

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000


def inputs(n: int) -> tuple[Array, Array]:
    return uniform(n)[:2]


def error(prepare: Prepare) -> float:
    """Count points whose cell cannot hold them."""
    lat, lon = inputs(2000)
    cells = prepare(lat, lon)()
    starts, found = gd.Cells.from_sample(lat[:1000], lon[:1000], count=64).cover(lat, lon, 0)
    rows = np.repeat(np.arange(lat.size), np.diff(starts))
    return float(lat.size - np.unique(rows[found == cells[rows]]).size)
