"""Places along lines, in metres from their beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import ellipsoid_for, known_ellipsoid, measured_ellipsoid
from geodist._columns.numbers import real_array
from geodist._geodist_core import Point, Point3D
from geodist._types.point_arguments import given_datum, refuse_altitudes
from geodist._types.points import as_points
from geodist._types.results import LatLon, LinePosition
from geodist._types.shape_arguments import as_given, is_single_point
from geodist._types.shapes import as_shapes, is_single

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._types.points import Points
    from geodist._types.points_like import PointsLike
    from geodist._types.shape import Shape
    from geodist._types.shapes import Shapes
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, FloatArray, Number, Plain

__all__ = ["interpolate_along", "locate"]


@overload
def locate(
    lines: Shape,
    points: Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LinePosition[float]: ...
@overload
def locate(
    lines: Shapes | Shape,
    points: Points,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LinePosition[FloatArray]: ...
@overload
def locate(
    lines: ShapesLike,
    points: PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LinePosition[Any]: ...
@explained
def locate(
    lines: ShapesLike,
    points: PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LinePosition[Any]:
    """
    Find how far along lines points are, and how far beside them.

    Parameters
    ----------
    lines : Shapes, Shape or object, shape (n,)
        Lines: `Shapes`, one row of them, geometries of Shapely, a layer of GeoPandas, GeoJSON.
    points : Points, Point or object, shape (n,)
        Points: `Points`, a single `Point`, points of Shapely or GeoPandas. Both have n rows, or one
        of them a single one, which is matched with all of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    LinePosition
        ``along``: metres from the beginning of the line to its nearest place, the parts of a
        multi-line one after the other. ``across``: metres from there to the point, negative if it is
        to the left of the line. Numbers for a single line and a single point, else arrays of shape
        (n,), or Series with the index of a layer. NaN where a line is missing or empty, or a point
        is missing.

    Raises
    ------
    GeodistError
        A row is a polygon or a point, or the data are on datums that cannot be combined.
    ValueError
        The columns differ in length, or points have altitudes.
    TypeError
        It is not a collection of shapes, or of points.

    See Also
    --------
    interpolate_along : From metres along a line to the point there.

    Notes
    -----
    The error of ``across`` is at most 20 nm where no geodesic edge is longer than 19,000 km
    (18,000 km where f > 1/290), that of ``along`` 1 um where the point is so near that its place on
    the line is well defined. Of places that are equally near you get the first.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> road = gd.Shapes.lines(lat=[47, 47, 47.2], lon=[8, 8.5, 8.5], offsets=[0, 3])[0]
    >>> found = gd.locate(road, gd.Point(47.1, 8.49))
    >>> round(found.along, 2), round(found.across, 2)
    (49145.16, -759.14)
    """
    check_labels(lines=lines, points=points)
    mine = as_shapes(lines, "lines")
    given = points if isinstance(points, Point | Point3D) else as_points(points)
    if getattr(given, "altitude", None) is not None:
        refuse_altitudes("locate", points, "points")
    figure = measured_ellipsoid(ellipsoid, lines=mine._datum, points=given_datum(given))
    along, across = _geodist_core.locate(
        mine._columns,
        np.atleast_1d(np.asarray(given.lat, np.float64)),
        np.atleast_1d(np.asarray(given.lon, np.float64)),
        figure,
        thread_count(threads),
    )
    if is_single(lines) and is_single_point(points):
        return LinePosition(float(along[0]), float(across[0]))
    return LinePosition(*(as_given(column, lines, points) for column in (along, across)))


@overload
def interpolate_along(
    lines: Shape,
    distance: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def interpolate_along(
    lines: Shapes,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def interpolate_along(
    lines: ShapesLike,
    distance: Any,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@explained
def interpolate_along(
    lines: ShapesLike,
    distance: Any,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]:
    """
    Give the points of lines at a distance along them.

    Parameters
    ----------
    lines : Shapes, Shape or object, shape (n,)
        Lines: `Shapes`, one row of them, geometries of Shapely, a layer of GeoPandas, GeoJSON.
    distance : float or array_like, shape (n,)
        How far from the beginning of the line, metres, the parts of a multi-line one after the
        other; a negative number counts from the end. Both have n rows, or one of them a single one, which
        is matched with all of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the lines,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    LatLon
        Degrees; floats for a single line and a number, else arrays of shape (n,), or Series with the
        index of a layer or of the distances. Beyond an end of
        the line it is that end, as in Shapely. NaN where a line is missing or empty, or a distance
        is NaN.

    Raises
    ------
    GeodistError
        A row is a polygon or a point, or a distance is infinite.
    ValueError
        The columns differ in length, or the distances have more than one dimension.
    TypeError
        It is not a collection of shapes, or the distances are not numbers.

    See Also
    --------
    locate : From a point to its place along a line.
    interpolate : The point at a fraction of the way between two points.

    Notes
    -----
    The error is at most 25 nm, and that of the length of the line up to there.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> road = gd.Shapes.lines(lat=[47, 47, 47.2], lon=[8, 8.5, 8.5], offsets=[0, 3])[0]
    >>> place = gd.interpolate_along(road, 40_000)
    >>> round(place.lat, 6), round(place.lon, 6)
    (47.017739, 8.5)
    """
    check_labels(lines=lines, distance=distance)
    mine = as_shapes(lines, "lines")
    metres = real_array(distance, "distance")
    if metres.ndim > 1:
        raise ValueError(f"distance must have at most one dimension, got shape {metres.shape}")
    figure = ellipsoid_for(ellipsoid, mine._datum)
    lat, lon = _geodist_core.interpolate_along(
        mine._columns,
        np.ascontiguousarray(np.atleast_1d(metres)),
        known_ellipsoid(figure),
        thread_count(threads),
    )
    if is_single(lines) and metres.ndim == 0:
        return LatLon(float(lat[0]), float(lon[0]))
    return LatLon(*(as_given(column, lines, distance) for column in (lat, lon)))
