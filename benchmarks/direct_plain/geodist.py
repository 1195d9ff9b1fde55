"""geodist.direct, which gives the azimuth at the end too, and makes its arrays."""

from collections.abc import Callable

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(
    lat1: Array, lon1: Array, azi1: Array, distance: Array
) -> Callable[[], tuple[Array, ...]]:
    return lambda: geodist.direct(lat1, lon1, azi1, distance, threads=1)[:2]
