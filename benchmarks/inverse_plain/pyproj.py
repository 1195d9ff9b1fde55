"""As for azimuths: it makes its arrays in any case."""

from benchmarks.inverse_azimuths.pyproj import VERSION, prepare

__all__ = ["VERSION", "prepare"]
