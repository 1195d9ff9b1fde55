"""Shapes with more vertices, or fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.datums import ellipsoid_for, known_ellipsoid
from geodist._columns.numbers import real_number
from geodist._types.shape_arguments import as_layer
from geodist._types.shapes import Shapes, as_shapes, is_single

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import SupportsFloat, SupportsIndex

    from geodist._types.shape import Shape
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike

__all__ = ["densify", "simplify"]


@overload
def densify(
    shapes: Shape,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shape: ...
@overload
def densify(
    shapes: Shapes,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shapes: ...
@overload
def densify(
    shapes: ShapesLike,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any: ...
@explained
def densify(
    shapes: ShapesLike,
    spacing: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Put vertices on the edges of lines and polygons, so that none is longer than a spacing.

    It draws edges as they are: a program that knows straight lines in longitude and latitude alone
    then comes close to the geodesics.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Shapes; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    spacing : float
        The longest that an edge may be, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Shapes, Shape or GeoSeries
        The same rows. Each edge that is longer than the spacing is cut in equal parts; the vertices
        that were there stay, bit by bit. A `Shape` for a single geometry, a GeoSeries with its
        index for a layer.

    Raises
    ------
    GeodistError
        The spacing is not above 0, or makes too many vertices.
    TypeError
        It is not a collection of shapes, or the spacing is not a number.

    See Also
    --------
    simplify : Leave vertices out.
    waypoints : Points at equal spacing between two points.

    Notes
    -----
    A geodesic edge is cut in as few parts of equal length as there can be. The parts of a planar one
    are equal in longitude and latitude, so their lengths differ, and there are as many as it takes
    for the longest. New vertices err by at most 25 nm.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> flight = gd.Shapes.lines(lat=[40.64, 51.47], lon=[-73.78, -0.45], offsets=[0, 2])
    >>> gd.densify(flight, 1_000_000).lat.round(2)
    array([40.64, 45.49, 49.45, 52.24, 53.58, 53.31, 51.47])
    """
    return resampled(
        _geodist_core.densify, shapes, real_number(spacing, "spacing"), ellipsoid, threads
    )


@overload
def simplify(
    shapes: Shape,
    tolerance: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shape: ...
@overload
def simplify(
    shapes: Shapes,
    tolerance: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Shapes: ...
@overload
def simplify(
    shapes: ShapesLike,
    tolerance: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any: ...
@explained
def simplify(
    shapes: ShapesLike,
    tolerance: SupportsFloat,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Leave out vertices of lines and polygons, as long as the edges stay near them.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Shapes; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    tolerance : float
        How far a vertex that is left out may be from the edge that takes its place, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Shapes, Shape or GeoSeries
        The same rows, with some of their vertices. The ends of lines stay, and at least three
        vertices of a ring, however small. A `Shape` for a single geometry, a GeoSeries with its
        index for a layer.

    Raises
    ------
    GeodistError
        The tolerance is below 0.
    TypeError
        It is not a collection of shapes, or the tolerance is not a number.

    See Also
    --------
    densify : Put vertices on long edges.

    Notes
    -----
    The method is that of Douglas and Peucker, by distances on the ellipsoid, which err by at most
    20 nm. As in Shapely without its topology, a line or a ring may come to cross itself, and a border that two polygons share may
    come apart where they do not share its ends.

    References
    ----------
    .. [1] D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points
       required to represent a digitized line or its caricature", Cartographica 10, 112-122, 1973.

    Examples
    --------
    >>> import geodist as gd
    >>> track = gd.Shapes.lines(
    ...     lat=[47, 47.1, 47.2001, 47.3], lon=[8, 8.1, 8.2, 8.3], offsets=[0, 4]
    ... )
    >>> gd.simplify(track, 100).lat
    array([47. , 47.3])
    """
    return resampled(
        _geodist_core.simplify, shapes, real_number(tolerance, "tolerance"), ellipsoid, threads
    )


def resampled(
    function: Callable[..., tuple[Any, Any, Any]],
    shapes: ShapesLike,
    size: float,
    ellipsoid: EllipsoidLike,
    threads: SupportsIndex | None,
) -> Any:
    """Put other vertices in the place of those of the rows."""
    mine = as_shapes(shapes)
    figure = known_ellipsoid(ellipsoid_for(ellipsoid, mine._datum))
    lat, lon, rings = function(mine._columns, size, figure, thread_count(threads))
    layout = mine._layout._replace(lat=lat, lon=lon, rings=rings)
    found = Shapes._checked(layout, mine._datum, mine.edges, mine.oriented)
    if not is_single(shapes):
        return as_layer(found, shapes)
    row = found[0]
    assert row is not None
    return row
