"""Tracks: how alike paths on the Earth are, in metres on the ellipsoid.

A track is a row of a `geodist.Shapes` of lines: its vertices in order. Two columns of tracks go row
by row; if one has a single row, that is compared with each row of the other. Where both have one,
the result is one, else its columns are arrays.
"""

from geodist.tracks._results import NearestTracks, TrackCount, TrackDistance
from geodist.tracks.edits import edr, erp, lcss
from geodist.tracks.many import cdist, nearest, pdist
from geodist.tracks.nearness import chamfer, sspd
from geodist.tracks.warping import discrete_frechet, dtw

__all__ = [
    "NearestTracks",
    "TrackCount",
    "TrackDistance",
    "cdist",
    "chamfer",
    "discrete_frechet",
    "dtw",
    "edr",
    "erp",
    "lcss",
    "nearest",
    "pdist",
    "sspd",
]
