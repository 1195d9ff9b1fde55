"""Tracks: how alike paths on the Earth are, in metres on the ellipsoid.

A track is a row of a `geodist.Shapes` of lines: its vertices in order. Two columns of tracks go row
by row; if one has a single row, that is compared with each row of the other. Where both have one,
the result is one, else its columns are arrays.
"""

from geodist.tracks._results import TrackCount, TrackDistance
from geodist.tracks.cut import resample, split
from geodist.tracks.drawing import plot
from geodist.tracks.steps import Steps, steps

__all__ = ["Steps", "TrackCount", "TrackDistance", "plot", "resample", "split", "steps"]
