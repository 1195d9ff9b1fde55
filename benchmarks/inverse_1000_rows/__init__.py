"""Distances and both azimuths, 1000 pairs a call, into fresh arrays."""

from benchmarks.inputs import uniform as inputs
from benchmarks.inverse_plain import error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 1000
