"""SciPy's cKDTree on Cartesian coordinates, which are not timed: by chords, rows without distances."""

from benchmarks.trees import scipy_radius as prepare
from benchmarks.trees import scipy_version

__all__ = ["VERSION", "prepare"]
VERSION = scipy_version()
