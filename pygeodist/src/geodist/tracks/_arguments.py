"""Tracks among the arguments of a function: columns of lines, of which each row is one track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._arguments import is_of
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import measured_ellipsoid
from geodist._geodist_core import Point, Point3D
from geodist._types.points import Points
from geodist._types.shape_arguments import check_lengths
from geodist._types.shapes import Shapes, as_shapes

if TYPE_CHECKING:
    from geodist._geodist_core import Ellipsoid
    from geodist._typing import EllipsoidLike, IntArray


class TrackPair(NamedTuple):
    """Two columns of tracks, made ready for the core.

    Parameters
    ----------
    a, b : tuple
        The columns, as the core takes them.
    size : int
        Rows of the result.
    ellipsoid : Ellipsoid
        What to measure on.
    single : bool
        Whether both have one row, so that the result is one.
    """

    a: tuple[Any, ...]
    b: tuple[Any, ...]
    size: int
    ellipsoid: Ellipsoid
    single: bool


def as_tracks(value: Any, name: str) -> Shapes:
    """Take lines; points do not say which of them belong to one track.

    >>> as_tracks(Points(lat=[0, 1], lon=[0, 1]), "a")
    Traceback (most recent call last):
        ...
    TypeError: a must be Shapes of lines, got Points: points do not say which of them are one \
track; use Shapes.lines_from(table, by=...) or Shapes.lines(lat, lon, offsets)
    """
    is_table = is_of("pandas", "DataFrame", value) and not is_of("geopandas", "GeoDataFrame", value)
    if isinstance(value, Points | Point | Point3D) or is_table:
        raise TypeError(
            f"{name} must be Shapes of lines, got {type(value).__name__}: points do not say which of "
            "them are one track; use Shapes.lines_from(table, by=...) or "
            "Shapes.lines(lat, lon, offsets)"
        )
    return as_shapes(value, name)


def track_pair(a: Any, b: Any, ellipsoid: EllipsoidLike) -> TrackPair:
    """Take two columns of tracks, of one length or one of them of a single row.

    The core refuses rows that are missing, empty, or not one line.

    >>> tracks = Shapes.lines(lat=[0, 1, 2], lon=[0, 0, 0], offsets=[0, 2, 3])
    >>> track_pair(tracks, tracks[0], None).size
    2
    """
    check_labels(a=a, b=b)
    one, two = as_tracks(a, "a"), as_tracks(b, "b")
    check_lengths(a=len(one), b=len(two))
    size = len(two) if len(one) == 1 else len(one)
    figure = measured_ellipsoid(ellipsoid, a=one._datum, b=two._datum)
    single = len(one) == 1 and len(two) == 1
    return TrackPair(one._columns, two._columns, size, figure, single)


def vertex_counts(columns: tuple[Any, ...]) -> IntArray:
    """Count the vertices of tracks, of which the core has accepted each."""
    _, _, rings, parts, rows, *_ = columns
    counts: IntArray = np.diff(rings)[parts[rows[:-1]]]
    return counts
