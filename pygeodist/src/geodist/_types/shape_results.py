"""What functions of two columns of shapes return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, SupportsFloat, TypeVar, cast

if TYPE_CHECKING:
    from geodist._typing import FloatArray, IntArray

__all__ = ["IntersectionPoints", "Locations", "NearestPoints"]

D = TypeVar("D")
L = TypeVar("L")


class Locations(NamedTuple):
    """
    Places on your points or shapes by columns, in your own numbering; see `Location`.

    Parameters
    ----------
    row : ndarray of int
        Which point or shape; -1 where there is no place.
    part : ndarray of int
        Which part of it.
    ring : ndarray of int
        Which ring of a polygon, the outer one first.
    edge : ndarray of int
        Which edge of it, counted by its first vertex; -1 for the interior of a polygon.
    fraction : ndarray
        How far along the edge, from 0 to 1.
    lat, lon : ndarray
        The places, degrees; NaN where there is none.
    """

    row: IntArray
    part: IntArray
    ring: IntArray
    edge: IntArray
    fraction: FloatArray
    lat: FloatArray
    lon: FloatArray


class NearestPoints(NamedTuple, Generic[D, L]):
    """
    The nearest places of two shapes, or of each pair of them, as `geodist.nearest_points` gives.

    ``float()`` gives the distance of two single shapes.

    Parameters
    ----------
    distance : float or ndarray
        How far they are apart, metres; 0 where the shapes meet or one lies in the other.
    a, b : Location or Locations
        The place on the first shape and that on the second: a `Location` for two single shapes,
        columns otherwise.
    """

    distance: D
    a: L
    b: L

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


class IntersectionPoints(NamedTuple):
    """
    Where shapes meet, as `geodist.intersection_points` gives it.

    The places of pair i are those from ``offsets[i]`` to ``offsets[i + 1] - 1``.

    Parameters
    ----------
    offsets : ndarray of int, shape (n + 1,)
        Where the places of each pair begin, and the end of the last one.
    a, b : Locations
        The places on the first shapes and on the second.
    """

    offsets: IntArray
    a: Locations
    b: Locations

    @property
    def lat(self) -> FloatArray:
        """Latitudes of the places, degrees."""
        return self.a.lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes of the places, degrees."""
        return self.a.lon


_KINDS: tuple[Any, ...] = (IntersectionPoints, Locations, NearestPoints)
for _kind in _KINDS:
    _kind.__module__ = "geodist"  # where they are public; pickles name it
