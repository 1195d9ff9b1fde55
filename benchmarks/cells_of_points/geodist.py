"""geodist.Cells.cell, on one thread."""

from collections.abc import Callable
from typing import Any

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    cells = geodist.Cells.from_sample(lat[:1000], lon[:1000], count=64)
    return lambda: cells.cell(lat, lon, threads=1)
