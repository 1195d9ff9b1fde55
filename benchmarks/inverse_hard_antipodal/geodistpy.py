"""Vincenty's iteration does not converge here: geodistpy falls back to GeographicLib in Python."""

from benchmarks.inverse_uniform.geodistpy import VERSION, prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
LIMIT = 500
