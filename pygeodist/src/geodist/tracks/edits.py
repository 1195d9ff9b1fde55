"""Measures of tracks by what has to be edited to make one of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._arguments import explained
from geodist.tracks._arguments import track_pair
from geodist.tracks._measures import measure_of
from geodist.tracks._solving import compared, counted

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import Point
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike
    from geodist.tracks._results import TrackCount, TrackDistance

__all__ = ["edr", "erp", "lcss"]


@explained
def edr(
    a: ShapesLike,
    b: ShapesLike,
    eps: float,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackCount[Any, Any, Any]:
    """
    Count the edits that make one track of another, pair by pair: edit distance on real sequences.

    Vertices within `eps` of each other match. The count says how many have to be inserted, left out
    or replaced; it is not divided by anything.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    eps : float
        How far apart vertices may be that match, metres.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackCount
        The count, as `distance` too, and, with `alignment`, the vertices that match or are
        replaced. Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `eps` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    lcss : The vertices in common.
    erp : Edits that cost metres.
    cdist : All pairs of two columns.

    Notes
    -----
    The count is exact unless two vertices are within 6 nm of being `eps` apart, or 12 nm where
    abs(f) <= 1/50. The paper compares each coordinate with `eps`; here the distance is.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at
    most 4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] L. Chen, M. T. Oezsu and V. Oria, "Robust and fast similarity search for moving object
       trajectories", SIGMOD 2005, 491-502

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.1, 52.01), (4.2, 52.0)])
    >>> gd.tracks.edr(a, b, eps=100).count, gd.tracks.edr(a, b, eps=2000).count
    (1, 0)
    """
    measure = measure_of("edr", eps=eps)
    return counted(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def lcss(
    a: ShapesLike,
    b: ShapesLike,
    eps: float,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackCount[Any, Any, Any]:
    """
    Measure how many vertices tracks have in common, pair by pair: longest common subsequence.

    Vertices within `eps` of each other are the same. The count is the length of the longest
    sequence of vertices that is in both tracks, others in between; the distance is
    1 - count / min(n, m), where n and m are the numbers of vertices.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    eps : float
        How far apart vertices may be that are the same, metres.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackCount
        The distance, from 0 to 1, the count and, with `alignment`, the vertices in common. Numbers
        where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `eps` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    edr : The vertices that differ.
    cdist : All pairs of two columns.

    Notes
    -----
    The count is exact unless two vertices are within 6 nm of being `eps` apart, or 12 nm where
    abs(f) <= 1/50. The numbers of the vertices may differ by any amount: the paper's window is left
    out.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at
    most 4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] M. Vlachos, G. Kollios and D. Gunopulos, "Discovering similar multidimensional
       trajectories", ICDE 2002, 673-684

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.1, 52.01), (4.2, 52.0)])
    >>> found = gd.tracks.lcss(a, b, eps=100, alignment=True)
    >>> round(found.distance, 3), found.count, found.path.tolist()
    (0.333, 2, [[0, 0], [2, 2]])
    """
    measure = measure_of("lcss", eps=eps)
    return counted(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def erp(
    a: ShapesLike,
    b: ShapesLike,
    gap: Point,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, Any]:
    """
    Measure the metres of edits between tracks, pair by pair: edit distance with real penalty.

    Two vertices that are matched cost their distance; a vertex that is left out costs its distance
    from the point `gap`. The result is the least sum. Unlike time warping it is a metric.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    gap : Point
        What vertices that are left out are compared with: the same for all tracks that you compare,
        such as the middle of the region.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        The sum in metres and, with `alignment`, the vertices that are matched; those left out are
        not in it. Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes. `gap` is not a Point.
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
    dtw : Time warping, without a gap.
    edr : Edits that are counted.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 6 nm for each vertex of both tracks, 12 nm where abs(f) <= 1/50.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at
    most 4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] L. Chen and R. Ng, "On the marriage of Lp-norms and edit distance", VLDB 2004, 792-803

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.2, 52.0)])
    >>> round(gd.tracks.erp(a, b, gap=gd.Point(52.0, 4.0)).distance)
    6868
    """
    measure = measure_of("erp", gap=gap)
    return compared(track_pair(a, b, ellipsoid), measure, alignment, threads)
