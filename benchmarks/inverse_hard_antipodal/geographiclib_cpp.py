"""As for pairs uniform on the globe."""

from benchmarks.inverse_uniform.geographiclib_cpp import VERSION, prepare

__all__ = ["VERSION", "prepare"]
