"""As for the world."""

from benchmarks.cdist_ellipsoid.pyproj import LIMIT, VERSION, prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
