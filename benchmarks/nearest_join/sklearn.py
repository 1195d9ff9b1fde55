"""By hand: scikit-learn's BallTree, haversine, on a sphere, and pandas' take and concat."""

from benchmarks.joins import sklearn_join
from benchmarks.trees import sklearn_version

VERSION = sklearn_version() + ", pandas take"
prepare = sklearn_join
