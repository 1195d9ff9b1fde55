"""MEOS' Frechet distance of temporal points, the discrete one, on the ellipsoid."""

from collections.abc import Callable
from typing import Any

from benchmarks import meos
from benchmarks.inputs import Array

VERSION = meos.VERSION


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return meos.similarity("frechet", lat1, lon1, lat2, lon2)
