"""The core's ring_areas, one ring."""

from collections.abc import Callable
from typing import Any

import geodist
from benchmarks.inputs import Array
from benchmarks.shapes import offsets
from geodist import _geodist_core as core

if not hasattr(core, "ring_areas"):
    raise ImportError("this geodist has no areas of rings")
VERSION = f"geodist {geodist.__version__}"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    starts = offsets(lat)
    return lambda: core.ring_areas(lat.ravel(), lon.ravel(), starts, geodist.WGS84, 1)
