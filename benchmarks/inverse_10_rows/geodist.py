"""As for many rows."""

from benchmarks.inverse_plain.geodist import VERSION, prepare

__all__ = ["VERSION", "prepare"]
