"""Points at equal spacing along geodesics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count, whole_number
from geodist._calls.arrow import arrow_column
from geodist._calls.dispatch import only_library
from geodist._calls.points import ends_of_points
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import real_array, real_number
from geodist._measures.waypoint_kinds import (
    library_of,
    of_xarray,
    wrap_arrow,
    wrap_pandas,
    wrap_polars,
)
from geodist._types.results import LatLon, Waypoints

if TYPE_CHECKING:
    from typing import SupportsFloat, SupportsIndex

    from geodist._geodist_core import Point
    from geodist._types.points import Points
    from geodist._types.points_like import PointsLike
    from geodist._typing import (
        ColumnT,
        EllipsoidLike,
        FloatArray,
        IntArray,
        Number,
        Other,
        Plain,
        Quantity,
    )

__all__ = ["waypoints"]


@overload
def waypoints(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    n: SupportsIndex,
    *,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def waypoints(  # type: ignore[overload-overlap]  # a narrower type has another result
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    n: None = None,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def waypoints(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    n: None = None,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Waypoints[FloatArray]: ...
@overload
def waypoints(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    n: SupportsIndex,
    *,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[ColumnT]: ...
@overload
def waypoints(
    lat1: Other | Quantity | Plain,
    lon1: Other | Quantity | Plain,
    lat2: Other | Quantity | Plain,
    lon2: Other | Quantity | Plain,
    n: SupportsIndex,
    *,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def waypoints(
    lat1: Other | Quantity | Plain,
    lon1: Other | Quantity | Plain,
    lat2: Other | Quantity | Plain,
    lon2: Other | Quantity | Plain,
    n: None = None,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any] | Waypoints[Any]: ...
@overload
def waypoints(
    a: Points | Point,
    b: Points | Point,
    n: SupportsIndex,
    /,
    *,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def waypoints(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    n: SupportsIndex,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def waypoints(  # type: ignore[overload-overlap]  # a narrower type has another result
    a: Point,
    b: Point,
    /,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def waypoints(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Waypoints[FloatArray]: ...
@overload
def waypoints(
    a: PointsLike,
    b: PointsLike,
    n: SupportsIndex,
    /,
    *,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def waypoints(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    n: SupportsIndex,
    spacing: None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def waypoints(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    spacing: SupportsFloat,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any] | Waypoints[Any]: ...
@explained
def waypoints(
    lat1: Any,
    lon1: Any,
    lat2: Any = None,
    lon2: Any = None,
    n: SupportsIndex | None = None,
    *,
    spacing: SupportsFloat | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Place points at equal spacing along the geodesic between two points, both ends included.

    Parameters
    ----------
    lat1 : float or array_like
        Latitude of the first point, degrees, in [-90, 90]. Or two points or sets of them alone,
        as for `distance`, and then `n` or `spacing`.
    lon1 : float or array_like
        Longitude of the first point, degrees, any finite value.
    lat2 : float or array_like
        Latitude of the second point, degrees, in [-90, 90].
    lon2 : float or array_like
        Longitude of the second point, degrees, any finite value.
    n : int, optional
        Number of points, at least 2.
    spacing : float, optional
        Instead of `n`: the largest distance between neighbours, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use for many lines; the default is that of `get_num_threads`.

    Returns
    -------
    LatLon
        NamedTuple of lat, lon: arrays of degrees, whose last axis, of length `n`, runs along the
        line; those before it are the broadcast shape of the inputs. The ends are the given points
        themselves; longitudes between them are in [-180, 180].

        Of columns of pandas they are Series, whose index has the level "waypoint" behind the labels
        of the lines; of Polars and Arrow columns with one list for each line; of xarray arrays with
        the dimension "waypoint".
    Waypoints
        NamedTuple of lat, lon and line, for several lines by `spacing`: the points of all lines, one
        line after the other, and for each the number of its line, from 0. Of xarray the points are
        arrays with the one dimension "waypoint", whose coordinates say which line it is.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    GeodistError
        `n` is less than 2, or `spacing` is not positive.
    TypeError
        Not exactly one of `n` and `spacing` is given, or the columns are of several libraries.

    See Also
    --------
    interpolate : The point at any fraction of the way.

    Notes
    -----
    The error of a position is at most 25 nm for lines of up to 40,000 km; between nearly antipodal
    points, whose geodesic has almost no direction, it grows like a / m12 of `inverse_full`. A NaN in
    any input gives NaN between the ends; a null of Polars or Arrow gives null in place of the list.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> gd.waypoints(0, 0, 0, 90, 4).lon.round(6)
    array([ 0., 30., 60., 90.])
    >>> len(gd.waypoints(52.3086, 4.7639, 40.6398, -73.7789, spacing=100e3).lat)
    60
    >>> way = gd.waypoints([0, 0], [0, 1], [0, 0], [1, 4], spacing=200e3)
    >>> way.line, way.lon.round(6)
    (array([0, 0, 1, 1, 1]), array([0. , 1. , 1. , 2.5, 4. ]))
    """
    if lon2 is None:
        # Two sets of points, and then perhaps n.
        if lat2 is not None and n is not None:
            raise TypeError("waypoints() is missing lon2")
        n = lat2 if n is None else n
        *given, ellipsoid = ends_of_points("waypoints", lat1, lon1, ellipsoid)
        lat1, lon1, lat2, lon2 = given
    if n is None and spacing is None:
        raise TypeError("waypoints() needs n, the number of points, or spacing= between them")
    if n is not None and spacing is not None:
        raise TypeError("waypoints() takes n or spacing, not both")
    number = None if n is None else whole_number(n, "n")
    step = None if spacing is None else real_number(spacing, "spacing")
    count = thread_count(threads)
    named = {"lat1": lat1, "lon1": lon1, "lat2": lat2, "lon2": lon2}
    check_labels(**named)
    library = library_of(only_library("waypoints", named), named.values())

    def place(*ends: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
        shape = _common_shape(ends)
        a, b, c, d = (np.asarray(np.broadcast_to(end, shape), order="C") for end in ends)
        return _geodist_core.waypoints(a, b, c, d, number, step, ellipsoid, count)

    if library == "xarray":
        return of_xarray(place, number, *named.values())
    if library == "arrow":
        named = {name: arrow_column(value) for name, value in named.items()}
    ends = tuple(real_array(value, name) for value, name in zip(named.values(), named, strict=True))
    starts, lat, lon = place(*ends)
    shape = _common_shape(ends)
    if not shape:
        return LatLon(lat, lon)
    if library is None and number is not None:
        return LatLon(lat.reshape(*shape, number), lon.reshape(*shape, number))
    found = Waypoints(lat, lon, np.repeat(np.arange(starts.size - 1), np.diff(starts)))
    if library == "pandas":
        return wrap_pandas(found, named.values())
    if library == "arrow":
        return wrap_arrow(found, starts, named.values())
    return wrap_polars(found, named.values(), shape) if library == "polars" else found


def _common_shape(ends: tuple[FloatArray, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(end.shape for end in ends))
    except ValueError:
        _geodist_core.distance(*ends)  # raises, naming the arguments
        raise
