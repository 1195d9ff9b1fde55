"""spherely's length, of geographies that are there: on a sphere."""

from collections.abc import Callable
from typing import Any

import numpy as np
import spherely

from benchmarks.inputs import Array

VERSION = f"spherely {spherely.__version__} (sphere)"
LIMIT = 20_000


def prepare(lat: Array, lon: Array) -> Callable[[], Any]:
    lines = [spherely.create_linestring(line) for line in np.stack([lon, lat], axis=2)]
    rows = np.array(lines)
    return lambda: spherely.length(rows)
