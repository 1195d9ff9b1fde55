"""geodist.tracks.discrete_frechet, of the vertices alone: its error is that of leaving out edges."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.discrete_frechet"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = track_inputs.columns(lat1, lon1, lat2, lon2)
    return lambda: gd.tracks.discrete_frechet(a, b, threads=1)


def finish(found: Any) -> Any:
    return found.distance
