"""geodist.PointIndex, which gives back the coordinates bit for bit."""

from collections.abc import Callable

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(lat: Array, lon: Array) -> Callable[[], int]:
    index = geodist.PointIndex(lat, lon, threads=1)
    if index.lat.tobytes() != lat.tobytes() or index.lon.tobytes() != lon.tobytes():
        raise ValueError("the index gives back other coordinates")
    return lambda: index.nbytes
