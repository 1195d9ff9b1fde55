"""What shapes are to each other: whether they meet, are near, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import known_ellipsoid, shared_ellipsoid
from geodist._columns.layouts import Layout
from geodist._columns.numbers import real_array
from geodist._types.shape_arguments import (
    as_given,
    as_layer,
    check_lengths,
    is_layer,
    shape_pair,
)
from geodist._types.shape_results import IntersectionPoints
from geodist._types.shapes import Shapes, as_shapes
from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Point
    from geodist._types.points_like import PointsLike
    from geodist._types.shape import Shape
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, Plain

__all__ = ["clip", "dwithin", "intersection_points", "intersects"]


@explained
def intersects(
    a: ShapesLike | PointsLike | Point,
    b: ShapesLike | PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NDArray[np.bool_] | bool:
    """
    Tell whether shapes have a point in common, pair by pair.

    Parameters
    ----------
    a : Shapes, Points or object, shape (n,)
        Points, lines or polygons: `Shapes`, a `Shape`, `Points`, a `Point`; geometries of Shapely,
        a layer of GeoPandas, GeoJSON.
    b : Shapes, Points or object, shape (n,)
        The same. Both have n rows, or one of them a single one, paired with each row of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray of bool, shape (n,), Series or bool
        True where they meet, cross, or one lies in the other; False where a row is missing or
        empty. A bool for two single geometries, a Series with its index for a Series or a layer.

    Raises
    ------
    TypeError
        It is not a collection of points or shapes.
    ValueError
        The columns differ in length, or points have altitudes.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    dwithin : Whether shapes are near each other.
    intersection_points : Where lines and borders meet.

    Notes
    -----
    Numbers rarely hit an edge exactly, so what is within 30 nm of a line or polygon meets it, and
    `distance` is 0 there and nowhere else, to a few nanometres where edges are planar. Two points
    meet where they are one place.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> gd.intersects(shapely.box(0, 0, 2, 2), shapely.Point(1, 1))
    True
    """
    pair = shape_pair("intersects", a, b, ellipsoid)
    found = _geodist_core.shapes_intersect(
        pair.a.columns, pair.b.columns, pair.ellipsoid, thread_count(threads)
    ).view(np.bool_)
    return bool(found[0]) if pair.single else as_given(found, a, b)


@explained
def dwithin(
    a: ShapesLike | PointsLike | Point,
    b: ShapesLike | PointsLike | Point,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NDArray[np.bool_] | bool:
    """
    Tell whether shapes are within a distance of each other, pair by pair.

    Parameters
    ----------
    a : Shapes, Points or object, shape (n,)
        Points, lines or polygons: `Shapes`, a `Shape`, `Points`, a `Point`; geometries of Shapely,
        a layer of GeoPandas, GeoJSON.
    b : Shapes, Points or object, shape (n,)
        The same. Both have n rows, or one of them a single one, paired with each row of the other.
    distance : float or array_like, shape (n,)
        How far they may be apart, metres, inclusive: one number, or one for each pair.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray of bool, shape (n,), Series or bool
        Whether `distance` of each pair is at most this; False where a row is missing or empty, or
        the distance is NaN. A bool for two single geometries, a Series with its index for a Series
        or a layer.

    Raises
    ------
    TypeError
        It is not a collection of points or shapes, or the distance is not a number.
    ValueError
        The columns differ in length, or rows of pandas in labels; points have altitudes; the
        distance is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    distance : How far they are apart.
    intersects : Whether they have a point in common.

    Notes
    -----
    A distance errs by at most 20 nm where no geodesic edge is longer than 19,000 km
    (18,000 km where f > 1/290). The search ends with the first places that are near enough, and
    does not begin where boxes around the shapes are too far apart, so this takes less time than
    `distance`.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> road = gd.Shapes.lines(lat=[52.0, 52.2, 52.6], lon=[4.0, 4.6, 5.2], offsets=[0, 3])
    >>> gd.dwithin(gd.Points(lat=[52.31, 53.0], lon=[4.76, 4.0]), road, 500)
    array([ True, False])
    """
    check_labels(a=a, b=b, distance=distance)
    pair = shape_pair("dwithin", a, b, ellipsoid)
    count = max(pair.a.size, pair.b.size) if 0 not in (pair.a.size, pair.b.size) else 0
    limits = np.ascontiguousarray(real_array(distance, "distance")).ravel()
    if limits.size not in (1, count):
        raise ValueError(
            f"distance must be a number, or one for each of {count} pairs, got {limits.size}"
        )
    if (limits < 0).any():
        row = int(np.argmax(limits < 0))
        raise ValueError(f"distance must not be negative, got {limits[row]} (index {row})")
    found = _geodist_core.shapes_within(
        pair.a.columns, pair.b.columns, limits, pair.ellipsoid, thread_count(threads)
    ).view(np.bool_)
    if pair.single and limits.size == 1:
        return bool(found[0])
    return as_given(found, a, b, distance)


@explained
def intersection_points(
    a: ShapesLike,
    b: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> IntersectionPoints:
    """
    Find all places where lines, and borders of polygons, meet, pair by pair.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Lines or polygons: `Shapes`, a `Shape`; geometries of Shapely, a layer of GeoPandas,
        GeoJSON.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, paired with each row of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    IntersectionPoints
        Offsets, and the places on `a` and on `b`, those of pair i from ``indptr[i]`` to
        ``indptr[i + 1] - 1`` in the order in which they come along `a`. Each place comes once.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    intersects : Whether there is any, insides included.
    clip : The parts of lines in polygons.

    Notes
    -----
    Edges cross or touch; where they run along each other, the places are the vertices along the way,
    which are the ends of what the edges have in common. Edges that come within 30 nm of each other
    touch. A place errs by at most 50 nm, divided by the sine of the angle between the edges. Whether
    planar edges meet is decided exactly, in the plane of longitude and latitude; a vertex that lies
    on an edge is the place, to every bit.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> found = gd.intersection_points(
    ...     shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(0, 1), (1, 0)])
    ... )
    >>> found.lat.round(6), found.lon.round(6)
    (array([0.500057]), array([0.5]))
    """
    pair = shape_pair("intersection_points", a, b, ellipsoid)
    indptr, at_a, at_b = _geodist_core.intersection_points(
        pair.a.columns, pair.b.columns, pair.ellipsoid, thread_count(threads)
    )
    return IntersectionPoints(indptr, Location(*at_a), Location(*at_b))


@overload
def clip(
    lines: Shapes | Shape,
    polygons: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shapes: ...
@overload
def clip(
    lines: ShapesLike,
    polygons: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any: ...
@explained
def clip(
    lines: ShapesLike,
    polygons: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Keep the parts of lines, and the points, that lie in polygons, pair by pair.

    Parameters
    ----------
    lines : Shapes or object, shape (n,)
        Lines or points: `Shapes`, a `Shape`, `Points`; geometries of Shapely, a layer of GeoPandas,
        GeoJSON.
    polygons : Shapes or object, shape (n,)
        Polygons. Both have n rows, or one of them a single one, paired with each row of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Shapes or GeoSeries
        A row for each pair, a GeoSeries with its index for a layer of lines: a LineString with the vertices of the line in between, a
        MultiLineString where the line leaves the polygon and comes back, an empty LineString where
        nothing is left. What runs along a border is kept, a place where a line only touches it is
        not. Of points, a Point, a MultiPoint, or an empty Point; those on the border are kept.
        Missing where a row is missing.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    InvalidGeometryError
        A row to clip is a polygon, which Shapely can clip, or a row of `polygons` is not one; the
        error has its index.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    intersection_points : Where lines cross borders.
    length : How long the parts are.

    Notes
    -----
    A line is cut where it crosses a border, to 50 nm divided by the sine of the angle between them.
    Coordinates in degrees are rounded, so a part may begin some nanometres beside the line. Where
    planar edges meet is decided exactly; a part that runs along a border ends at its vertices.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    How much of a road is in a district?

    >>> import geodist as gd
    >>> import shapely
    >>> road = shapely.LineString([(-1, 0.5), (2, 0.5)])
    >>> inside = gd.clip(road, shapely.box(0, 0, 1, 1))
    >>> inside, gd.length(inside).round()
    (<1 Shapes: 1 LineString>, array([111315.]))
    """
    check_labels(lines=lines, polygons=polygons)
    one, two = as_shapes(lines, "lines"), as_shapes(polygons, "polygons")
    check_lengths(lines=len(one), polygons=len(two))
    figure = shared_ellipsoid(ellipsoid, lines=one._datum, polygons=two._datum)
    columns = _geodist_core.clip_lines(
        one._columns, two._columns, known_ellipsoid(figure), thread_count(threads)
    )
    layers = (lines, polygons) if is_layer(lines) else ()
    return as_layer(Shapes._own(Layout(*columns), one._datum, one._edges), *layers)
