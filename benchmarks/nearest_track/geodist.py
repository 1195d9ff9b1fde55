"""geodist.tracks.TrackIndex, made before the clock starts."""

import sys
from collections.abc import Callable
from typing import Any

import geodist as gd
from benchmarks import shape_searches, track_inputs
from benchmarks.inputs import Array

shape_searches.has("tracks")
VERSION = f"geodist {gd.__version__} tracks.TrackIndex"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = track_inputs.columns(lat1, lon1, lat2, lon2)
    index = gd.tracks.TrackIndex(b, threads=1)
    found = index.query(a, metric="dtw", threads=1)
    pairs = len(a) * len(b)
    print(
        f"of {pairs} pairs {found.compared / pairs:.4%} compared to the end, "
        f"{found.abandoned / pairs:.4%} begun and abandoned, the others left out",
        file=sys.stderr,
    )
    return lambda: index.query(a, metric="dtw", threads=1).rows
