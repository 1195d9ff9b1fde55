"""SciPy's cKDTree of Cartesian coordinates, which are not timed."""

from benchmarks.trees import scipy_build as prepare
from benchmarks.trees import scipy_version

__all__ = ["VERSION", "prepare"]
VERSION = scipy_version()
