"""As of some thousand points."""

from benchmarks.hausdorff.geodist import VERSION, prepare

__all__ = ["VERSION", "prepare"]
