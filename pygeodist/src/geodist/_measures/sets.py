"""Distances between sets of points, with the pairs that realise them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist import _geodist_core
from geodist._arguments import checked_box, explained, thread_count
from geodist._columns.datums import ellipsoid_for, shared_ellipsoid
from geodist._types.points import as_points
from geodist._types.witnesses import DirectedDistance, Location, Medoid, SetDistance, Witness

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import BoundingBox
    from geodist._types.points import Points
    from geodist._types.points_like import PointsLike
    from geodist._typing import Columns, EllipsoidLike

__all__ = ["center", "chamfer", "diameter", "hausdorff", "medoid"]


@explained
def hausdorff(
    a: PointsLike,
    b: PointsLike,
    *,
    directed: bool = False,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> SetDistance:
    """
    Compute the Hausdorff distance of two sets of points: the farthest that one is from the other.

    Parameters
    ----------
    a, b : Points or object, shapes (m,) and (n,)
        The sets: `Points`, or an object whose standard fixes the order of its coordinates, as for
        `Points`. With altitudes, in both or neither, distances are straight lines through space.
    directed : bool, default False
        Only from `a` to `b`.
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
        The distance in metres; forward and backward distance, each with the pair of points that
        realises it. Of equal distances that of the lowest row of `a` counts, then of `b`
        (backward: of `b`, then of `a`).

    Raises
    ------
    EmptyGeometryError
        A set has no point, or none in the box, or only missing ones; the message says which.
    TypeError
        A set is a bare array, whose order nobody knows.
    GeodistError
        The sets are of datums that do not go together.
    ValueError
        Only one set has altitudes.

    See Also
    --------
    chamfer : The mean instead of the largest distance.
    diameter : The farthest pair of one set.

    Notes
    -----
    The largest distance of a point of one set to the nearest point of the other, in both
    directions. Each distance has the bits of `cdist` (with altitudes, `chord`): its error is at
    most 12 nm on an ellipsoid, 10 nm on a sphere. Points whose nearest one is surely nearer than
    the largest distance found so far are passed over after a look around them, so that the cost is
    hardly more than that of the index of both sets [1]_.

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
    points = as_points(a, "a"), as_points(b, "b")
    ellipsoid = shared_ellipsoid(ellipsoid, a=points[0]._datum, b=points[1]._datum)
    common = (
        _columns(points[0]),
        _columns(points[1]),
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
    reduction: Literal["mean", "sum", "max"] = "mean",
    *,
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
        farthest from each other. Of equal distances that of the lowest row counts.

    Raises
    ------
    EmptyGeometryError
        A set has no point, or none in the box, or only missing ones; the message says which.
    TypeError
        A set is a bare array, whose order nobody knows.
    GeodistError
        The sets are of datums that do not go together.
    ValueError
        Only one set has altitudes, or `reduction` is not one of the three.

    See Also
    --------
    hausdorff : The largest instead of the mean distance.

    Notes
    -----
    Each distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 12 nm
    on an ellipsoid, 10 nm on a sphere. Sums are compensated; they do not depend on the number of
    threads.

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
    >>> round(gd.chamfer(a, b, "max").distance)
    222639
    """
    points = as_points(a, "a"), as_points(b, "b")
    ellipsoid = shared_ellipsoid(ellipsoid, a=points[0]._datum, b=points[1]._datum)
    found = _geodist_core.chamfer(
        _columns(points[0]),
        _columns(points[1]),
        reduction,
        ellipsoid,
        checked_box(bbox),
        thread_count(threads),
    )
    return SetDistance(*_both(found), *points)


@explained
def diameter(
    points: PointsLike,
    *,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> Witness:
    """
    Find the two points of a set that are farthest from each other.

    Parameters
    ----------
    points : Points or object, shape (n,)
        The set, as for `hausdorff`.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    bbox : BoundingBox, optional
        Only the points in this box count.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Witness
        Both points, ``a.row < b.row``, and their distance in metres. Of equal distances that of the
        lowest rows. A single point is both.

    Raises
    ------
    EmptyGeometryError
        The set has no point, or none in the box, or only missing ones.
    TypeError
        The set is a bare array, whose order nobody knows.

    See Also
    --------
    center : The point from which all others are least far.
    PointIndex.farthest : The farthest point of each of many.

    Notes
    -----
    The distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 12 nm on
    an ellipsoid, 10 nm on a sphere. By branch and bound from each point, which ends as soon as it
    cannot beat the pair found so far: much less than a microsecond for most points of a region,
    some ten microseconds a point if the set goes around the Earth, where every point has another
    nearly opposite to it.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> found = gd.diameter(gd.Points(lat=[0, 0, 1], lon=[0, 1, 0]))
    >>> found.a.row, found.b.row, round(found.distance)
    (1, 2, 156900)
    """
    mine = as_points(points)
    ellipsoid = ellipsoid_for(ellipsoid, mine._datum)
    found = _geodist_core.diameter(
        _columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return _witness(found)


@explained
def center(
    points: PointsLike,
    *,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> Witness:
    """
    Find the point of a set from which the farthest other one is least far.

    Parameters
    ----------
    points : Points or object, shape (n,)
        The set, as for `hausdorff`.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    bbox : BoundingBox, optional
        Only the points in this box count.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Witness
        The centre is a; b is the point farthest from it; and their distance in metres. Of equal
        distances that of the lowest rows.

    Raises
    ------
    EmptyGeometryError
        The set has no point, or none in the box, or only missing ones.
    TypeError
        The set is a bare array, whose order nobody knows.

    See Also
    --------
    diameter : The farthest pair.

    Notes
    -----
    The distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 12 nm on
    an ellipsoid, 10 nm on a sphere. A point that is farther from one of the points met at the rim
    than the best centre so far from all is passed over.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> found = gd.center(gd.Points(lat=[0, 0, 1, 0], lon=[0, 1, 0, 5]))
    >>> found.a.row, found.b.row, round(found.distance)
    (1, 3, 445278)
    """
    mine = as_points(points)
    ellipsoid = ellipsoid_for(ellipsoid, mine._datum)
    found = _geodist_core.center(
        _columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return _witness(found)


@explained
def medoid(
    points: PointsLike,
    *,
    ellipsoid: EllipsoidLike = None,
    bbox: BoundingBox | None = None,
    threads: SupportsIndex | None = None,
) -> Medoid:
    """
    Find the point of a set with the least total of distances to all others.

    Parameters
    ----------
    points : Points or object, shape (n,)
        The set, as for `hausdorff`.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    bbox : BoundingBox, optional
        Only the points in this box count.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Medoid
        The total in metres, and where the point is; of equal totals that of the lowest row.

    Raises
    ------
    EmptyGeometryError
        The set has no point, or none in the box, or only missing ones.
    TypeError
        The set is a bare array, whose order nobody knows.

    See Also
    --------
    center : The point from which the farthest other one is least far.

    Notes
    -----
    Each distance errs by at most 12 nm on an ellipsoid, 10 nm on a sphere; the sum is compensated.
    By the triangle inequality the totals of some points bound those of the others [1]_: some sqrt(n)
    points of a region are looked at, each for n distances; but most points of a set spread evenly
    around the Earth, where all totals are nearly equal.

    References
    ----------
    .. [1] J. Newling, F. Fleuret, "A sub-quadratic exact medoid algorithm", AISTATS 2017,
       https://proceedings.mlr.press/v54/newling17a.html

    Examples
    --------
    >>> import geodist as gd
    >>> found = gd.medoid(gd.Points(lat=[0, 0, 1, 0], lon=[0, 1, 0, 5]))
    >>> found.location.row, found.location.lat, found.location.lon
    (1, 0.0, 1.0)
    """
    mine = as_points(points)
    ellipsoid = ellipsoid_for(ellipsoid, mine._datum)
    total, location = _geodist_core.medoid(
        _columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return Medoid(total, Location(*location))


def _columns(points: Points) -> Columns:
    """Give the columns as the core takes them."""
    return (
        np.ascontiguousarray(points.lat),
        np.ascontiguousarray(points.lon),
        None if points.altitude is None else np.ascontiguousarray(points.altitude),
    )


def _both(found: Any) -> tuple[float, DirectedDistance, DirectedDistance]:
    distance, forward, backward = found
    return distance, _directed(forward), _directed(backward)


def _directed(found: Any) -> DirectedDistance:
    value, witness = found
    return DirectedDistance(value, _witness(witness))


def _witness(found: Any) -> Witness:
    distance, a, b = found
    return Witness(distance, Location(*a), Location(*b))
