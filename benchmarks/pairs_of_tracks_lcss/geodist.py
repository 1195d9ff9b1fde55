"""geodist.tracks.pdist, on one thread."""

from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array
from benchmarks.track_truth import EPS

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.pdist"


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    tracks = track_inputs.column(lat, lon)
    return lambda: gd.tracks.pdist(tracks, metric="lcss", eps=EPS, threads=1)
