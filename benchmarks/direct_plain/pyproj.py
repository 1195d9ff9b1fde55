"""As into arrays that are there: it makes its own in any case."""

from benchmarks.direct.pyproj import VERSION, prepare

__all__ = ["VERSION", "prepare"]
