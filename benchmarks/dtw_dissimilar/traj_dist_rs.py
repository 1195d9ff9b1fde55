"""traj-dist-rs' dtw, on a sphere."""

from collections.abc import Callable
from typing import Any

from benchmarks import traj_dist
from benchmarks.inputs import Array

VERSION = traj_dist.VERSION


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return traj_dist.pair("dtw", lat1, lon1, lat2, lon2)
