"""aeon's dtw, in the plane of degrees, sums of squares: its error is that of all this."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from aeon.distances import dtw_distance

from benchmarks.inputs import METRES_PER_DEGREE, Array

VERSION = f"aeon {version('aeon')} (plane of degrees, squares)"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (np.concatenate([lon, lat]) for lon, lat in ((lon1, lat1), (lon2, lat2)))
    return lambda: dtw_distance(a, b)


def finish(squares: Any) -> Any:
    return np.sqrt(squares) * METRES_PER_DEGREE
