"""traj-dist-rs' pdist, on one thread, on a sphere."""

from collections.abc import Callable
from typing import Any

from benchmarks import traj_dist
from benchmarks.inputs import Array
from benchmarks.track_truth import EPS

VERSION = traj_dist.VERSION
LIMIT = 60  # tracks: it is slow, and the cost of a pair does not depend on how many there are


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    return traj_dist.pairs(traj_dist.metric("lcss", eps=EPS), lat, lon)
