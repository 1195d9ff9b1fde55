"""geodist.PointIndex."""

import geodist
from benchmarks.trees import geodist_build as prepare

__all__ = ["VERSION", "prepare"]
VERSION = f"geodist {geodist.__version__}"
