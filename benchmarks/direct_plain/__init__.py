"""Ends of geodesics of up to half the way round, as users call it: into fresh arrays."""

from benchmarks.direct import error
from benchmarks.inputs import starts as inputs

__all__ = ["FRESH", "SIZE", "error", "inputs"]
SIZE = 200_000
FRESH = True
