"""traj-dist-rs' discret_frechet, in the plane of degrees: it has no other."""

from collections.abc import Callable
from typing import Any

from benchmarks import traj_dist
from benchmarks.inputs import Array

VERSION = traj_dist.VERSION.replace("sphere", "plane of degrees")


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    return traj_dist.pair("discret_frechet", lat1, lon1, lat2, lon2, "euclidean")
