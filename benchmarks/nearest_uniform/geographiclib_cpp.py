"""GeographicLib's NearestNeighbor in C++, exact distances in a vantage-point tree."""

from benchmarks.native import version
from benchmarks.trees import SLOW, geographiclib_nearest

VERSION = version("geographiclib") + " NearestNeighbor"
LIMIT = SLOW
prepare = geographiclib_nearest
