"""geopy's geodesic, pair by pair: it has no arrays."""

from collections.abc import Callable

import geopy
from geopy.distance import geodesic

from benchmarks.inputs import Array

VERSION = f"geopy {geopy.__version__}"
LIMIT = 500


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    rows = list(zip(*(x.tolist() for x in (lat1, lon1, lat2, lon2)), strict=True))
    return lambda: [geodesic((a, b), (c, d)).meters for a, b, c, d in rows]
