"""As for the world."""

from benchmarks.cdist_ellipsoid.geodist import VERSION, prepare

__all__ = ["VERSION", "prepare"]
