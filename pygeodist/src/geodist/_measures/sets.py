"""Distances between two sets of points, with the pairs that realise them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from geodist import _geodist_core
from geodist._arguments import checked_box, checked_flag, explained, thread_count
from geodist._columns.datums import shared_ellipsoid
from geodist._measures.line_sets import hausdorff_of_lines
from geodist._measures.set_results import set_columns, witness_of
from geodist._types.points import as_points
from geodist._types.shape_arguments import holds_shapes
from geodist._types.witnesses import DirectedDistance, SetDistance

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import BoundingBox
    from geodist._types.certified import CertifiedDistance
    from geodist._types.points_like import PointsLike
    from geodist._types.shape import Shape
    from geodist._types.shapes import Shapes
    from geodist._typing import EllipsoidLike

__all__ = ["chamfer", "hausdorff"]


@overload
def hausdorff(
    a: Shapes | Shape,
    b: Shapes | Shape,
    *,
    directed: bool = False,
    filled: bool = False,
    tolerance: float | None = None,
    ellipsoid: EllipsoidLike = None,
    bbox: None = None,
    threads: SupportsIndex | None = None,
) -> CertifiedDistance[Any, None]: ...
@overload
def hausdorff(
    a: PointsLike,
    b: PointsLike,
    *,
    directed: bool = False,
    filled: Literal[False] = False,
    tolerance: None = None,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> SetDistance: ...
@explained
def hausdorff(
    a: PointsLike | Shapes | Shape,
    b: PointsLike | Shapes | Shape,
    *,
    directed: bool = False,
    filled: bool = False,
    tolerance: float | None = None,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> SetDistance | CertifiedDistance[Any, None]:
    """
    Compute the Hausdorff distance of two sets of points: the farthest that one is from the other.

    Of lines, and of boundaries of polygons, the distance of two sets of which every place on an edge
    is a member, pair by pair; of polygons with what is inside, if they are `filled`.

    Parameters
    ----------
    a, b : Points or object, shapes (m,) and (n,)
        The sets: `Points`, or an object whose standard fixes the order of its coordinates, as for
        `Points`. With altitudes, in both or neither, distances are straight lines through space.
        Or both are lines: `Shapes`, a `Shape`, geometries of Shapely, a layer of GeoPandas.
    directed : bool, default False
        Only from `a` to `b`.
    filled : bool, default False
        Whether what is inside of polygons counts, not their boundaries alone. Not for points.
    tolerance : float, optional
        How far the bounds may be apart, metres; 1e-6 by default. Not for points, whose distance is
        one of `cdist`.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    bbox : BoundingBox, optional
        Only the points in this box count, of both sets. Not for lines.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    SetDistance
        The distance in metres; forward and backward distance, each with the pair of points that
        realises it. For ties, that with the lowest row of `a`, then of `b` (backward:
        of `b`, then of `a`). Of lines, the `geodist.tracks.CertifiedDistance` that
        `geodist.tracks.hausdorff` gives.

    Raises
    ------
    EmptyGeometryError
        A set has no point, or none in the box, or only missing ones; the message says which.
    TypeError
        A set is a bare array, whose order nobody knows; only one of the two holds lines; or points
        are to be filled, or to have a tolerance.
    GeodistError
        The sets are on datums that cannot be combined; or lines or polygons are refused, as
        `geodist.tracks.hausdorff` tells.
    ValueError
        Only one set has altitudes; a box is given with lines; or the tolerance is too small.

    See Also
    --------
    chamfer : The mean instead of the largest distance.
    diameter : The farthest pair of one set.

    Notes
    -----
    The largest distance of a point of one set to the nearest point of the other, in both
    directions. Each distance has the bits of `cdist` (with altitudes, `chord`): its error is at
    most 6 nm where abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere. Points whose nearest one
    is surely nearer than the largest distance found so far are passed over after a look around
    them, so that most of the cost is the index of both sets [1]_.

    References
    ----------
    .. [1] A. A. Taha, A. Hanbury, "An efficient algorithm for calculating the exact Hausdorff
       distance", IEEE TPAMI 37(11), 2153-2163, 2015, https://doi.org/10.1109/TPAMI.2015.2408351

    Examples
    --------
    >>> import geodist as gd
    >>> a = gd.Points(lat=[0, 0, 1], lon=[0, 1, 0])
    >>> b = gd.Points(lat=[0, 0], lon=[0.5, 3])
    >>> found = gd.hausdorff(a, b)
    >>> round(found.distance), found.witness.a.row, found.witness.b.row
    (222639, 1, 1)
    >>> round(found.forward.distance)
    123792
    """
    directed, filled = checked_flag(directed, "directed"), checked_flag(filled, "filled")
    if holds_shapes(a) or holds_shapes(b):
        if bbox is not None:
            raise ValueError("bbox chooses points; cut lines before you measure them")
        return hausdorff_of_lines(
            a,
            b,
            directed=directed,
            filled=filled,
            tolerance=tolerance,
            ellipsoid=ellipsoid,
            threads=thread_count(threads),
        )
    if filled:
        raise TypeError("points take no filled: they have no inside")
    if tolerance is not None:
        raise TypeError("points take no tolerance: their distance is one of cdist")
    points = as_points(a, "a"), as_points(b, "b")
    ellipsoid = shared_ellipsoid(ellipsoid, a=points[0]._datum, b=points[1]._datum)
    common = (
        set_columns(points[0]),
        set_columns(points[1]),
        ellipsoid,
        checked_box(bbox),
        thread_count(threads),
    )
    if directed:
        forward = _directed(_geodist_core.directed_hausdorff(*common))
        return SetDistance(forward.distance, forward, None, *points)
    return SetDistance(*_both(_geodist_core.hausdorff(*common)), *points)


@explained
def chamfer(
    a: PointsLike,
    b: PointsLike,
    *,
    reduction: Literal["mean", "sum", "max"] = "mean",
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> SetDistance:
    """
    Compute the Chamfer distance of two sets of points: how far one is from the other on average.

    Parameters
    ----------
    a, b : Points or object, shapes (m,) and (n,)
        The sets: `Points`, or an object whose standard fixes the order of its coordinates, as for
        `Points`. With altitudes, in both or neither, distances are straight lines through space.
    reduction : {"mean", "sum", "max"}, default "mean"
        The mean or the sum of the distances to the nearest points from `a` to `b`, plus the same
        from `b` to `a`; for ``"max"`` the larger of both, which is the Hausdorff distance.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    bbox : BoundingBox, optional
        Only the points in this box count, of both sets.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    SetDistance
        The distance in metres; forward and backward part, each with the pair of points that are
        farthest from each other. For ties, that with the lowest row.

    Raises
    ------
    EmptyGeometryError
        A set has no point, or none in the box, or only missing ones; the message says which.
    TypeError
        A set is a bare array, whose order nobody knows.
    GeodistError
        The sets are on datums that cannot be combined.
    ValueError
        Only one set has altitudes, or `reduction` is not one of the three.

    See Also
    --------
    hausdorff : The largest instead of the mean distance.

    Notes
    -----
    Each distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 6 nm where
    abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere. Sums are compensated; they do not depend
    on the number of threads.

    References
    ----------
    .. [1] H. Fan, H. Su, L. Guibas, "A point set generation network for 3D object reconstruction
       from a single image", CVPR 2017, https://doi.org/10.1109/CVPR.2017.264

    Examples
    --------
    >>> import geodist as gd
    >>> a = gd.Points(lat=[0, 0, 1], lon=[0, 1, 0])
    >>> b = gd.Points(lat=[0, 0], lon=[0.5, 3])
    >>> round(gd.chamfer(a, b).distance)
    217520
    >>> round(gd.chamfer(a, b, reduction="max").distance)
    222639
    """
    points = as_points(a, "a"), as_points(b, "b")
    ellipsoid = shared_ellipsoid(ellipsoid, a=points[0]._datum, b=points[1]._datum)
    found = _geodist_core.chamfer(
        set_columns(points[0]),
        set_columns(points[1]),
        reduction,
        ellipsoid,
        checked_box(bbox),
        thread_count(threads),
    )
    return SetDistance(*_both(found), *points)


def _both(found: Any) -> tuple[float, DirectedDistance, DirectedDistance]:
    distance, forward, backward = found
    return distance, _directed(forward), _directed(backward)


def _directed(found: Any) -> DirectedDistance:
    value, witness = found
    return DirectedDistance(value, witness_of(witness))
