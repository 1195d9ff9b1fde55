"""Shapes measured against shapes: distances and the nearest places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._measures.matrix_arguments import filled
from geodist._measures.place_columns import new_column, places, stored_places
from geodist._types.shape_arguments import shape_ellipsoid, shape_pair, shape_side
from geodist._types.shape_results import NearestPoints
from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Point
    from geodist._types.points import Points
    from geodist._types.points_like import PointsLike
    from geodist._types.shape import Shape
    from geodist._types.shapes import Shapes
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["nearest_points"]


@overload
def nearest_points(
    a: Shape | Point,
    b: Shape | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestPoints[float]: ...
@overload
def nearest_points(
    a: Shapes | Points,
    b: Shapes | Points | Shape | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestPoints[FloatArray]: ...
@overload
def nearest_points(
    a: Shape | Point,
    b: Shapes | Points,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestPoints[FloatArray]: ...
@overload
def nearest_points(
    a: ShapesLike | PointsLike | Point,
    b: ShapesLike | PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestPoints[Any]: ...
@explained
def nearest_points(
    a: ShapesLike | PointsLike | Point,
    b: ShapesLike | PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestPoints[Any]:
    """
    Find where shapes are nearest to each other, pair by pair.

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
    NearestPoints
        The distance in metres, and the place on `a` and on `b`: which row, part, ring and edge,
        how far along the edge, and its latitude and longitude. Columns, unless both are single
        geometries. Where one lies in the other, the distance is 0 and the place in the polygon has
        the edge -1. NaN and row -1 where a row is missing or empty. Columns that are the same in
        all rows, and coordinates that are those of your points, are views, and read-only.

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
    distance : The distance alone.
    intersection_points : All places where lines and borders meet.

    Notes
    -----
    The distance errs by at most 20 nm where no geodesic edge is longer than 19,000 km
    (18,000 km where f > 1/290). What is within 30 nm of a line or polygon touches it, so that
    the distance is 0. The places err by at most 1 um, unless the shapes are nearly parallel there,
    or so far apart that many places are nearly as near. Of several places at the same distance you
    get one, whatever the number of threads.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    How far is an airport from a road, and where is the road nearest to it?

    >>> import geodist as gd
    >>> road = gd.Shapes.lines(lat=[52.0, 52.2, 52.6], lon=[4.0, 4.6, 5.2], offsets=[0, 3])
    >>> found = gd.nearest_points(gd.Point(52.31, 4.76), road[0])
    >>> round(found.distance), found.b.edge, round(found.b.fraction, 3)
    (174, 1, 0.272)
    """
    pair = shape_pair("nearest_points", a, b, ellipsoid)
    size = pair.b.size if pair.a.size == 1 else pair.a.size
    distance = new_column(size)
    on_a, on_b = stored_places(pair.a, size), stored_places(pair.b, size)
    _geodist_core.nearest_points(
        *(pair.a.columns, pair.b.columns, distance, on_a, on_b, pair.ellipsoid),
        thread_count(threads),
    )
    nowhere = np.isnan(distance)
    missing = nowhere if nowhere.any() else None
    at_a, at_b = places(pair.a, on_a, size, missing), places(pair.b, on_b, size, missing)
    if pair.single:
        columns: tuple[Any, ...] = at_a, at_b
        singles = (Location(*(column[0].item() for column in at)) for at in columns)
        return NearestPoints(distance[0].item(), *singles)
    return NearestPoints(distance, at_a, at_b)


def distance_matrix(
    a: Any, b: Any, ellipsoid: EllipsoidLike, output: Any, threads: int
) -> NDArray[Any]:
    """Measure all shapes of one column and all of another, for `cdist`."""
    one, two = shape_side("cdist", a, "a"), shape_side("cdist", b, "b")
    matrix: NDArray[Any] = output((one.size, two.size))
    figure = shape_ellipsoid(ellipsoid, one, two)

    def fill(target: FloatArray) -> None:
        _geodist_core.shape_matrix(one.columns, two.columns, target, figure, threads)

    return filled(matrix, fill)
