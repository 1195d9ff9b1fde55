"""As for pairs uniform on the globe."""

from benchmarks.inverse_uniform.geodist import VERSION, prepare

__all__ = ["VERSION", "prepare"]
