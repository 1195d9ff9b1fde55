"""MEOS' dynamic time warping of temporal points, on the ellipsoid."""

from collections.abc import Callable
from typing import Any

from benchmarks import meos
from benchmarks.inputs import Array

VERSION = meos.VERSION


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return meos.similarity("dyntimewarp", lat1, lon1, lat2, lon2)
