"""As for many rows."""

from benchmarks.inverse_plain.pyproj import VERSION, prepare

__all__ = ["VERSION", "prepare"]
