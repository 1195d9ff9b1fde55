"""Tracks: sequences of points in order, such as the fixes of ships, cars, birds and storms."""

from geodist.tracks.cut import resample, split
from geodist.tracks.steps import Steps, steps

__all__ = ["Steps", "resample", "split", "steps"]
