"""Tracks: how alike paths on the Earth are, in metres on the ellipsoid; and how they are made.

A track is a row of a `geodist.Shapes` of lines: its vertices in order. Two columns of tracks go row
by row; if one has a single row, that is compared with each row of the other. Where both have one,
the result is one, else its columns are arrays.
"""

from geodist._types.certified import CertifiedDistance, Matching
from geodist.tracks._results import NearestTracks, TrackCount, TrackDistance
from geodist.tracks.continuous import frechet, hausdorff, is_within
from geodist.tracks.cut import resample, split
from geodist.tracks.drawing import plot
from geodist.tracks.edits import edr, erp, lcss
from geodist.tracks.many import cdist, pdist
from geodist.tracks.nearness import chamfer, sspd
from geodist.tracks.searching import TrackIndex, nearest
from geodist.tracks.steps import Steps, steps
from geodist.tracks.warping import discrete_frechet, dtw

__all__ = [
    "CertifiedDistance",
    "Matching",
    "NearestTracks",
    "Steps",
    "TrackCount",
    "TrackDistance",
    "TrackIndex",
    "cdist",
    "chamfer",
    "discrete_frechet",
    "dtw",
    "edr",
    "erp",
    "frechet",
    "hausdorff",
    "is_within",
    "lcss",
    "nearest",
    "pdist",
    "plot",
    "resample",
    "split",
    "sspd",
    "steps",
]
