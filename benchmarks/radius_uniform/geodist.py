"""geodist.PointIndex.query_radius, with distances."""

import geodist
from benchmarks.trees import geodist_radius as prepare

__all__ = ["VERSION", "prepare"]
VERSION = f"geodist {geodist.__version__}"
