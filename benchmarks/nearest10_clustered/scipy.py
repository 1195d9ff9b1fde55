"""SciPy's cKDTree on Cartesian coordinates, which are not timed: nearest by chords."""

from benchmarks.trees import scipy_nearest, scipy_version

VERSION = scipy_version()
prepare = scipy_nearest(10)
