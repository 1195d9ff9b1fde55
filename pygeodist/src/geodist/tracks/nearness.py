"""Measures of tracks by how near vertices are to the other one, in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._arguments import explained
from geodist.tracks._arguments import track_pair
from geodist.tracks._measures import measure_of
from geodist.tracks._solving import compared

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike
    from geodist.tracks._results import TrackDistance

__all__ = ["chamfer", "sspd"]


@explained
def sspd(
    a: ShapesLike,
    b: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, None]:
    """
    Measure how far vertices of tracks are from the other track, pair by pair.

    The symmetrised segment-path distance: the mean distance of the vertices of `a` from the line
    `b`, and that of the vertices of `b` from the line `a`, averaged. Order does not count, nor how
    densely the other track was sampled.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        Metres: a number where both columns have one row, else a column.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    chamfer : The same from vertex to vertex.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 20 nm where no geodesic edge is longer than 19,000 km (18,000
    km where f > 1/290).

    References
    ----------
    .. [1] P. Besse, B. Guillouet, J.-M. Loubes and F. Royer, "Review and perspective for distance
       based trajectory clustering", 2015, https://arxiv.org/abs/1508.04904

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.01), (4.2, 52.01)])
    >>> round(gd.tracks.sspd(a, b).distance)
    1113
    """
    measure = measure_of("sspd")
    return compared(track_pair(a, b, ellipsoid), measure, False, threads)


@explained
def chamfer(
    a: ShapesLike,
    b: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, None]:
    """
    Measure how far vertices of tracks are from the nearest vertex of the other, pair by pair.

    The mean distance from the vertices of `a` to the nearest of `b`, plus that from the vertices of
    `b` to the nearest of `a`: `geodist.chamfer` of the vertices. Order does not count.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        Metres: a number where both columns have one row, else a column.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    sspd : The same to the line between the vertices.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 12 nm where abs(f) <= 1/290, as on the Earth, 24 nm where abs(f) <= 1/50.

    References
    ----------
    .. [1] H. G. Barrow, J. M. Tenenbaum, R. C. Bolles and H. C. Wolf, "Parametric correspondence
       and chamfer matching", IJCAI 1977, 659-663

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.01), (4.2, 52.01)])
    >>> round(gd.tracks.chamfer(a, b).distance)
    4173
    """
    measure = measure_of("chamfer")
    return compared(track_pair(a, b, ellipsoid), measure, False, threads)
