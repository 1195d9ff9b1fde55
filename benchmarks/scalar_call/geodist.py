"""geodist.distance of four floats."""

from collections.abc import Callable

from benchmarks.inputs import Array
from geodist import __version__, distance

VERSION = f"geodist {__version__}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    rows = list(zip(*(x.tolist() for x in (lat1, lon1, lat2, lon2)), strict=True))
    return lambda: [distance(a, b, c, d) for a, b, c, d in rows]
