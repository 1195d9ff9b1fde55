"""Calls of the core for pairs of tracks, and results made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count
from geodist.tracks._arguments import vertex_counts
from geodist.tracks._results import TrackCount, TrackDistance, split_paths

if TYPE_CHECKING:
    from geodist._typing import FloatArray
    from geodist.tracks._arguments import TrackPair
    from geodist.tracks._measures import Measure


def _solved(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> tuple[FloatArray, Any]:
    """Give the distances and, for an alignment, the paths."""
    count = thread_count(threads)
    if not alignment:
        out = np.empty(pair.size)
        _geodist_core.track_distances(pair.a, pair.b, measure, out, pair.ellipsoid, count)
        return out, None
    distance, indptr, first, second = _geodist_core.align_tracks(
        pair.a, pair.b, measure, pair.ellipsoid, count
    )
    path = np.column_stack([first, second])
    return distance, path if pair.single else split_paths(indptr, path)


def compared(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> TrackDistance[Any, Any]:
    """Measure pairs whose result is a distance."""
    distance, path = _solved(pair, measure, alignment, threads)
    return TrackDistance(distance[0].item() if pair.single else distance, path)


def counted(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> TrackCount[Any, Any, Any]:
    """Measure pairs whose result is a count too."""
    distance, path = _solved(pair, measure, alignment, threads)
    if measure[0] == "lcss":
        shorter = np.minimum(vertex_counts(pair.a), vertex_counts(pair.b))
        count = np.rint((1 - distance) * shorter).astype(np.int64)
    else:
        count = distance.astype(np.int64)
    if pair.single:
        return TrackCount(distance[0].item(), count[0].item(), path)
    return TrackCount(distance, count, path)
