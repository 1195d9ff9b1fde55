"""Tracks in other pieces: split at gaps, and with vertices at equal distances."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import checked_metres, explained
from geodist._columns.numbers import real_number
from geodist._errors import GeodistError
from geodist._measures.resampling import resampled
from geodist.tracks._legs import column_like, legs_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import SupportsFloat, SupportsIndex

    from geodist._types.shape import Shape
    from geodist._types.shapes import Shapes
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike

__all__ = ["resample", "split"]


@explained
def split(
    frame: Any,
    *,
    max_distance: SupportsFloat | None = None,
    max_duration: SupportsFloat | dt.timedelta | np.timedelta64 | None = None,
    by: str | Sequence[str] | None = None,
    order: str | None = None,
    time: str | None = None,
    lat: str | None = None,
    lon: str | None = None,
    drop_missing: bool = False,
    crs: Any = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Give each row of a table the number of its track: a gap in time or distance begins a new one.

    Parameters
    ----------
    frame : DataFrame, Arrow table or dict of columns
        A table as `geodist.tracks.steps` takes it: a point in each row.
    max_distance : float, optional
        The longest step within a track, metres.
    max_duration : float, datetime.timedelta or numpy.timedelta64, optional
        The longest time between two rows of a track; a number is in seconds.
    by : str or list of str, optional
        The columns that say which track a row belongs to before it is split.
    order : str, optional
        The column that says which row comes first. By default that of `time`; without it rows are
        in order.
    time : str, optional
        The column of times, as `geodist.tracks.steps` takes it. By default that of `order`, if it
        holds times.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees; by default those of the usual names.
    drop_missing : bool, default False
        Whether to pass over rows without coordinates; they belong to the track of the row before.
        By default they are an error.
    crs : object, optional
        The CRS of the points, if the table does not state it. By default WGS84.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Series or array of int64, shape (n,)
        The number of each row's track, from 0, in the order of the rows of the table: a column for
        ``by=``. It is of the library of the table; NumPy's for a dict.

    Raises
    ------
    GeodistError
        No largest step is given; a duration, but no times; and as `geodist.tracks.steps`.
    InvalidGeometryError
        A row has no coordinates; the error has its index.
    InvalidLatitudeError, InvalidLongitudeError
        A coordinate is out of range; the error has the row of the table as index.
    TypeError
        It is not a table, or the times are not times.
    ValueError
        A largest step or duration is negative.

    See Also
    --------
    geodist.tracks.steps : The steps themselves.

    Notes
    -----
    A step of exactly the largest distance or duration does not split a track.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> fixes = {"lat": [50, 50.1, 53, 53.1, 53.2], "lon": [0, 0, 2, 2, 2]}
    >>> fixes["trip"] = gd.tracks.split(fixes, max_distance=50_000)
    >>> fixes["trip"].tolist()
    [0, 0, 1, 1, 1]
    >>> trips = gd.Shapes.lines_from(fixes, by="trip", edges="geodesic")
    >>> gd.length(trips).round()
    array([11123., 22258.])
    """
    if max_distance is None and max_duration is None:
        raise GeodistError("split() needs max_distance or max_duration, or both")
    longest = np.inf if max_distance is None else checked_metres(max_distance, "max_distance")
    slowest = (
        np.inf
        if max_duration is None
        else checked_metres(_in_seconds(max_duration), "max_duration", unit="seconds")
    )
    legs = legs_of(frame, by, order, time, lat, lon, drop_missing, crs, ellipsoid, threads)
    gap = legs.distance > longest
    if max_duration is not None:
        if legs.duration is None:
            raise GeodistError(
                "max_duration needs times; name their column: time=, which takes datetimes, durations "
                "and numbers of seconds"
            )
        gap |= legs.duration > slowest
    rows, groups = legs.sorted.rows, legs.sorted.groups
    begins = np.zeros(rows.size, np.bool_)
    begins[legs.ends[gap]] = True  # by rows of the table
    first = np.concatenate([np.zeros(min(rows.size, 1), np.bool_), groups[1:] != groups[:-1]])
    numbers = np.empty(rows.size, np.int64)
    numbers[rows] = np.cumsum(begins[rows] | first)
    return column_like(frame, numbers, "track")


def _in_seconds(duration: Any) -> Any:
    """Make a number of seconds of a duration."""
    if isinstance(duration, dt.timedelta):
        return duration.total_seconds()
    if isinstance(duration, np.timedelta64):
        return duration / np.timedelta64(1, "s")
    return duration


@overload
def resample(
    lines: Shape,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shape: ...
@overload
def resample(
    lines: Shapes,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shapes: ...
@overload
def resample(
    lines: ShapesLike,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any: ...
@explained
def resample(
    lines: ShapesLike,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Put vertices at equal distances along lines, in the place of those that they have.

    It makes tracks of different receivers alike: measures that count vertices, such as `dtw`, then
    weigh all parts of a track by their length.

    Parameters
    ----------
    lines : Shapes, Shape or object, shape (n,)
        Lines: `Shapes`, one row of them, geometries of Shapely, a layer of GeoPandas, GeoJSON.
    spacing : float
        The largest distance between neighbours along the line, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the lines,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Shapes, Shape or GeoSeries
        The same rows. Each line is cut in as few parts of equal length as there can be; both its
        ends stay, bit by bit, and other vertices do not. A `Shape` for a single geometry, a
        GeoSeries with its index for a layer.

    Raises
    ------
    GeodistError
        The spacing is not above 0, or makes too many vertices; or a row is a polygon or a point.
    TypeError
        It is not a collection of shapes, or the spacing is not a number.

    See Also
    --------
    geodist.densify : Keep all vertices, and put others between them.
    geodist.interpolate_along : Points at any distances along lines.

    Notes
    -----
    New vertices err by at most 25 nm, and by the error of the length up to them. The edges between them
    cut corners: a resampled track is shorter than the track that it follows.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> track = gd.Shapes.lines(lat=[47, 47, 47.2], lon=[8, 8.5, 8.5], offsets=[0, 3])
    >>> even = gd.tracks.resample(track, 15_000)
    >>> even.lat.round(3), even.lon.round(3)
    (array([47.   , 47.   , 47.   , 47.   , 47.092, 47.2  ]), array([8.   , 8.158, 8.317, 8.475, 8.5  , 8.5  ]))
    """
    return resampled(
        _geodist_core.resample, lines, real_number(spacing, "spacing"), ellipsoid, threads
    )
