"""The core's line_lengths, all lines at once."""

from collections.abc import Callable
from typing import Any

import geodist
from benchmarks.inputs import Array
from benchmarks.shapes import offsets
from geodist import _geodist_core as core

if not hasattr(core, "line_lengths"):
    raise ImportError("this geodist has no lengths of lines")
VERSION = f"geodist {geodist.__version__}"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    starts = offsets(lat)
    return lambda: core.line_lengths(lat.ravel(), lon.ravel(), starts, False, geodist.WGS84, 1)
