"""scikit-learn's BallTree of radians."""

from benchmarks.trees import sklearn_build as prepare
from benchmarks.trees import sklearn_version

__all__ = ["VERSION", "prepare"]
VERSION = sklearn_version()
