"""The Hausdorff distance of two sets, uniform on the globe; nanoseconds a point of the first."""

import numpy as np

import geodist as gd
from benchmarks.inputs import radius_uniform as inputs
from benchmarks.truth import Prepare

__all__ = ["SIZE", "error", "inputs"]
SIZE = 8000


def error(prepare: Prepare) -> float:
    a = inputs(500)
    matrix = gd.cdist(*a)
    truth = max(matrix.min(axis=0).max(), matrix.min(axis=1).max())
    return float(np.abs(prepare(*a)() - truth))
