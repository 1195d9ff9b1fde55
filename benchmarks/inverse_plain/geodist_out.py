"""geodist.inverse into arrays that are there."""

import geodist
from benchmarks.inverse_azimuths.geodist import prepare

__all__ = ["VERSION", "prepare"]
VERSION = f"geodist {geodist.__version__}, out="
