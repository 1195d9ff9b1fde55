"""Distances and both azimuths, 10 pairs a call, into fresh arrays."""

from benchmarks.inputs import uniform as inputs
from benchmarks.inverse_plain import error

__all__ = ["SIZE", "error", "inputs"]
SIZE = 10
