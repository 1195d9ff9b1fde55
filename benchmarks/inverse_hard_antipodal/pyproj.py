"""As for pairs uniform on the globe."""

from benchmarks.inverse_uniform.pyproj import VERSION, prepare

__all__ = ["VERSION", "prepare"]
