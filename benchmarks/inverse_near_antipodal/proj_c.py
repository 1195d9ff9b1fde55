"""As for pairs uniform on the globe."""

from benchmarks.inverse_uniform.proj_c import VERSION, prepare

__all__ = ["VERSION", "prepare"]
