"""geodist.inverse, which makes its arrays."""

from collections.abc import Callable

import geodist
from benchmarks.inputs import Array

VERSION = f"geodist {geodist.__version__}"


def prepare(
    lat1: Array, lon1: Array, lat2: Array, lon2: Array
) -> Callable[[], geodist.Inverse[Array]]:
    return lambda: geodist.inverse(lat1, lon1, lat2, lon2, threads=1)
