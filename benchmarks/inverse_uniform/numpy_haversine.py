"""On the sphere: an approximation here."""

from benchmarks.great_circle.numpy_haversine import VERSION, prepare

__all__ = ["VERSION", "prepare"]
