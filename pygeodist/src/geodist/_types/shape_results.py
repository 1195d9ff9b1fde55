"""What functions of two columns of shapes return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, SupportsFloat, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from geodist._types.witnesses import Location
    from geodist._typing import FloatArray, IntArray

__all__ = ["IntersectionPoints", "NearestPoints", "SelfCrossings"]

D = TypeVar("D")


class NearestPoints(NamedTuple, Generic[D]):
    """
    The nearest places of two shapes, or of each pair of them, as `geodist.nearest_points` gives.

    ``float()`` gives the distance of two single shapes.

    Parameters
    ----------
    distance : float or ndarray
        How far they are apart, metres; 0 where the shapes meet or one lies in the other.
    a, b : Location
        The place on the first shape and that on the second; a `Location` of arrays, unless both
        are single shapes. Where there is none, `row`, `part`, `ring` and
        `edge` are -1, and the rest NaN.
    """

    distance: D
    a: Location
    b: Location

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


class IntersectionPoints(NamedTuple):
    """
    Where shapes meet, as `geodist.intersection_points` gives it.

    The places of pair i are those from ``indptr[i]`` to ``indptr[i + 1] - 1``.

    Parameters
    ----------
    indptr : ndarray of int, shape (n + 1,)
        Where the places of each pair begin, and the end of the last one.
    a, b : Location
        The places on the first shapes and on the second, as arrays.
    """

    indptr: IntArray
    a: Location
    b: Location

    @property
    def lat(self) -> FloatArray:
        """Latitudes of the places, degrees."""
        lat: FloatArray = np.asarray(self.a.lat)
        return lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes of the places, degrees."""
        lon: FloatArray = np.asarray(self.a.lon)
        return lon


class SelfCrossings(NamedTuple):
    """
    Where lines and rings cross themselves, as `geodist.self_crossings` gives it.

    Parameters
    ----------
    first, second : Location
        The places on the edges that come first, and on the others, as arrays: by the first edges,
        and along each.
    """

    first: Location
    second: Location

    @property
    def lat(self) -> FloatArray:
        """Latitudes of the places, degrees."""
        lat: FloatArray = np.asarray(self.first.lat)
        return lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes of the places, degrees."""
        lon: FloatArray = np.asarray(self.first.lon)
        return lon


_KINDS: tuple[Any, ...] = (IntersectionPoints, NearestPoints, SelfCrossings)
for _kind in _KINDS:
    _kind.__module__ = "geodist"  # where they are public; pickles name it
