"""geodistpy's compiled Vincenty of two tuples."""

from collections.abc import Callable
from importlib.metadata import version

from geodistpy import geodesic_vincenty

from benchmarks.inputs import Array

VERSION = f"geodistpy {version('geodistpy')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    rows = list(zip(*(x.tolist() for x in (lat1, lon1, lat2, lon2)), strict=True))
    return lambda: [geodesic_vincenty((a, b), (c, d)) for a, b, c, d in rows]
