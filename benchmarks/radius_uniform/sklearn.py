"""scikit-learn's BallTree, haversine, radians given: on a sphere, rows without distances."""

from benchmarks.trees import SLOW, sklearn_version
from benchmarks.trees import sklearn_radius as prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
VERSION = sklearn_version()
LIMIT = SLOW
