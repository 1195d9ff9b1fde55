"""What the functions with several results return: NamedTuples of floats or of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from geodist._typing import FloatArray, IntArray

__all__ = [
    "Bounds",
    "Direct",
    "Ecef",
    "Geodetic",
    "Inverse",
    "InverseFull",
    "LatLon",
    "LinePosition",
    "RhumbInverse",
    "Waypoints",
]

T = TypeVar("T")


class Bounds(NamedTuple):
    """
    Bounding boxes by columns, as `geodist.Shapes.bounds` returns them.

    Parameters
    ----------
    min_lat, min_lon, max_lat, max_lon : ndarray, shape (n,)
        Degrees. A box with ``min_lon > max_lon`` crosses the antimeridian.
    """

    min_lat: FloatArray
    min_lon: FloatArray
    max_lat: FloatArray
    max_lon: FloatArray


class Inverse(NamedTuple, Generic[T]):
    """
    Distance and azimuths of a geodesic, as `geodist.inverse` returns them.

    Parameters
    ----------
    distance : float or ndarray
        Length, metres.
    azi1, azi2 : float or ndarray
        Azimuths at both ends, degrees clockwise from north, both pointing forward.
    """

    distance: T
    azi1: T
    azi2: T


class InverseFull(NamedTuple, Generic[T]):
    """
    All about the geodesic between two points, as `geodist.inverse_full` returns it.

    Parameters
    ----------
    distance : float or ndarray
        Length, metres.
    azi1, azi2 : float or ndarray
        Azimuths at both ends, degrees clockwise from north, both pointing forward.
    m12 : float or ndarray
        Reduced length, metres.
    M12, M21 : float or ndarray
        Geodesic scales.
    """

    distance: T
    azi1: T
    azi2: T
    m12: T
    M12: T
    M21: T


class Direct(NamedTuple, Generic[T]):
    """
    The end of a geodesic, as `geodist.direct` returns it.

    Parameters
    ----------
    lat2, lon2 : float or ndarray
        The point reached, degrees.
    azi2 : float or ndarray
        Azimuth there, degrees clockwise from north.
    """

    lat2: T
    lon2: T
    azi2: T


class LatLon(NamedTuple, Generic[T]):
    """
    A point or points, latitude first.

    Parameters
    ----------
    lat, lon : float or ndarray
        Degrees.
    """

    lat: T
    lon: T


class LinePosition(NamedTuple, Generic[T]):
    """
    Where a point or points are along lines, as `geodist.locate` returns it.

    Parameters
    ----------
    along : float or ndarray
        Metres from the beginning of the line to its nearest place.
    across : float or ndarray
        Metres from there to the point, negative where it is to the left of the line.
    """

    along: T
    across: T


class RhumbInverse(NamedTuple, Generic[T]):
    """
    Length and azimuth of a rhumb line, as `geodist.rhumb_inverse` returns them.

    Parameters
    ----------
    distance : float or ndarray
        Length, metres.
    azi12 : float or ndarray
        The constant azimuth, degrees clockwise from north.
    """

    distance: T
    azi12: T


class Ecef(NamedTuple, Generic[T]):
    """
    Geocentric Cartesian coordinates, as `geodist.to_ecef` returns them.

    Parameters
    ----------
    x, y, z : float or ndarray
        Metres; x towards latitude 0, longitude 0, and z towards the north pole.
    """

    x: T
    y: T
    z: T


class Geodetic(NamedTuple, Generic[T]):
    """
    Geodetic coordinates, as `geodist.from_ecef` returns them.

    Parameters
    ----------
    lat, lon : float or ndarray
        Degrees.
    h : float or ndarray
        Height above the ellipsoid, metres.
    """

    lat: T
    lon: T
    h: T


class Waypoints(NamedTuple, Generic[T]):
    """
    Points on several lines, one line after the other, as `geodist.waypoints` returns them.

    Parameters
    ----------
    lat, lon : ndarray, shape (n,)
        Degrees.
    line : ndarray of int, shape (n,)
        The line that each is on, counted from 0.
    """

    lat: T
    lon: T
    line: IntArray


for _name in __all__:
    globals()[_name].__module__ = "geodist"  # where they are public; pickles name it
