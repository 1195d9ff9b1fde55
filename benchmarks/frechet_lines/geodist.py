"""geodist.tracks.frechet of columns of lines: every place of an edge counts."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.frechet"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = track_inputs.columns(lat1, lon1, lat2, lon2)
    return lambda: gd.tracks.frechet(a, b, threads=1)


def finish(found: Any) -> Any:
    return found.distance
