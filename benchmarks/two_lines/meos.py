"""MEOS' geog_distance, of geographies that are there: PostGIS' code."""

from collections.abc import Callable
from typing import Any

from benchmarks import meos
from benchmarks.inputs import Array

VERSION = meos.VERSION
LIMIT = 1


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return meos.distances_of_lines(lat1, lon1, lat2, lon2)
