"""geodist.hausdorff of the vertices alone: its error is that of leaving out the edges."""

from collections.abc import Callable
from typing import Any

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__} hausdorff of vertices"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a = geodist.Points(lat=lat1.ravel(), lon=lon1.ravel())
    b = geodist.Points(lat=lat2.ravel(), lon=lon2.ravel())
    return lambda: geodist.hausdorff(a, b, threads=1)


def finish(found: Any) -> Any:
    return found.distance
