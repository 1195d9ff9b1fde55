"""The Chamfer distance of two sets, uniform on the globe; nanoseconds a point of the first."""

import numpy as np

import geodist as gd
from benchmarks.inputs import radius_uniform as inputs
from benchmarks.truth import Prepare

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000


def error(prepare: Prepare) -> float:
    a = inputs(500)
    matrix = gd.cdist(*a)
    truth = matrix.min(axis=0).mean() + matrix.min(axis=1).mean()
    return float(np.abs(prepare(*a)() - truth))
