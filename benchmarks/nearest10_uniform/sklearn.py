"""scikit-learn's BallTree, haversine, radians given: nearest on a sphere."""

from benchmarks.trees import SLOW, sklearn_nearest, sklearn_version

VERSION = sklearn_version()
LIMIT = SLOW
prepare = sklearn_nearest(10)
