"""What measures of tracks return."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, SupportsFloat, TypeVar, cast

if TYPE_CHECKING:
    from geodist._typing import FloatArray, IntArray

__all__ = ["NearestTracks", "TrackCount", "TrackDistance"]

D = TypeVar("D")
N = TypeVar("N")
P = TypeVar("P")


class TrackDistance(NamedTuple, Generic[D, P]):
    """
    How far two tracks are apart, or each pair of them, as functions of `geodist.tracks` give it.

    ``float()`` gives the distance of two single tracks.

    Parameters
    ----------
    distance : float or ndarray
        Metres; infinite beyond `max_distance`.
    path : ndarray of int, shape (n, 2), list of them, or None
        With ``alignment=True``, which vertices belong together: rows of the numbers of a vertex of
        the first track and of one of the second, in their order. A list of such arrays for
        several pairs. Without it, None.
    """

    distance: D
    path: P

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


class TrackCount(NamedTuple, Generic[D, N, P]):
    """
    How two tracks differ, or each pair of them, by counting vertices.

    ``float()`` gives the distance of two single tracks.

    Parameters
    ----------
    distance : float or ndarray
        What `geodist.tracks.edr` or `geodist.tracks.lcss` makes of the count.
    count : int or ndarray of int
        Of `edr` how many vertices have to be inserted, left out or replaced; of `lcss` how many are
        common to both.
    path : ndarray of int, shape (n, 2), list of them, or None
        With ``alignment=True``, which vertices belong together: rows of the numbers of a vertex of
        the first track and of one of the second, in their order. A list of such arrays for
        several pairs. Without it, None.
    """

    distance: D
    count: N  # type: ignore[assignment]  # where tuples have a method
    path: P

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


class NearestTracks(NamedTuple):
    """
    The nearest tracks of a set, as `geodist.tracks.nearest` gives them, the nearest first.

    Parameters
    ----------
    rows : ndarray of int, shape (k,) or (n, k)
        Rows of the set; of a single query one dimension. -1 where there are not so many.
    distances : ndarray, shape (k,) or (n, k)
        What the metric gives for them; infinite where there are not so many.
    compared : int
        How many pairs of a query and a track of the set were compared to the end.
    abandoned : int
        How many were begun and given up. Bounds left out all others.
    """

    rows: IntArray
    distances: FloatArray
    compared: int
    abandoned: int


def split_paths(indptr: IntArray, path: IntArray) -> list[IntArray]:
    """Cut paths that stand one after the other."""
    bounds = indptr.tolist()
    return [path[i:j] for i, j in itertools.pairwise(bounds)]


_KINDS: tuple[Any, ...] = (NearestTracks, TrackCount, TrackDistance)
for _kind in _KINDS:
    _kind.__module__ = "geodist.tracks"  # where they are public; pickles name it
