"""geodist.chamfer, both indexes built anew each time."""

from collections.abc import Callable
from typing import Any

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(lat_a: Array, lon_a: Array, lat_b: Array, lon_b: Array) -> Callable[[], Any]:
    a, b = geodist.Points(lat=lat_a, lon=lon_a), geodist.Points(lat=lat_b, lon=lon_b)
    return lambda: geodist.chamfer(a, b, threads=1).distance
