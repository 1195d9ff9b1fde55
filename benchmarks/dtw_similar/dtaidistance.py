"""dtaidistance, pruned, in the plane of degrees: its error is that of the number of degrees."""

from collections.abc import Callable
from typing import Any

import dtaidistance
import numpy as np
from dtaidistance import dtw_ndim

from benchmarks.inputs import METRES_PER_DEGREE, Array

VERSION = f"dtaidistance {dtaidistance.__version__} (plane of degrees, squares)"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    a, b = (
        np.ascontiguousarray(np.column_stack([x[0], y[0]])) for x, y in ((lon1, lat1), (lon2, lat2))
    )
    return lambda: dtw_ndim.distance_fast(a, b, use_pruning=True)


def finish(degrees: Any) -> Any:
    return degrees * METRES_PER_DEGREE
