"""As of some thousand points."""

from benchmarks.hausdorff import error, inputs

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1_000_000
