"""Measures of tracks with their edges, between bounds that are certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist import _geodist_core
from geodist._arguments import checked_flag, explained, thread_count
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import real_array
from geodist._measures.line_sets import TOLERANCE, checked_tolerance
from geodist._types.certified import certified_distance, split_matchings
from geodist.tracks._arguments import track_pair
from geodist.tracks._measures import CONTINUOUS, checked_filled

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._types.certified import CertifiedDistance
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, Plain

__all__ = ["frechet", "hausdorff", "is_within"]


@explained
def frechet(
    a: ShapesLike,
    b: ShapesLike,
    *,
    tolerance: float = TOLERANCE,
    matching: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> CertifiedDistance[Any, Any]:
    """
    Measure how long a leash must be for two to walk along two tracks, pair by pair.

    Each walks from the start of its track to the end, at any pace, and never back; edges count, not
    only their vertices. The least length that allows this is the Frechet distance.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    tolerance : float, default 1e-6
        How far the bounds may be apart, metres; on the Earth at least 3e-7, with planar edges 6e-7.
    matching : bool, default False
        Whether to tell how to walk.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    CertifiedDistance
        The distance in metres, its bounds `lower` and `upper`, and a place on each track: both
        starts, both ends, or a vertex and the nearest place of the other track, those of them that
        are farthest apart. With `matching`, how to walk, and the places where it is farthest.
        Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    InvalidLatitudeError, InvalidLongitudeError
        A vertex is out of range or NaN; the error has the row and the vertex.
    ValueError
        The columns differ in length, or the tolerance is too small.
    GeodistError
        Edges are longer than 19,000 km (18,000 km where f > 1/290), or planar and too long for the
        tolerance; the tracks are more than 8800 km apart, and their `matching` is wanted, or places
        of them are too nearly antipodal for the tolerance; or the two are on datums that cannot be
        combined.

    See Also
    --------
    discrete_frechet : Between vertices alone, faster.
    hausdorff : Without the order of the places.
    is_within : Whether it is at most some distance.

    Notes
    -----
    Certain means: lower <= distance <= upper, rounding included, on every ellipsoid that geodist
    accepts. The algorithm is that of Alt and Godau [1]_. On a curved surface it accepts too early
    where two edges pass each other crosswise, by 2.4 mm for arcs of 9 km; there geodist looks at
    the inside of the edges. From 8800 km on, several parts of an edge may be within a distance of a
    place: there edges are halved until bounds of how distances bend tell which parts are.
    Time grows with the product of the numbers of vertices at worst; of tracks that are alike, with
    their sum.

    Edges that are planar are replaced by geodesics within an eighth of the tolerance: at a latitude
    of 45 degrees by 400 a kilometre for 1e-6, by 13 for 1e-3. A larger tolerance takes less time.

    References
    ----------
    .. [1] H. Alt, M. Godau, "Computing the Frechet distance between two polygonal curves",
       International Journal of Computational Geometry and Applications 5, 75-91, 1995,
       https://doi.org/10.1142/S0218195995000064
    .. [2] K. Bringmann, M. Kuennemann, A. Nusser, "Walking the dog fast in practice: algorithm
       engineering of the Frechet distance", Journal of Computational Geometry 12(1), 70-108, 2021,
       https://arxiv.org/abs/1901.01504

    Examples
    --------
    >>> import geodist as gd
    >>> out = gd.Shapes.lines(lat=[52.0, 52.0], lon=[4.0, 4.2], offsets=[0, 2])
    >>> back = gd.Shapes.lines(lat=[52.01, 52.02, 52.01], lon=[4.0, 4.1, 4.2], offsets=[0, 3])
    >>> found = gd.tracks.frechet(out, back)
    >>> round(found.distance), found.upper - found.lower <= 1e-6
    (2221, True)
    """
    pair = track_pair(a, b, ellipsoid)
    common = (pair.a, pair.b, checked_tolerance(tolerance), pair.ellipsoid, thread_count(threads))
    if not matching:
        return certified_distance(_geodist_core.track_frechet(*common), None, pair.single)
    found, *places = _geodist_core.frechet_matching(*common)
    return certified_distance(found, split_matchings(*places), pair.single)


@explained
def hausdorff(
    a: ShapesLike,
    b: ShapesLike,
    *,
    directed: bool = False,
    filled: bool = False,
    tolerance: float = TOLERANCE,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> CertifiedDistance[Any, Any]:
    """
    Measure how far any place of one track is from the other, pair by pair.

    The largest distance of a place of one track, on edges too, to the nearest place of the other:
    the Hausdorff distance. It takes shapes of any kind, too, with all their lines, points and
    rings; of a polygon, the boundary counts, and what is inside if it is `filled`.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks or other shapes: `Shapes`, a `Shape`; geometries of Shapely, a layer of GeoPandas,
        GeoJSON.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    directed : bool, default False
        Only from `a` to `b`.
    filled : bool, default False
        Whether what is inside of polygons counts, as `covers` has it, not their boundaries alone.
    tolerance : float, default 1e-6
        How far the bounds may be apart, metres; on the Earth at least 3e-7, with planar edges 6e-7.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    CertifiedDistance
        The distance in metres, its bounds `lower` and `upper`, and the two places that are that far
        apart; `edge` is -1 for one inside of a polygon. Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidLatitudeError, InvalidLongitudeError
        A vertex is out of range or NaN; the error has the row and the vertex.
    ValueError
        The columns differ in length, or the tolerance is too small.
    GeodistError
        Edges are longer than 19,000 km (18,000 km where f > 1/290), or planar and too long for the
        tolerance; filled polygons would take too many steps; or the two are on datums that cannot
        be combined.

    See Also
    --------
    frechet : With the order of the places.
    is_within : Whether it is at most some distance.
    geodist.hausdorff : Of two sets of points.

    Notes
    -----
    Certain means: lower <= distance <= upper, rounding included, on every ellipsoid that geodist
    accepts, at any distance. Stretches of edges are cut until none may be farther: the distance to
    a geodesic exceeds its chord by at most l^2/8 k tan(k d) along a stretch of length l, k^2 the
    largest Gauss curvature; along stretches that are nearer to another edge at their end, the
    place where both are as near is bounded in the same way [1]_. Inside of filled polygons, the
    farthest place is as far from several places of the other shape, in different directions:
    triangles are halved until none may have one that is farther. Planar edges are replaced by
    geodesics, as `frechet` does.

    References
    ----------
    .. [1] H. Alt, B. Behrends, J. Bloemer, "Approximate matching of polygonal shapes", Annals of
       Mathematics and Artificial Intelligence 13, 251-265, 1995,
       https://doi.org/10.1007/BF01530830

    Examples
    --------
    >>> import geodist as gd
    >>> out = gd.Shapes.lines(lat=[52.0, 52.0], lon=[4.0, 4.2], offsets=[0, 2])
    >>> back = gd.Shapes.lines(lat=[52.01, 52.02, 52.01], lon=[4.0, 4.1, 4.2], offsets=[0, 3])
    >>> found = gd.tracks.hausdorff(out, back)
    >>> round(found.distance), found.b.edge, round(found.b.lat, 2)
    (2221, 1, 52.02)
    """
    pair = track_pair(a, b, ellipsoid)
    found = _geodist_core.track_hausdorff(
        pair.a,
        pair.b,
        checked_flag(directed, "directed"),
        checked_flag(filled, "filled"),
        checked_tolerance(tolerance),
        pair.ellipsoid,
        thread_count(threads),
    )
    return certified_distance(found, None, pair.single)


@explained
def is_within(
    a: ShapesLike,
    b: ShapesLike,
    distance: Plain,
    metric: Literal["frechet", "hausdorff"] = "frechet",
    *,
    filled: bool = False,
    tolerance: float = TOLERANCE,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NDArray[np.bool_] | bool:
    """
    Tell whether tracks are within a distance of each other, edges included, pair by pair.

    Sooner than `frechet` or `hausdorff` know the distance.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex. For "hausdorff", shapes of any kind.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    distance : float or array_like, shape (n,)
        How far they may be apart, metres, inclusive: one number, or one for each pair.
    metric : {"frechet", "hausdorff"}, default "frechet"
        Which distance of theirs.
    filled : bool, default False
        For "hausdorff": whether what is inside of polygons counts.
    tolerance : float, default 1e-6
        Where the distance of two tracks differs by no more than that from `distance`, metres,
        either answer is right; on the Earth at least 3e-7, with planar edges 6e-7.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    ndarray of bool, shape (n,), or bool
        Whether the distance of each pair is at most that; False where that is NaN. A bool where
        both columns have one row.

    Raises
    ------
    TypeError
        It is not a collection of shapes, or the distance is not a number.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line, for "frechet".
    InvalidLatitudeError, InvalidLongitudeError
        A vertex is out of range or NaN; the error has the row and the vertex.
    ValueError
        The columns differ in length; the metric is another one, the distance negative, or the
        tolerance too small.
    GeodistError
        Edges are longer than 19,000 km (18,000 km where f > 1/290), or planar and too long for the
        tolerance; for "frechet", the distance is more than 8800 km, and places are too
        nearly antipodal for the tolerance; or the two are on datums that cannot be combined.

    See Also
    --------
    frechet, hausdorff : How far they are apart.
    geodist.dwithin : Whether the nearest places of shapes are within a distance.

    Examples
    --------
    >>> import geodist as gd
    >>> out = gd.Shapes.lines(lat=[52.0, 52.0], lon=[4.0, 4.2], offsets=[0, 2])
    >>> back = gd.Shapes.lines(lat=[52.01, 52.02, 52.01], lon=[4.0, 4.1, 4.2], offsets=[0, 3])
    >>> gd.tracks.is_within(out, back, 2000), gd.tracks.is_within(out, back, 2500)
    (False, True)
    """
    if metric not in CONTINUOUS:
        raise ValueError(f"metric must be 'frechet' or 'hausdorff', got {metric!r}")
    filled = checked_filled(filled, metric)
    check_labels(a=a, b=b, distance=distance)
    pair = track_pair(a, b, ellipsoid)
    limits = np.ascontiguousarray(real_array(distance, "distance")).ravel()
    if limits.size not in (1, pair.size):
        raise ValueError(
            f"distance must be a number, or one for each of {pair.size} pairs, got {limits.size}"
        )
    if (limits < 0).any():
        row = int(np.argmax(limits < 0))
        raise ValueError(f"distance must not be negative, got {limits[row]} (index {row})")
    found = _geodist_core.tracks_within(
        pair.a,
        pair.b,
        metric,
        limits,
        filled,
        checked_tolerance(tolerance),
        pair.ellipsoid,
        thread_count(threads),
    ).view(np.bool_)
    return bool(found[0]) if pair.single else found
