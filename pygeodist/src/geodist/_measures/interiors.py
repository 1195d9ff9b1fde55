"""What shapes cover, and where rings cross themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.datums import ellipsoid_for, known_ellipsoid
from geodist._columns.layouts import POINT, POLYGONS
from geodist._types.shape_arguments import as_given, shape_pair
from geodist._types.shape_results import SelfCrossings
from geodist._types.shapes import as_shapes
from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Point
    from geodist._types.points_like import PointsLike
    from geodist._types.shape_arguments import ShapeSide
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike

__all__ = ["contains", "covers", "self_crossings"]

_OUTSIDE, _INSIDE = 0, 1  # as the core numbers places


@explained
def covers(
    a: ShapesLike,
    b: ShapesLike | PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NDArray[np.bool_] | bool:
    """
    Tell whether shapes cover others, pair by pair: what is in polygons, or along lines.

    Parameters
    ----------
    a : Shapes, Points or object, shape (n,)
        Polygons, or lines and points: `Shapes`, a `Shape`, `Points`, a `Point`; geometries of
        Shapely, a layer of GeoPandas, GeoJSON.
    b : Shapes, Points or object, shape (n,)
        The same. Both have n rows, or one of them a single one, which is paired with every row of
        the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray of bool, shape (n,), Series or bool
        True where no point of b is outside of a; a point on the border is not outside. False where
        a row is missing or empty. A bool for two single geometries, a Series with its index for a
        Series or a layer.

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
    contains : The same without the border.
    contains_join : Which polygons of a table each point is in.

    Notes
    -----
    Edges divide the Earth into regions. From the outside of a ring, you come to its inside by
    crossing one edge, or three (even-odd), so neither the direction of a ring nor a place where it
    crosses itself turns a polygon inside out. Where a cap smaller than a hemisphere holds the ring,
    the outside is where the opposite of the cap is; else it is the larger part of the Earth. With
    `Shapes.oriented` the inside is to the left of the outer ring. Holes are found in the same way.
    Along planar edges, even-odd counts in the plane of longitude and latitude.

    A line covers points and lines that are along it, to 30 nm, whatever vertices they have. Where
    planar edges cross, touch or run along each other is decided exactly, on the vertices as they
    are.

    A point no farther than 30 nm from an edge is on the border, since few points of an edge can be
    written as numbers. Between 10 and 50 nm from it, either answer may come. The middle of edges
    longer than 19,000 km is known less well: on the Earth to 20 nm + 5 nm a / m12, where a is the
    radius of the equator and m12 the reduced length, 20 km at 20 km from the antipode.

    References
    ----------
    .. [1] K. Hormann, A. Agathos, "The point in polygon problem for arbitrary polygons",
       Computational Geometry 20, 131-144, 2001, https://doi.org/10.1016/S0925-7721(01)00012-8

    Examples
    --------
    Vertices of the same latitude: the geodesic between them runs north of the parallel.

    >>> import geodist as gd
    >>> import shapely
    >>> box = shapely.box(0, 40, 60, 50)
    >>> gd.covers(box, gd.Points(lat=[50.5, 50.0, 39.0], lon=[30, 60, 30]))
    array([ True,  True, False])
    """
    return _related("covers", a, b, ellipsoid, thread_count(threads))


@explained
def contains(
    a: ShapesLike,
    b: ShapesLike | PointsLike | Point,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NDArray[np.bool_] | bool:
    """
    Tell whether shapes contain others, pair by pair: what is in polygons, or along lines.

    Parameters
    ----------
    a : Shapes, Points or object, shape (n,)
        Polygons, or lines and points: `Shapes`, a `Shape`, `Points`, a `Point`; geometries of
        Shapely, a layer of GeoPandas, GeoJSON.
    b : Shapes, Points or object, shape (n,)
        The same. Both have n rows, or one of them a single one, which is paired with every row of
        the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray of bool, shape (n,), Series or bool
        True where no point of b is outside of a, and some of its inside is in the inside of a: for
        a point, where it is not on the border, nor at the end of a line. False where a row is
        missing or empty. A bool for two single geometries, a Series with its index for a Series or
        a layer.

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
    covers : The same with the border; it says what is inside.

    Notes
    -----
    The border is what lies no farther than 30 nm from an edge.

    References
    ----------
    .. [1] K. Hormann, A. Agathos, "The point in polygon problem for arbitrary polygons",
       Computational Geometry 20, 131-144, 2001, https://doi.org/10.1016/S0925-7721(01)00012-8

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> box = shapely.box(0, 40, 60, 50)
    >>> gd.contains(box, gd.Points(lat=[50.5, 50.0, 39.0], lon=[30, 60, 30]))
    array([ True, False, False])
    """
    return _related("contains", a, b, ellipsoid, thread_count(threads))


def _related(
    relation: str, a: Any, b: Any, ellipsoid: EllipsoidLike, threads: int
) -> NDArray[np.bool_] | bool:
    pair = shape_pair(relation, a, b, ellipsoid)
    points = _point_columns(pair.b)
    if points is None or not _are_polygons(pair.a):
        found = _geodist_core.shapes_relate(
            pair.a.columns, pair.b.columns, relation, pair.ellipsoid, threads
        ).view(np.bool_)
    else:
        places = _geodist_core.find_places(pair.a.columns, *points, pair.ellipsoid, threads)
        found = places != _OUTSIDE if relation == "covers" else places == _INSIDE
    return bool(found[0]) if pair.single else as_given(found, a, b)


def _point_columns(side: ShapeSide) -> tuple[Any, Any] | None:
    """Give latitudes and longitudes, if all rows are points."""
    if side.are_points:
        lat, lon = side.columns
        return lat, lon
    lat, lon, *_, kinds, _, _ = side.columns
    return (lat, lon) if lat.size == kinds.size and (kinds == POINT).all() else None


def _are_polygons(side: ShapeSide) -> bool:
    return not side.are_points and bool(np.isin(side.columns[5], (0, *POLYGONS)).all())


@explained
def self_crossings(
    shapes: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> SelfCrossings:
    """
    Find where lines, and rings of polygons, cross or touch themselves.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Lines or polygons: `Shapes`, a `Shape`; geometries of Shapely, a layer of GeoPandas,
        GeoJSON.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    SelfCrossings
        The places, each on two edges of the same line or ring that do not follow each other.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    GeodistError
        The CRS of a layer is not longitude and latitude in degrees.

    See Also
    --------
    area : Of a ring that crosses itself, lobes of different directions cancel.
    covers : Such a ring has lobes inside and, where it goes around twice, outside.

    Notes
    -----
    A vertex that the ring comes back to is a place, too; edges that run along each other are not.
    A crossing is found if the ring goes at least 10 nm beyond it. Its place errs by at most 50 nm
    divided by the sine of the angle. Planar edges are compared exactly: even a vertex that only
    touches another edge is found. Rings of one polygon are not compared with each other.

    References
    ----------
    .. [1] C. F. F. Karney, "Geodesic intersections", J. Surveying Engineering 150, 04024005, 2024,
       https://doi.org/10.1061/JSUED2.SUENG-1483

    Examples
    --------
    >>> import geodist as gd
    >>> ring = gd.Shapes.polygons(lat=[0, 2, 2, 0], lon=[0, 2, 0, 2], ring_offsets=[0, 4])
    >>> found = gd.self_crossings(ring)
    >>> found.first.edge, found.second.edge, found.lat.round(6), found.lon.round(6)
    (array([0]), array([2]), array([1.000459]), array([1.]))
    """
    mine = as_shapes(shapes)
    figure = known_ellipsoid(ellipsoid_for(ellipsoid, mine._datum))
    first, second = _geodist_core.self_crossings(mine._columns, figure, thread_count(threads))
    return SelfCrossings(Location(*first), Location(*second))
