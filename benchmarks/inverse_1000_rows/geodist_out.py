"""As for many rows."""

from benchmarks.inverse_plain.geodist_out import VERSION, prepare

__all__ = ["VERSION", "prepare"]
