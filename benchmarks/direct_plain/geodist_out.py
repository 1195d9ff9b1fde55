"""geodist.direct into arrays that are there."""

import geodist
from benchmarks.direct.geodist import prepare

__all__ = ["VERSION", "prepare"]
VERSION = f"geodist {geodist.__version__}, out="
