"""As for pairs uniform on the globe."""

from benchmarks.inverse_uniform.geopy import LIMIT, VERSION, prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
