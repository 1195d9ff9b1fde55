"""What measures of tracks return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, SupportsFloat, TypeVar, cast

if TYPE_CHECKING:
    from geodist._typing import IntArray

__all__ = ["TrackCount", "TrackDistance"]

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
    count: N
    path: P

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


def split_paths(indptr: IntArray, path: IntArray) -> list[IntArray]:
    """Cut paths that stand one after the other."""
    bounds = indptr.tolist()
    return [path[i:j] for i, j in zip(bounds, bounds[1:], strict=False)]


_KINDS: tuple[Any, ...] = (TrackCount, TrackDistance)
for _kind in _KINDS:
    _kind.__module__ = "geodist.tracks"  # where they are public; pickles name it
