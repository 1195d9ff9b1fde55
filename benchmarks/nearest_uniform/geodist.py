"""geodist.PointIndex.query."""

import geodist
from benchmarks.trees import geodist_nearest

VERSION = f"geodist {geodist.__version__}"
prepare = geodist_nearest(1)
