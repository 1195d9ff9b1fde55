"""NumKong's Vincenty (once SimSIMD), radians given."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from numkong import vincenty

from benchmarks.inputs import Array

VERSION = f"NumKong {version('numkong')}"


def prepare(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Callable[[], Any]:
    radians = [np.radians(x) for x in (lat1, lon1, lat2, lon2)]
    call: Any = vincenty
    return lambda: call(*radians)
