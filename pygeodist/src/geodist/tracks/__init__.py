"""Tracks: how alike paths on the Earth are, in metres on the ellipsoid.

A track is a row of a `geodist.Shapes` of lines: its vertices in order. Two columns of tracks go row
by row; if one has a single row, that is compared with each row of the other. Where both have one,
the result is one, else its columns are arrays.
"""

from geodist.tracks._certified import CertifiedDistance, Matching
from geodist.tracks._results import TrackCount, TrackDistance
from geodist.tracks.continuous import frechet, hausdorff, is_within

__all__ = [
    "CertifiedDistance",
    "Matching",
    "TrackCount",
    "TrackDistance",
    "frechet",
    "hausdorff",
    "is_within",
]
