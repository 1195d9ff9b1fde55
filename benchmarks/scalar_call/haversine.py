"""haversine's haversine of two tuples: on the sphere, an approximation here."""

from collections.abc import Callable
from importlib.metadata import version

from haversine import Unit, haversine

from benchmarks.inputs import Array

VERSION = f"haversine {version('haversine')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], list[float]]:
    rows = list(zip(*(x.tolist() for x in (lat1, lon1, lat2, lon2)), strict=True))
    return lambda: [haversine((a, b), (c, d), Unit.METERS) for a, b, c, d in rows]
