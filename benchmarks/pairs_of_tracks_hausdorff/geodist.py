"""geodist.tracks.pdist, on one thread: certified, every place of an edge counts."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.pdist"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    tracks = track_inputs.column(lat, lon)
    return lambda: gd.tracks.pdist(tracks, metric="hausdorff", threads=1)
