"""What lines and polygons measure: lengths, perimeters, areas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.datums import ellipsoid_for, known_ellipsoid
from geodist._columns.layouts import LINES, POLYGONS
from geodist._types.shape_arguments import as_given
from geodist._types.shapes import as_shapes, is_single

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shape import Shape
    from geodist._types.shapes import Shapes
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

__all__ = ["area", "length", "perimeter"]


@overload
def length(
    shapes: Shape, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> float: ...
@overload
def length(
    shapes: Shapes, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray: ...
@overload
def length(
    shapes: ShapesLike, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray | float: ...
@explained
def length(
    shapes: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray | float:
    """
    Measure how long lines are.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Lines; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (n,), Series or float
        Metres: the sum over the edges of all parts. 0 for points, polygons and what is empty, NaN
        where a shape is missing. A number for a single geometry, a Series with its index
        for a Series or a layer.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    GeodistError
        The CRS of a layer is not longitude and latitude in degrees.

    See Also
    --------
    perimeter : How long the rings of polygons are.
    distance : From one point to another.

    Notes
    -----
    The error is at most 10 nm for each edge; beside that, the sum of many adds less than 1e-15 of
    the length. A geodesic edge has the length that `distance` gives for its ends.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> round(gd.length(shapely.LineString([(-73.78, 40.64), (-0.45, 51.47)])))
    5555409
    """
    return _measured(shapes, LINES, partial(_lengths, closed=False), ellipsoid, threads)


@overload
def perimeter(
    shapes: Shape, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> float: ...
@overload
def perimeter(
    shapes: Shapes, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray: ...
@overload
def perimeter(
    shapes: ShapesLike, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray | float: ...
@explained
def perimeter(
    shapes: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray | float:
    """
    Measure how long the rings of polygons are.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Polygons; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (n,), Series or float
        Metres: the sum over all rings, holes too, each closed. 0 for points, lines and what is
        empty, NaN where a shape is missing. A number for a single geometry, a Series with its index
        for a Series or a layer.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    GeodistError
        The CRS of a layer is not longitude and latitude in degrees.

    See Also
    --------
    length : How long lines are.
    area : What polygons cover.

    Notes
    -----
    The error is that of `length`: at most 10 nm for each edge.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> round(gd.perimeter(shapely.box(0, 0, 1, 1)))
    443771
    """
    return _measured(shapes, POLYGONS, partial(_lengths, closed=True), ellipsoid, threads)


@overload
def area(
    shapes: Shape, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> float: ...
@overload
def area(
    shapes: Shapes, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray: ...
@overload
def area(
    shapes: ShapesLike, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> FloatArray | float: ...
@explained
def area(
    shapes: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray | float:
    """
    Measure what polygons cover.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Polygons; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (n,), Series or float
        Square metres: the smaller side of each outer ring less the holes, whichever way they go;
        with `Shapes.oriented` and geodesic edges the side to the left. 0 for points, lines and what is empty, NaN
        where a shape is missing. A number for a single geometry, a Series with its index
        for a Series or a layer.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    GeodistError
        The CRS of a layer is not longitude and latitude in degrees.

    See Also
    --------
    perimeter : How long the rings of polygons are.

    Notes
    -----
    The error is at most 1e-3 m2 for each edge below 100 km; above, 0.1 m2 + 2 C (5 nm / m12), where
    4 pi C is the area of the ellipsoid and m12 the reduced length of the edge (`inverse_full`),
    which is small for an edge whose ends are nearly antipodal. That is the area of the ring as it
    is: where it crosses itself, its lobes count with their signs, and cancel.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, section 6, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> round(gd.area(shapely.box(0, 0, 1, 1)) / 1e6, 2)
    12308.78
    """
    return _measured(shapes, POLYGONS, _ring_areas, ellipsoid, threads)


def _ring_areas(mine: Shapes, figure: Ellipsoid, threads: int) -> FloatArray:
    """Measure what each ring adds to the area of its polygon."""
    layout = mine._layout
    signed = _geodist_core.ring_areas(
        layout.lat, layout.lon, layout.rings, figure, threads, mine.edges
    )
    outer = layout.parts[:-1]
    inner = np.ones(signed.size, np.bool_)
    inner[outer] = False
    part = np.repeat(np.arange(outer.size), np.diff(layout.parts))
    if mine.oriented and mine.edges == "geodesic":
        # An outer ring has the inside to its left, a hole to its right, if that side fits in.
        side = np.where(inner, -signed, signed)
        covered = np.where(side >= 0, side, figure.area + side)
        covered = np.where(inner & (covered > covered[outer][part]), figure.area - covered, covered)
    else:
        covered = np.abs(signed)
    # Holes that lie outside leave nothing, not less.
    holes = np.bincount(part[inner], covered[inner], minlength=outer.size)
    covered[outer] = np.maximum(covered[outer], holes)
    return np.where(inner, -covered, covered)


def _lengths(mine: Shapes, figure: Ellipsoid, threads: int, *, closed: bool) -> FloatArray:
    layout = mine._layout
    return _geodist_core.line_lengths(
        layout.lat, layout.lon, layout.rings, closed, figure, threads, mine.edges
    )


def _measured(
    shapes: ShapesLike,
    kinds: tuple[int, ...],
    of_rings: Callable[[Shapes, Ellipsoid, int], FloatArray],
    ellipsoid: EllipsoidLike,
    threads: SupportsIndex | None,
) -> FloatArray | float:
    """Add up what lines or rings measure, in rows of these kinds; NaN where a row is missing."""
    mine = as_shapes(shapes)
    count = thread_count(threads)
    figure = known_ellipsoid(ellipsoid_for(ellipsoid, mine._datum))
    layout = mine._layout
    counted: NDArray[np.bool_] = np.isin(layout.kinds, kinds)
    totals = np.zeros(len(mine))
    if counted.any():
        totals = _sums(_sums(of_rings(mine, figure, count), layout.parts), layout.rows)
        totals[~counted] = 0.0
    totals[mine.missing] = np.nan
    if is_single(shapes):
        return float(totals[0])
    return as_given(totals, shapes)


def _sums(values: FloatArray, offsets: IntArray) -> FloatArray:
    """Add up the values of each item, of which some have none."""
    out = np.zeros(offsets.size - 1)
    full = np.diff(offsets) > 0
    if full.any():
        out[full] = np.add.reduceat(values, offsets[:-1][full])
    return out
