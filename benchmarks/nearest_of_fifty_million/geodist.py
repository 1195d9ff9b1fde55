"""As of a million points."""

from benchmarks.nearest_uniform.geodist import VERSION, prepare

__all__ = ["VERSION", "prepare"]
