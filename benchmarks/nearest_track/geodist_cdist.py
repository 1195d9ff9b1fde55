"""geodist.tracks.cdist, and the least of each row."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.cdist"
LIMIT = 1  # query: it is slow


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = track_inputs.columns(lat1, lon1, lat2, lon2)
    return lambda: gd.tracks.cdist(a, b, metric="dtw", threads=1).argmin(axis=1)
