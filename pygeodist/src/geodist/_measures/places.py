"""What one set of points has of its own: its farthest pair, its centre, its medoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodist import _geodist_core
from geodist._arguments import checked_box, explained, thread_count
from geodist._columns.datums import ellipsoid_for
from geodist._measures.set_results import set_columns, witness_of
from geodist._types.points import as_points
from geodist._types.witnesses import Location, Medoid, Witness

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import BoundingBox
    from geodist._types.points_like import PointsLike
    from geodist._typing import EllipsoidLike

__all__ = ["center", "diameter", "medoid"]


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
        Both points, ``a.row < b.row``, and their distance in metres. For ties, those with the
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
    The distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 6 nm where
    abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere. By branch and bound from each point, which
    ends as soon as it cannot beat the pair found so far: much less than a microsecond for most
    points of a region, some ten microseconds a point if the set goes around the Earth, where every
    point has another nearly opposite to it.

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
        set_columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return witness_of(found)


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
        The centre is a; b is the point farthest from it; and their distance in metres. For ties,
        those with the lowest rows.

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
    The distance has the bits of `cdist` (with altitudes, `chord`): its error is at most 6 nm where
    abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere. A point that is farther from one of the
    points met at the rim than the best centre so far from all is passed over.

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
        set_columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return witness_of(found)


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
        The total in metres, and where the point is; for ties, that with the lowest row.

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
    Each distance errs by at most 6 nm where abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere;
    the sum is compensated. By the triangle inequality the totals of some points bound those of the
    others [1]_: some sqrt(n) points of a region are looked at, each for n distances; but most
    points of a set spread evenly around the Earth, where all totals are nearly equal.

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
        set_columns(mine), ellipsoid, checked_box(bbox), thread_count(threads)
    )
    return Medoid(total, Location(*location))
